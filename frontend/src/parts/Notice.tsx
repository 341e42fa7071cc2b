/** What went wrong, in words, with a way on. */

import type { Problem, ProblemCode } from '../api/problems'
import { useWords, type Words } from '../messages/words'

/** A problem in the reader's words. */
export function problemText(problem: Problem, t: Words['t']): string {
  const values = { message: problem.message, seconds: String(problem.retryAfterSeconds ?? 10) }
  return (t as (name: string, values: object) => string)(`problem.${problem.code}`, values)
}

interface NoticeProps {
  problem: Problem | null
  onRetry?: () => void
}

export function Notice({ problem, onRetry }: NoticeProps) {
  const { t } = useWords()
  if (!problem) {
    return null
  }
  return (
    <div className="notice" role="alert">
      <p>{problemText(problem, t)}</p>
      <WayOn code={problem.code} onRetry={onRetry} />
    </div>
  )
}

interface WayOnProps {
  code: ProblemCode
  onRetry: (() => void) | undefined
}

function WayOn({ code, onRetry }: WayOnProps) {
  const { t } = useWords()
  switch (code) {
    case 'UNKNOWN_DOCUMENT':
    case 'NOT_SIGNED_IN': // the banner above every page has it
      return null
    default:
      return onRetry ? (
        <button type="button" className="button-quiet" onClick={onRetry}>
          {t('state.again')}
        </button>
      ) : null
  }
}
