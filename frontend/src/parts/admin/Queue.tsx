/** What waits, oldest first; what was decided last; and what to say when nothing waits. */

import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useQueueWords } from '../../messages/queues'
import type { Slices } from '../../session/slices'
import { announce } from '../announce'
import type { Connection } from '../List'
import { More } from '../More'
import { Notice } from '../Notice'
import { SteadyButton } from '../SteadyButton'
import { Waiting } from '../Waiting'

interface QueueProps<Node extends { state: string }> {
  slices: Slices<unknown>
  /** The connection in what was read. */
  of: Connection<Node> | null | undefined
  /** The state of those that wait here; the others have gone on since they were read. */
  state: Node['state']
  empty: string
  /** The entries, each of which tells what was decided on it, or that it is another one by now. */
  children: (waiting: Node[], heard: Heard) => ReactNode
}

export interface Heard {
  onDecided: (words: string) => void
  onStale: (name: string) => void
}

export function Queue<Node extends { state: string }>({ slices, of, state, empty, children }: QueueProps<Node>) {
  const { t } = useQueueWords()
  const [told, setTold] = useState<{ words: string; isStale: boolean } | null>(null)
  const { problem, isFetching, readOn, startOver } = slices
  const outcome = useRef<HTMLParagraphElement>(null)
  useEffect(() => outcome.current?.focus(), [told])

  function tell(words: string, isStale: boolean) {
    setTold({ words, isStale })
    announce(words)
    startOver()
  }

  const heard: Heard = {
    onDecided: (words) => tell(words, false),
    onStale: (name) => tell(t('queue.stale', { name }), true),
  }

  if (!of) {
    return problem && !isFetching ? <Notice problem={problem} onRetry={startOver} /> : <Waiting rows={2} />
  }
  const waiting = of.edges.map(({ node }) => node).filter((node) => node.state === state)
  const { pageInfo } = of
  return (
    <>
      {told && (
        <p ref={outcome} tabIndex={-1} className={told.isStale ? 'notice' : 'decided'}>
          {told.words}
        </p>
      )}
      <Notice problem={problem} />
      {waiting.length === 0 && !pageInfo.hasNextPage ? (
        <p className="card empty">{empty}</p>
      ) : (
        <>
          <ol className="queue">{children(waiting, heard)}</ol>
          {pageInfo.hasNextPage && <More pageInfo={pageInfo} isFetching={isFetching} onMore={readOn} />}
        </>
      )}
      <SteadyButton className="button-quiet look-again" isBusy={isFetching} onClick={startOver}>
        {t('queue.refresh')}
      </SteadyButton>
    </>
  )
}
