/** What operators have looked at: how the last look stands, and the way to the next one. */

import { useCallback, useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react'
import { useMutation, useQuery, type AnyVariables, type TypedDocumentNode } from 'urql'
import { problemOf, refusalOf, refusedBy, type Problem } from '../../api/problems'
import type { InspectionPartsFragment } from '../../gql/graphql'
import { useOperatingWords } from '../../messages/operating'
import { useWords } from '../../messages/words'
import { announce } from '../announce'
import { Notice, problemText } from '../Notice'
import { When } from '../When'

const FIRST_PAUSE_MILLISECONDS = 700
const LONGEST_PAUSE_MILLISECONDS = 5000

interface Wanted<Found, Variables extends AnyVariables, Asked extends AnyVariables> {
  /** What reads the last one. */
  last: TypedDocumentNode<Found, Variables>
  variables: Variables
  /** What begins the next one. */
  next: TypedDocumentNode<unknown, Asked>
  asked: Asked
  /** What is said while it runs. */
  running: string
  /** What is said when one has come to its end with something found. */
  done: (found: Found) => string
}

export interface Look {
  inspection: InspectionPartsFragment | null | undefined
  running: string
  /** Why the last one could not be read. */
  problem: Problem | null
  readAgain: () => void
  /** Why the next one was not begun. */
  refused: Problem | null
  /** One runs, or is being begun. */
  isBusy: boolean
  begin: () => void
}

/** The last inspection, read again for as long as it runs, ever more rarely; and the way to the next. */
export function useInspection<
  Found extends { inspection?: InspectionPartsFragment | null },
  Variables extends AnyVariables,
  Asked extends AnyVariables,
>({ last, variables, next, asked, running, done }: Wanted<Found, Variables, Asked>): Look & { data: Found | undefined } {
  const [{ data, error, fetching }, read] = useQuery({
    query: last,
    variables,
    requestPolicy: 'cache-and-network',
  })
  const [refused, setRefused] = useState<Problem | null>(null)
  const [beginning, ask] = useMutation(next)
  const inspection = data?.inspection
  const isRunning = inspection?.state === 'RUNNING'
  const begun = inspection?.askedAt
  const readAgain = useCallback(() => read({ requestPolicy: 'network-only' }), [read])
  useEffect(() => {
    if (!isRunning || fetching || !begun) {
      return
    }
    const pause = Math.max(FIRST_PAUSE_MILLISECONDS, (Date.now() - Date.parse(begun)) / 10)
    const timer = setTimeout(readAgain, Math.min(pause, LONGEST_PAUSE_MILLISECONDS))
    return () => clearTimeout(timer)
  }, [isRunning, fetching, begun, readAgain])

  useEndTold(data, done)

  async function begin() {
    const reason = refusedBy(await ask(asked))
    setRefused(reason)
    if (!reason) {
      announce(running)
    }
  }

  return {
    data,
    inspection,
    running,
    problem: data ? null : problemOf(error),
    readAgain,
    refused,
    isBusy: isRunning || beginning.fetching,
    begin: () => void begin(),
  }
}

/** Say how an inspection ended that went on, or was begun, while one looked. */
function useEndTold<Found extends { inspection?: InspectionPartsFragment | null }>(
  data: Found | undefined,
  done: (found: Found) => string,
) {
  const { t } = useOperatingWords()
  const { t: say } = useWords()
  const known = useRef<string | null>(undefined)
  const isRead = data !== undefined
  const { state, askedAt } = data?.inspection ?? {}
  const tell = useEffectEvent(() => {
    const refusal = data?.inspection?.refusal
    if (data && state === 'DONE') {
      announce(done(data))
    } else {
      announce(refusal ? problemText(refusalOf(refusal), say) : t('inspection.failed'))
    }
  })
  useEffect(() => {
    if (!isRead) {
      return
    }
    if (state === 'RUNNING') {
      known.current ??= null
      return
    }
    const ended = askedAt ?? null
    if (known.current !== undefined && known.current !== ended) {
      tell()
    }
    known.current = ended
  }, [isRead, state, askedAt])
}

/** How an inspection stands: not to be read or begun, running, refused in words, failed; or what it found. */
export function Inspected({ look, children }: { look: Look; children?: ReactNode }) {
  return (
    <>
      <Notice problem={look.problem} onRetry={look.readAgain} />
      <Notice problem={look.refused} />
      <Stands look={look}>{children}</Stands>
    </>
  )
}

function Stands({ look: { inspection, running }, children }: { look: Look; children: ReactNode }) {
  const { t } = useOperatingWords()
  switch (inspection?.state) {
    case 'RUNNING':
      return (
        <p className="going-on" role="status">
          {running} <span className="quiet small">{t('inspection.leave')}</span>
        </p>
      )
    case 'REFUSED':
      return <Refused refusal={inspection.refusal} />
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

function Refused({ refusal }: { refusal: InspectionPartsFragment['refusal'] }) {
  const { t } = useWords()
  return refusal ? (
    <div className="notice">
      <p>{problemText(refusalOf(refusal), t)}</p>
      <p className="small" lang="en">
        {refusal.message}
      </p>
    </div>
  ) : null
}
