/** What was paid, the fee and the pot add up in every month that there can be. */

import { expect, test } from 'vitest'
import { allFlows, groupsOf, intoFee, intoPot, together, type Result } from './flows'

const money = (micros: number) => ({ micros: String(micros), currency: 'USD' })

/** A month without likes of hers: `left` was in the budget, `before` is passed on of what was received. */
function month({ paid = 0, fee = 0, left = 0, before = 0 }): Result {
  const paidIn = paid - fee
  const potBudget = left + paidIn
  const pot = money(potBudget + before)
  const parts = { potBudget: money(potBudget), potReceived: money(before), pot, unshared: pot }
  const sums = { paid: money(paid), fee: money(fee), paidIn: money(paidIn) }
  return { ...parts, ...sums, likeCount: 0, given: money(0), kept: money(0) } as Result
}

const told = (result: Result) =>
  groupsOf(result, [], null).map(({ name, flows }) => [name, flows.map(({ from, to, micros }) => `${from} ${to} ${micros}`)])

test('what was paid is the fee and what came into the pot', () => {
  expect(told(month({ paid: 500, fee: 44 }))).toEqual([
    ['paid', ['paid fee 44', 'paid pot 456']],
    ['from', ['pot stayed 456']],
  ])
})

test('with something from before the pot has its own lines, which are the pot', () => {
  const result = month({ paid: 500, fee: 44, left: 100, before: 7 })
  expect(told(result)).toEqual([
    ['paid', ['paid fee 44', 'paid pot 456']],
    ['into', ['budget pot 100', 'before pot 7', 'paid pot 456']],
    ['from', ['pot stayed 563']],
  ])
  expect(allFlows(result, [], null)).toHaveLength(5)
})

test('without a fee, and without a payment, nothing is said of one', () => {
  expect(told(month({ paid: 500 }))[0]).toEqual(['into', ['paid pot 500']])
  expect(told(month({ left: 9 }))[0]).toEqual(['into', ['budget pot 9']])
})

test('a payment that was all fee leaves no pot', () => {
  expect(told(month({ paid: 30, fee: 30 }))).toEqual([['paid', ['paid fee 30']]])
})

test.each([
  { paid: 500, fee: 44 },
  { paid: 500, fee: 44, left: 10 },
  { paid: -456, left: 456 },
  { paid: -400, fee: 56, left: 500, before: 3 },
  { paid: 44, fee: 44, left: 5 },
])('what made the pot is the pot, whatever was taken back: %o', (found) => {
  const result = month(found)
  expect(together(intoPot(result))).toBe(BigInt(result.pot.micros))
  const ofPaid = allFlows(result, [], null).filter(({ from }) => from === 'paid')
  expect(together(ofPaid)).toBe(found.paid - (found.fee ?? 0) < 0 ? 0n : BigInt(found.paid))
  expect(intoFee(result).every(({ micros }) => micros > 0n)).toBe(true)
})
