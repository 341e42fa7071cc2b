/** What went wrong, in one shape: a refusal, an error of GraphQL, or no answer at all. */

import type { CombinedError } from 'urql'
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

/** The first of the refusals in a payload, or null. */
export function refusalOf(errors: readonly RefusalPartsFragment[] | undefined): Problem | null {
  const [first] = errors ?? []
  return first
    ? { code: first.code, message: first.message, field: first.field ?? null, retryAfterSeconds: null }
    : null
}

/** Whether nobody knows what became of what was asked: it may go on. */
export function isUnanswered(problem: Problem | null): boolean {
  return problem?.code === 'NO_CONNECTION' || problem?.code === 'TIMED_OUT'
}

/** Whether an answer says so, in its errors or in a payload's: `NOT_SIGNED_IN`. */
export function isRefusedWith(code: ErrorCode, error: CombinedError | undefined, data: unknown): boolean {
  if (problemOf(error)?.code === code) {
    return true
  }
  const payloads = Object.values((data ?? {}) as Record<string, unknown>)
  return payloads.some((payload) => {
    const errors = (payload as { errors?: RefusalPartsFragment[] } | null)?.errors
    return Array.isArray(errors) && errors.some((each) => each.code === code)
  })
}
