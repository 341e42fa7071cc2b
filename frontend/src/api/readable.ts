/**
 * Answers that crossed with a mutation's and cannot be shown: what the mutation made untrue is kept out
 * of the cache for good, also where it is read anew at that moment, and an answer without it is none.
 */

import { filter, pipe } from 'wonka'
import { makeOperation, type Exchange, type OperationResult } from 'urql'

/** Asks once more for what could not be shown, and hands on all else. Stands before the cache. */
export const readable: Exchange =
  ({ client, forward }) =>
  (operations) =>
    pipe(
      forward(operations),
      filter((result) => {
        if (isReadable(result)) {
          return true
        }
        const { kind, context } = result.operation
        client.reexecuteOperation(
          makeOperation(kind, result.operation, { ...context, requestPolicy: 'network-only' }),
        )
        return false
      }),
    )

function isReadable({ operation, data, error }: OperationResult): boolean {
  return operation.kind !== 'query' || Boolean(data) || error !== undefined
}
