import { expect, test } from 'vitest'
import { monthName, runningMonth, when } from './dates'

const NOW = new Date('2026-11-23T12:00:00Z')

test.each([
  ['2026-11-23T11:59:31Z', 'now'],
  ['2026-11-23T11:55:00Z', '5 minutes ago'],
  ['2026-11-23T09:00:00Z', '3 hours ago'],
  ['2026-11-22T11:00:00Z', 'yesterday'],
  ['2026-11-01T12:00:00Z', 'Nov 1, 2026'],
])('%s is "%s"', (moment, words) => {
  expect(when(moment, 'en', NOW)).toBe(words)
})

test('a month is that of UTC, wherever one is', () => {
  expect(monthName('2026-10', 'de')).toBe('Oktober 2026')
  expect(runningMonth(new Date('2026-10-31T23:59:59.999Z'))).toBe('2026-10')
  expect(runningMonth(new Date('2026-11-01T00:00:00Z'))).toBe('2026-11')
})
