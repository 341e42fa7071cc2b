/** What waits, oldest first; what was decided last; and what to say when nothing waits. */

import { useState, type ReactNode } from 'react'
import type { Problem } from '../../api/problems'
import { useQueueWords } from '../../messages/queues'
import { announce } from '../announce'
import { More } from '../More'
import { Notice } from '../Notice'
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
  /** The entries, each of which tells what was decided on it. */
  children: (onDecided: (words: string) => void) => ReactNode
}

export function Queue({ count, pageInfo, empty, isFetching, problem, onMore, onLook, children }: QueueProps) {
  const { t } = useQueueWords()
  const [decided, setDecided] = useState<string | null>(null)

  function onDecided(words: string) {
    setDecided(words)
    announce(words)
    onLook()
  }

  if (count === undefined || !pageInfo) {
    return problem ? <Notice problem={problem} onRetry={onLook} /> : <Waiting rows={2} />
  }
  return (
    <>
      {decided && <p className="decided">{decided}</p>}
      <Notice problem={problem} />
      {count === 0 && !pageInfo.hasNextPage ? (
        <p className="card empty">{empty}</p>
      ) : (
        <>
          <ol className="queue">{children(onDecided)}</ol>
          {pageInfo.hasNextPage && <More pageInfo={pageInfo} isFetching={isFetching} onMore={onMore} />}
        </>
      )}
      <button type="button" className="button-quiet look-again" disabled={isFetching} onClick={onLook}>
        {t('queue.refresh')}
      </button>
    </>
  )
}
