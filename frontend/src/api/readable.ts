/**
 * Answers that crossed with a mutation's and cannot be shown: what the mutation made untrue is kept out
 * of the cache for good, also where it is read anew at that moment, and an answer without it is none.
 */

import { filter, makeSubject, merge, onPush, pipe } from 'wonka'
import { makeOperation, type Exchange, type Operation, type OperationResult } from 'urql'

/** Each may cross with another mutation. */
const MOST_TIMES = 5

/** Asks once more for what could not be shown, and hands on all else. Stands before the cache. */
export const readable: Exchange =
  ({ forward }) =>
  (operations) => {
    // Not by the client: it takes what it hears nothing of for under way, and drops what is asked again.
    const { source, next } = makeSubject<Operation>()
    const times = new Map<number, number>()
    const watched = onPush(({ kind, key }: Operation) => {
      if (kind === 'teardown') {
        times.delete(key)
      }
    })
    const isForShow = (result: OperationResult): boolean => {
      const { kind, key, context } = result.operation
      const before = times.get(key) ?? 0
      if (isReadable(result) || before === MOST_TIMES) {
        if (!result.stale) {
          times.delete(key)
        }
        return true
      }
      times.set(key, before + 1)
      const anew = makeOperation(kind, result.operation, { ...context, requestPolicy: 'network-only' })
      queueMicrotask(() => times.has(key) && next(anew))
      return false
    }
    return pipe(merge([pipe(operations, watched), source]), forward, filter(isForShow))
  }

function isReadable({ operation: { kind, context }, data, error }: OperationResult): boolean {
  return kind !== 'query' || context.requestPolicy === 'cache-only' || Boolean(data) || error !== undefined
}
