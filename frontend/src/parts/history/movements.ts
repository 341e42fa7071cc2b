/** The movements of one's own money: read once, and then only the newest ones when money moves. */

import { useCallback, useEffect, useRef, useState } from 'react'
import { useClient } from 'urql'
import { operation } from '../../api/documents'
import { problemOf, type Problem } from '../../api/problems'
import { WalletHistoryDocument, type WalletHistoryQuery } from '../../gql/graphql'

const HISTORY = operation(WalletHistoryDocument)
const SLICE = 50
const TAIL = 6

type Slice = NonNullable<NonNullable<WalletHistoryQuery['me']>['wallet']['history']>
type Edge = Slice['edges'][number]
export type Movement = Edge['node']

export interface History {
  /** Newest first; null: not read yet. */
  movements: { cursor: string; node: Movement }[] | null
  problem: Problem | null
  isReading: boolean
  /** Reads earlier ones; null when there are none. */
  more: (() => void) | null
  again: () => void
}

interface Read {
  edges: Edge[]
  end: string | null
}

/** The newest ones before those that are known; null if they do not meet. */
function joined(newest: Edge[], known: Edge[]): Edge[] | null {
  const meeting = newest.findIndex(({ cursor }) => cursor === known[0]?.cursor)
  return meeting < 0 ? null : [...newest.slice(0, meeting), ...known]
}

/** `version` is the wallet's: when it rises, money has moved. */
export function useHistory(version: number): History {
  const client = useClient()
  const [read, setRead] = useState<Read | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isReading, setReading] = useState(true)
  const known = useRef<Read | null>(null)
  const reading = useRef(0)
  const last = useRef<Promise<unknown>>(Promise.resolve())

  const ask = useCallback(
    async (first: number, after: string | null): Promise<Slice | null> => {
      const number = ++reading.current
      setReading(true)
      const context = { requestPolicy: 'network-only' } as const
      // One after the other: what is asked for while the same is under way would get that answer.
      const answer = last.current.then(() => client.query(HISTORY, { first, after }, context).toPromise())
      last.current = answer
      const { data, error } = await answer
      if (number !== reading.current) {
        return null
      }
      setReading(false)
      setProblem(problemOf(error))
      return data?.me?.wallet.history ?? null
    },
    [client],
  )
  const keep = useCallback((found: Read) => {
    known.current = found
    setRead(found)
  }, [])
  const begin = useCallback(async () => {
    const slice = await ask(SLICE, null)
    if (slice) {
      keep({ edges: slice.edges, end: slice.pageInfo.hasNextPage ? (slice.pageInfo.endCursor ?? null) : null })
    }
  }, [ask, keep])
  const goOn = useCallback(async () => {
    const before = known.current
    const slice = await ask(TAIL, null)
    if (slice && before) {
      const edges = joined(slice.edges, before.edges)
      if (edges) {
        keep({ ...before, edges })
      } else {
        await begin()
      }
    }
  }, [ask, keep, begin])
  const earlier = useCallback(async () => {
    const before = known.current
    const slice = before?.end ? await ask(SLICE, before.end) : null
    if (slice && before) {
      const end = slice.pageInfo.hasNextPage ? (slice.pageInfo.endCursor ?? null) : null
      keep({ edges: [...before.edges, ...slice.edges], end })
    }
  }, [ask, keep])

  useEffect(() => {
    void (known.current?.edges.length ? goOn() : begin())
  }, [version, begin, goOn])

  return {
    movements: read?.edges ?? null,
    problem,
    isReading,
    more: read?.end ? () => void earlier() : null,
    again: () => void begin(),
  }
}
