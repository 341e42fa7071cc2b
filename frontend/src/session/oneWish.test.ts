import { afterEach, expect, test } from 'vitest'
import type { Problem, ProblemCode } from '../api/problems'
import { forgetDrafts } from './draft'
import { oneWish } from './oneWish'

afterEach(forgetDrafts)

const refused = (code: ProblemCode): Problem => ({ code, message: '', field: null, retryAfterSeconds: null })
const keyAfter = (problem: Problem | null, ...what: string[]) => {
  oneWish('payout', '10', ...what).answered(problem)
  return oneWish('payout', '10', ...what).key
}

test.each<ProblemCode>([
  'NO_CONNECTION',
  'TIMED_OUT',
  'THROTTLED',
  'NOT_SIGNED_IN',
  'PAYMENT_PENDING',
  'STORAGE_FAILED',
  'COST_TOO_HIGH',
  'INSUFFICIENT_FUNDS',
  'UNKNOWN',
])('after %s nobody knows whether an asking before was heard: the key stays', (code) => {
  const { key } = oneWish('payout', '10')
  expect(keyAfter(refused(code))).toBe(key)
})

test.each([null, refused('PAYMENT_DECLINED'), refused('KEY_REUSED')])(
  'what was answered for good is wished for anew under another key: %o',
  (problem) => {
    const { key } = oneWish('payout', '10')
    expect(keyAfter(problem)).not.toBe(key)
  },
)

test('another wish has another key, and the first one keeps its own meanwhile', () => {
  const ten = oneWish('payout', '10')
  const everything = oneWish('payout', null)
  everything.answered(null)
  expect(everything.key).not.toBe(ten.key)
  expect(oneWish('cancel', '10').key).not.toBe(ten.key)
  expect(oneWish('payout', '10').key).toBe(ten.key)
})

test('who leaves the tab to others leaves no keys', () => {
  const { key } = oneWish('payout', '10')
  forgetDrafts()
  expect(oneWish('payout', '10').key).not.toBe(key)
})
