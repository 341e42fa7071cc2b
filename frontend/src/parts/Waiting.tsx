/** The shape of what is coming, while it comes. */

import { useWords } from '../messages/words'

export function Waiting({ rows = 3 }: { rows?: number }) {
  const { t } = useWords()
  return (
    <div className="waiting" role="status">
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
