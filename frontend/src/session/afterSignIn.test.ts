import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { nextPath } from './afterSignIn'

beforeEach(() => vi.stubGlobal('window', { location: { origin: 'https://likewise.example' } }))
afterEach(() => vi.unstubAllGlobals())

test('after signing in one goes on to a page of ours', () => {
  expect(nextPath('next=%2F%40bo', '/feed')).toBe('/@bo')
  expect(nextPath('next=%2Fpage%3Furl%3Dhttps%253A%252F%252Fexample.org%252F', '/feed')).toBe(
    '/page?url=https%3A%2F%2Fexample.org%2F',
  )
  expect(nextPath('', '/feed')).toBe('/feed')
})

test.each([
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/..//evil.example',
  'javascript:alert(1)',
  'https://',
])('and never to %j', (next) => {
  expect(nextPath(`next=${encodeURIComponent(next)}`, '/feed')).toBe('/feed')
})
