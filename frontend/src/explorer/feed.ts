/** A subscription in the explorer: a socket of its own, and its end in a sentence. */

import type { FetcherParams, Observable } from '@graphiql/toolkit'
import { GraphQLError, type ExecutionResult } from 'graphql'
import { createClient } from 'graphql-ws'
import { FINAL_CODES, FORBIDDEN, MESSAGE_TOO_LARGE, NOT_OF_THE_PROTOCOL, SESSION_ENDED, TOO_MANY } from '../api/closeCodes'

const SENTENCES: Record<number, string> = {
  [MESSAGE_TOO_LARGE]: 'This is longer than the server reads from a socket.',
  [NOT_OF_THE_PROTOCOL]: 'The server could not make sense of what was sent.',
  [SESSION_ENDED]: 'Your session has ended. Sign in again: what you typed is kept.',
  [FORBIDDEN]: 'You are not an operator any more.',
  [TOO_MANY]: 'Too many messages, or too many sockets of yours are open. Wait a little, and run it again.',
}
const NOBODYS_TOKEN = 'The token in the Authorization header is nobody’s.'
const LOST = 'The connection to the server was lost.'
/** One feed a socket: without its reader's role there is nothing to come back for. */
const FINAL = new Set([...FINAL_CODES, FORBIDDEN])

interface Reader {
  next: (result: ExecutionResult) => void
  complete: () => void
}

/**
 * Why a feed ended: in the server's words, or in a sentence. In English, as all that GraphiQL says.
 * `wasLetIn`: whether its socket was acknowledged before it was closed.
 */
export function asAnswer(error: unknown, wasLetIn: boolean): ExecutionResult {
  if (Array.isArray(error)) {
    return { errors: error as GraphQLError[] }
  }
  const { code = 0 } = (error ?? {}) as { code?: number }
  const sentence = code === FORBIDDEN && !wasLetIn ? NOBODYS_TOKEN : SENTENCES[code]
  return { errors: [new GraphQLError(sentence ?? LOST)] }
}

/** Follow a subscription, with these headers as the socket's greeting. */
export function feedOf(
  address: string,
  params: FetcherParams,
  headers: Record<string, unknown> | undefined,
): Observable<ExecutionResult> {
  function subscribe({ next, complete }: Reader) {
    let isLeft = false
    let wasLetIn = false
    const unlessLeft = (act: () => void) => isLeft || act()
    const client = createClient({
      url: address,
      connectionParams: headers,
      shouldRetry: (event) => !FINAL.has((event as CloseEvent).code),
      on: {
        connected: () => {
          wasLetIn = true
        },
      },
    })
    const { variables, ...asked } = params
    const end = client.subscribe(
      { ...asked, variables: variables as Record<string, unknown> | undefined },
      {
        next: (result) => unlessLeft(() => next(result as ExecutionResult)),
        error: (error) =>
          unlessLeft(() => {
            next(asAnswer(error, wasLetIn))
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
