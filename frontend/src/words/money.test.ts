import { expect, test } from 'vitest'
import { about, atAGlance, decimal, exact, inCents, shareOf } from './money'

const usd = (micros: bigint) => ({ micros: String(micros), currency: 'USD' })
const plain = (text: string) => text.replaceAll('\u00a0', ' ')

test.each([
  [0n, '0.000000'],
  [1n, '0.000001'],
  [-1n, '-0.000001'],
  [-1_250_000n, '-1.250000'],
  [9_223_372_036_854_775_807n, '9223372036854.775807'],
])('%s micros are %s units', (micros, units) => {
  expect(decimal(micros)).toBe(units)
})

test('cents are cut, so that nobody is shown more than there is', () => {
  expect(inCents(usd(1_999_999n), 'en')).toBe('$1.99')
  expect(inCents(usd(-1_999_999n), 'en')).toBe('-$1.99')
  expect(plain(inCents(usd(1_999_999n), 'de'))).toBe('1,99 $')
})

test('every micro of any amount is shown, also where a float would have lost it', () => {
  expect(exact(usd(312_500n), 'en')).toBe('$0.3125')
  expect(exact(usd(9_223_372_036_854_775_807n), 'en')).toBe('$9,223,372,036,854.775807')
})

test('below a cent four digits are shown, and nothing is nothing', () => {
  expect(about(usd(1_987n), 'en')).toBe('$0.0019')
  expect(about(usd(10_000n), 'en')).toBe('$0.01')
  expect(about(usd(0n), 'en')).toBe('$0.00')
})

test.each([
  ['en', 25_000_000_000_000n, '25 million US dollars', '$25M'],
  ['de', 25_000_000_000_000n, '25 Millionen US-Dollar', '25 Mio. $'],
  ['en', 1_319_999_999_999n, '1.31 million US dollars', '$1.31M'],
  ['en', 999_999_990_000n, '$999,999', '$999,999'],
  ['en', 999_990_000n, '$999.99', '$999.99'],
] as const)('in %s %s micros are %s at a glance', (language, micros, name, symbol) => {
  expect(plain(atAGlance(usd(micros), language, 'name'))).toBe(name)
  expect(plain(atAGlance(usd(micros), language))).toBe(symbol)
})

test('a share is the whole micros of an equal part, and of no likes nothing', () => {
  expect(shareOf(usd(5_000_000n), 16)).toEqual(usd(312_500n))
  expect(shareOf(usd(10n), 3)).toEqual(usd(3n))
  expect(shareOf(usd(10n), 0)).toEqual(usd(0n))
})
