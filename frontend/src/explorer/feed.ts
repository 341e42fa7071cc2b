/** A subscription in the explorer: a socket of its own, and its end in a sentence. */

import type { FetcherParams, Observable } from '@graphiql/toolkit'
import { GraphQLError, type ExecutionResult } from 'graphql'
import { createClient } from 'graphql-ws'
import { FINAL_CODES } from '../api/closeCodes'

const SENTENCES: Record<number, string> = {
  4401: 'Your session has ended. Sign in again: what you typed is kept.',
  4403: 'You are not an operator any more.',
}

interface Reader {
  next: (result: ExecutionResult) => void
  complete: () => void
}

/** Why a feed ended: in the server's words, or in a sentence. In English, as all that GraphiQL says. */
export function asAnswer(error: unknown): ExecutionResult {
  if (Array.isArray(error)) {
    return { errors: error as GraphQLError[] }
  }
  const { code = 0 } = (error ?? {}) as { code?: number }
  return { errors: [new GraphQLError(SENTENCES[code] ?? 'The connection to the server was lost.')] }
}

/** Follow a subscription, with these headers as the socket's greeting. */
export function feedOf(
  address: string,
  params: FetcherParams,
  headers: Record<string, unknown> | undefined,
): Observable<ExecutionResult> {
  function subscribe({ next, complete }: Reader) {
    let isLeft = false
    const unlessLeft = (act: () => void) => isLeft || act()
    const client = createClient({
      url: address,
      connectionParams: headers,
      shouldRetry: (event) => !FINAL_CODES.has((event as CloseEvent).code),
    })
    const { variables, ...asked } = params
    const end = client.subscribe(
      { ...asked, variables: variables as Record<string, unknown> | undefined },
      {
        next: (result) => unlessLeft(() => next(result as ExecutionResult)),
        error: (error) =>
          unlessLeft(() => {
            next(asAnswer(error))
            complete()
          }),
        complete: () => unlessLeft(complete),
      },
    )
    return {
      unsubscribe() {
        isLeft = true
        end()
      },
    }
  }
  return { subscribe: subscribe as never }
}
