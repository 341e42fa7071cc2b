/** A button that stays where it is while what it began goes on: who is on it keeps her place. */

import { useEffect, type ComponentProps } from 'react'
import { useWords } from '../messages/words'
import { announce, turnNow } from './announce'

const TOLD_AFTER_MILLISECONDS = 1000

interface SteadyButtonProps extends ComponentProps<'button'> {
  /** What it began goes on. It does nothing meanwhile, and says so. */
  isBusy?: boolean
  /** There is nothing that it could do now. */
  isOff?: boolean
}

export function SteadyButton({ isBusy = false, isOff = false, onClick, children, ...rest }: SteadyButtonProps) {
  const { t } = useWords()
  useEffect(() => {
    if (!isBusy) {
      return undefined
    }
    const turn = turnNow()
    const tell = () => turn === turnNow() && announce(t('state.busy'))
    const timer = setTimeout(tell, TOLD_AFTER_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [isBusy, t])
  const isIdle = isBusy || isOff
  return (
    <button
      type="button"
      {...rest}
      aria-disabled={isIdle || undefined}
      aria-busy={isBusy || undefined}
      onClick={(event) => (isIdle ? event.preventDefault() : onClick?.(event))}
    >
      {children}
    </button>
  )
}
