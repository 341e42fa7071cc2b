import { CombinedError } from '@urql/core'
import { expect, test } from 'vitest'
import { isRefusedWith, problemOf, refusalOf } from './problems'

const refused = (extensions: Record<string, unknown>) =>
  new CombinedError({ graphQLErrors: [{ message: 'No.', extensions }] })

test('without an answer there is no connection, and without an error no problem', () => {
  const error = new CombinedError({ networkError: new Error('gone') })
  expect(problemOf(error)?.code).toBe('NO_CONNECTION')
  expect(problemOf(undefined)).toBeNull()
})

test('a refusal keeps its code, its field and how long to wait', () => {
  const error = refused({ code: 'THROTTLED', field: 'people', retryAfterSeconds: 3 })
  expect(problemOf(error)).toEqual({
    code: 'THROTTLED',
    message: 'No.',
    field: 'people',
    retryAfterSeconds: 3,
  })
})

test('an error without a code is unknown, whatever else it says', () => {
  const problem = problemOf(refused({ code: 7, field: 8, retryAfterSeconds: 'soon' }))
  expect(problem).toMatchObject({ code: 'UNKNOWN', field: null, retryAfterSeconds: null })
})

test('of the refusals in a payload the first is told', () => {
  const errors = [
    { code: 'INVALID_INPUT', message: 'Not this.', field: null },
    { code: 'FORBIDDEN', message: 'Nor that.', field: null },
  ] as never
  expect(refusalOf(errors)?.code).toBe('INVALID_INPUT')
  expect(refusalOf([])).toBeNull()
  expect(refusalOf(undefined)).toBeNull()
})

test('a session has ended by an error or by a payload', () => {
  const payload = { like: { errors: [{ code: 'NOT_SIGNED_IN' }] } }
  expect(isRefusedWith('NOT_SIGNED_IN', refused({ code: 'NOT_SIGNED_IN' }), null)).toBe(true)
  expect(isRefusedWith('NOT_SIGNED_IN', undefined, payload)).toBe(true)
  expect(isRefusedWith('NOT_SIGNED_IN', undefined, { like: { errors: [] }, me: null })).toBe(false)
})
