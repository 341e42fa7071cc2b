/** A button that stays where it is while what it began goes on: who is on it keeps her place. */

import type { ComponentProps } from 'react'

interface SteadyButtonProps extends ComponentProps<'button'> {
  /** It does nothing meanwhile, and says so. */
  isBusy: boolean
}

export function SteadyButton({ isBusy, onClick, children, ...rest }: SteadyButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-disabled={isBusy || undefined}
      onClick={(event) => (isBusy ? event.preventDefault() : onClick?.(event))}
    >
      {children}
    </button>
  )
}
