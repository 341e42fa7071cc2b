import { CombinedError } from 'urql'
import { afterEach, expect, test } from 'vitest'
import type { ProblemCode } from '../api/problems'
import { forgetDrafts } from './draft'
import { giveUp, oneWish } from './oneWish'

const TEN = ['payout', '10'] as const

afterEach(forgetDrafts)

interface Answer {
  data?: { payout: { state: string; errors: object[] } }
  error?: CombinedError
}

const done = (state: string): Answer => ({ data: { payout: { state, errors: [] } } })
const refused = (code: ProblemCode): Answer => ({
  data: { payout: { state: '', errors: [{ code, message: '', field: null }] } },
})
const lost = (): Answer => ({ error: new CombinedError({ networkError: new Error('gone') }) })

/** Ask for it; the keys under which the server was asked until there was an answer. */
async function keysOf(wish: readonly [string, ...(string | null)[]], ...answers: Answer[]) {
  const keys: string[] = []
  await oneWish<NonNullable<Answer['data']>>(
    [...wish],
    (key) => Promise.resolve(answers[keys.push(key) - 1] ?? done('REQUESTED')),
    ({ payout }) => payout.state === 'CANCELLED',
  )
  return keys
}

test.each<ProblemCode>([
  'TIMED_OUT',
  'THROTTLED',
  'NOT_SIGNED_IN',
  'PAYMENT_PENDING',
  'STORAGE_FAILED',
  'COST_TOO_HIGH',
  'INSUFFICIENT_FUNDS',
])('after %s nobody knows whether an asking before was heard: the key stays', async (code) => {
  const first = await keysOf(TEN, lost())
  expect(await keysOf(TEN, refused(code))).toEqual(first)
  expect(await keysOf(TEN)).toEqual(first)
})

test.each([done('REQUESTED'), refused('PAYMENT_DECLINED'), refused('KEY_REUSED')])(
  'what was answered for good is wished for anew under another key: %o',
  async (answer) => {
    const first = await keysOf(TEN, answer)
    expect(await keysOf(TEN)).not.toEqual(first)
  },
)

test('another wish has another key, and the first one keeps its own meanwhile', async () => {
  const ten = await keysOf(TEN, lost())
  expect(await keysOf(['payout', null])).not.toEqual(ten)
  expect(await keysOf(['cancel', '10'])).not.toEqual(ten)
  expect(await keysOf(TEN)).toEqual(ten)
})

test('what was done by an asking before and undone since is asked for anew, once', async () => {
  const first = await keysOf(TEN, lost())
  const [again, anew, ...more] = await keysOf(TEN, done('CANCELLED'), done('CANCELLED'))
  expect([again]).toEqual(first)
  expect(anew).not.toBe(again)
  expect(more).toEqual([])
})

test('what is undone as soon as it is done is not asked for twice', async () => {
  expect(await keysOf(TEN, done('CANCELLED'))).toHaveLength(1)
})

test('who has given a wish up has another one later, and her other wishes still', async () => {
  const ten = await keysOf(TEN, lost())
  const other = await keysOf(['payout.cancel', '10'], lost())
  giveUp('payout')
  expect(await keysOf(TEN)).not.toEqual(ten)
  expect(await keysOf(['payout.cancel', '10'])).toEqual(other)
})

test('who leaves the tab to others leaves no keys', async () => {
  const first = await keysOf(TEN, lost())
  forgetDrafts()
  expect(await keysOf(TEN)).not.toEqual(first)
})
