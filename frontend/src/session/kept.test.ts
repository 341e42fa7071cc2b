import { afterEach, expect, test, vi } from 'vitest'
import { inThisTab } from './kept'

afterEach(() => {
  inThisTab.keep('draft', '')
  vi.unstubAllGlobals()
})

test('what was kept is found again, and the empty text is none', () => {
  const found = new Map<string, string>()
  vi.stubGlobal('sessionStorage', {
    getItem: (name: string) => found.get(name) ?? null,
    setItem: (name: string, text: string) => found.set(name, text),
    removeItem: (name: string) => found.delete(name),
  })
  inThisTab.keep('draft', 'half a sentence')
  expect(inThisTab.get('draft')).toBe('half a sentence')
  inThisTab.keep('draft', '')
  expect(inThisTab.get('draft')).toBeNull()
  expect(found.size).toBe(0)
})

test('where the browser may keep nothing, it is kept until the page is left', () => {
  vi.stubGlobal('sessionStorage', {
    getItem: () => null,
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError')
    },
    removeItem: () => undefined,
  })
  inThisTab.keep('draft', 'half a sentence')
  expect(inThisTab.get('draft')).toBe('half a sentence')
  inThisTab.keep('draft', '')
  expect(inThisTab.get('draft')).toBeNull()
})
