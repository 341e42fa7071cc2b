/** The shape of what is coming, while it comes. */

import { useEffect } from 'react'
import { useWords } from '../messages/words'
import { announce, isQuiet, turnNow } from './announce'

const TOLD_AFTER_MILLISECONDS = 1000

export function Waiting({ rows = 3 }: { rows?: number | undefined }) {
  const { t } = useWords()
  useEffect(() => {
    let told: number | null = null
    const tell = () => {
      if (isQuiet()) {
        announce(t('state.loading'))
        told = turnNow()
      }
    }
    const timer = setTimeout(tell, TOLD_AFTER_MILLISECONDS)
    return () => {
      clearTimeout(timer)
      if (told === turnNow()) {
        announce('')
      }
    }
  }, [t])
  return (
    <div className="waiting">
      <span className="unseen">{t('state.loading')}</span>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="card waiting-row" aria-hidden>
          <i className="waiting-line short" />
          <i className="waiting-line" />
          <i className="waiting-line middle" />
        </div>
      ))}
    </div>
  )
}
