/** What waits, oldest first; what was decided last; and what to say when nothing waits. */

import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { Problem } from '../../api/problems'
import { useQueueWords } from '../../messages/queues'
import { announce } from '../announce'
import { More } from '../More'
import { Notice } from '../Notice'
import { SteadyButton } from '../SteadyButton'
import { Waiting } from '../Waiting'

interface QueueProps {
  /** How many wait, of those that were read; undefined: none was read yet. */
  count: number | undefined
  pageInfo: { hasNextPage: boolean; endCursor?: string | null } | undefined
  empty: string
  isFetching: boolean
  problem: Problem | null
  onMore: (after: string) => void
  /** Read it again from its beginning. */
  onLook: () => void
  /** The entries, each of which tells what was decided on it, or that it is another one by now. */
  children: (heard: Heard) => ReactNode
}

export interface Heard {
  onDecided: (words: string) => void
  onStale: (name: string) => void
}

export function Queue({ count, pageInfo, empty, isFetching, problem, onMore, onLook, children }: QueueProps) {
  const { t } = useQueueWords()
  const [told, setTold] = useState<{ words: string; isStale: boolean } | null>(null)
  const outcome = useRef<HTMLParagraphElement>(null)
  useEffect(() => outcome.current?.focus(), [told])

  function tell(words: string, isStale: boolean) {
    setTold({ words, isStale })
    announce(words)
    onLook()
  }

  const heard: Heard = {
    onDecided: (words) => tell(words, false),
    onStale: (name) => tell(t('queue.stale', { name }), true),
  }

  if (count === undefined || !pageInfo) {
    return problem ? <Notice problem={problem} onRetry={onLook} /> : <Waiting rows={2} />
  }
  return (
    <>
      {told && (
        <p ref={outcome} tabIndex={-1} className={told.isStale ? 'notice' : 'decided'}>
          {told.words}
        </p>
      )}
      <Notice problem={problem} />
      {count === 0 && !pageInfo.hasNextPage ? (
        <p className="card empty">{empty}</p>
      ) : (
        <>
          <ol className="queue">{children(heard)}</ol>
          {pageInfo.hasNextPage && <More pageInfo={pageInfo} isFetching={isFetching} onMore={onMore} />}
        </>
      )}
      <SteadyButton className="button-quiet look-again" isBusy={isFetching} onClick={onLook}>
        {t('queue.refresh')}
      </SteadyButton>
    </>
  )
}
