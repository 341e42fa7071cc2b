/** What went wrong, in one shape: a refusal, an error of GraphQL, or no answer at all. */

import type { CombinedError, OperationResult } from 'urql'
import type { ErrorCode, RefusalPartsFragment } from '../gql/graphql'

export type ProblemCode = ErrorCode | 'NO_CONNECTION' | 'UNKNOWN'

export interface Problem {
  code: ProblemCode
  /** In the server's words, in English. */
  message: string
  /** The input field that it is about, if it is about one. */
  field: string | null
  retryAfterSeconds: number | null
}

/** The server could not be asked, or what came was no answer. */
export const NO_CONNECTION: Problem = { code: 'NO_CONNECTION', message: '', field: null, retryAfterSeconds: null }

/** What stands in the way of an answer, or null. */
export function problemOf(error: CombinedError | undefined | null): Problem | null {
  if (!error) {
    return null
  }
  const [first] = error.graphQLErrors
  if (!first) {
    return { ...NO_CONNECTION, message: error.message }
  }
  const { code, field, retryAfterSeconds } = first.extensions
  return {
    code: typeof code === 'string' ? (code as ErrorCode) : 'UNKNOWN',
    message: first.message,
    field: typeof field === 'string' ? field : null,
    retryAfterSeconds: typeof retryAfterSeconds === 'number' ? Math.ceil(retryAfterSeconds) : null,
  }
}

/** A refusal, as it stands in a payload. */
export function refusalOf({ code, message, field }: RefusalPartsFragment): Problem {
  return { code, message, field: field ?? null, retryAfterSeconds: null }
}

/** Why what was asked for was not done: an error, or the first refusal in a payload. Null: it was done. */
export function refusedBy({ data, error }: Pick<OperationResult, 'data' | 'error'>): Problem | null {
  const payloads = Object.values((data ?? {}) as Record<string, { errors?: RefusalPartsFragment[] } | null>)
  const [first] = payloads.flatMap((each) => each?.errors ?? [])
  return problemOf(error) ?? (first ? refusalOf(first) : null)
}

/** Whether nobody knows what became of what was asked: it may go on. */
export function isUnanswered(problem: Problem | null): boolean {
  return problem?.code === 'NO_CONNECTION' || problem?.code === 'TIMED_OUT'
}
