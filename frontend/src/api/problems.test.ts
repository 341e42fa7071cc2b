import { CombinedError } from '@urql/core'
import { expect, test } from 'vitest'
import { problemOf, refusedBy } from './problems'

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

test('of the refusals in a payload the first is told, and before them an error', () => {
  const errors = [
    { code: 'INVALID_INPUT', message: 'Not this.' },
    { code: 'FORBIDDEN', message: 'Nor that.', field: null },
  ]
  const told = { code: 'INVALID_INPUT', message: 'Not this.', field: null, retryAfterSeconds: null }
  expect(refusedBy({ data: { like: { errors } } })).toEqual(told)
  expect(refusedBy({ data: null, error: refused({ code: 'NOT_SIGNED_IN' }) })?.code).toBe('NOT_SIGNED_IN')
})

test('without refusals it was done', () => {
  expect(refusedBy({ data: { like: { errors: [] }, me: null } })).toBeNull()
  expect(refusedBy({ data: undefined })).toBeNull()
})
