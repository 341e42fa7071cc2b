/** A list that is read slice by slice, and what was read of it shown together, by the cache. */

import { useCallback, useState } from 'react'
import { useQuery, type AnyVariables, type TypedDocumentNode } from 'urql'
import { problemOf, type Problem } from '../api/problems'
import { useFreshness } from './freshness'

export interface Slices<Data> {
  data: Data | undefined
  problem: Problem | null
  isFetching: boolean
  /** More than the first slice was asked for. */
  hasReadOn: boolean
  /** Reads the slice that follows this cursor, too. */
  readOn: (after: string) => void
  /** Reads the last slice again. */
  readAgain: () => void
  /** Reads from the beginning again. */
  startOver: () => void
}

type Asked<Variables> = Omit<Variables, 'after'>

/**
 * Asks for what `asked` says; nothing while it is null. Who asks for something else is another component.
 * Who comes back to the page reads from the beginning again, however far she had read.
 */
export function useSlices<Data, Variables extends { after?: string | null | undefined }>(
  query: TypedDocumentNode<Data, Variables & AnyVariables>,
  asked: Asked<Variables> | null,
): Slices<Data> {
  const [after, setAfter] = useState<string | null>(null)
  const [{ data, error, fetching, stale }, ask] = useQuery({
    query,
    variables: { ...asked, after } as Variables & AnyVariables,
    pause: asked === null,
    requestPolicy: after === null ? 'cache-and-network' : 'cache-first',
  })
  const readAgain = useCallback(() => ask({ requestPolicy: 'network-only' }), [ask])
  const startOver = useCallback(
    () => (after === null ? readAgain() : setAfter(null)),
    [after, readAgain],
  )
  useFreshness(() => {
    if (after !== null) {
      setAfter(null) // the first slice is asked of the network by itself
    }
  })
  return {
    data,
    problem: problemOf(error),
    isFetching: fetching || stale,
    hasReadOn: after !== null,
    readOn: setAfter,
    readAgain,
    startOver,
  }
}
