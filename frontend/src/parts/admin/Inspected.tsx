/** What operators have looked at: how the last look stands, and the way to the next one. */

import { useEffect, type ReactNode } from 'react'
import { useQuery, type AnyVariables, type TypedDocumentNode } from 'urql'
import { problemOf, refusalOf, type Problem } from '../../api/problems'
import type { InspectionPartsFragment } from '../../gql/graphql'
import { useOperatingWords } from '../../messages/operating'
import { useWords } from '../../messages/words'
import { Notice, problemText } from '../Notice'
import { When } from '../When'

const FIRST_PAUSE_MILLISECONDS = 700
const LONGEST_PAUSE_MILLISECONDS = 5000


/** The last inspection, read again for as long as it runs, ever more rarely. */
export function useInspection<
  Found extends { inspection?: InspectionPartsFragment | null },
  Variables extends AnyVariables,
>(
  query: TypedDocumentNode<Found, Variables>,
  variables: Variables,
) {
  const [{ data, error, fetching }, read] = useQuery({
    query,
    variables,
    requestPolicy: 'cache-and-network',
  })
  const inspection: Found['inspection'] | undefined = data?.inspection
  const isRunning = inspection?.state === 'RUNNING'
  const begun = inspection?.askedAt
  useEffect(() => {
    if (!isRunning || fetching || !begun) {
      return
    }
    const pause = Math.max(FIRST_PAUSE_MILLISECONDS, (Date.now() - Date.parse(begun)) / 10)
    const timer = setTimeout(
      () => read({ requestPolicy: 'network-only' }),
      Math.min(pause, LONGEST_PAUSE_MILLISECONDS),
    )
    return () => clearTimeout(timer)
  }, [isRunning, fetching, begun, read])
  return { data, inspection, isRunning, problem: data ? null : problemOf(error), again: read }
}

interface StandsProps {
  inspection: InspectionPartsFragment | null | undefined
  /** What it says while it runs. */
  running: string
  children?: ReactNode
}

/** How an inspection stands: running, refused in words, failed; or what it found. */
export function Stands({ inspection, running, children }: StandsProps) {
  const { t } = useOperatingWords()
  switch (inspection?.state) {
    case 'RUNNING':
      return (
        <p className="going-on" role="status">
          {running} <span className="quiet small">{t('inspection.leave')}</span>
        </p>
      )
    case 'REFUSED':
      return <Refused inspection={inspection} />
    case 'FAILED':
      return (
        <p className="notice">
          {t('inspection.failed')} <When moment={inspection.askedAt} />
        </p>
      )
    default:
      return children
  }
}

function Refused({ inspection }: { inspection: InspectionPartsFragment }) {
  const { t } = useWords()
  const refusal: Problem | null = refusalOf(inspection.refusal ? [inspection.refusal] : [])
  return refusal ? (
    <div className="notice">
      <p>{problemText(refusal, t)}</p>
      <p className="small" lang="en">
        {refusal.message}
      </p>
    </div>
  ) : (
    <Notice problem={null} />
  )
}
