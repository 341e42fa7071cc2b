import { afterEach, expect, test } from 'vitest'
import { forgetDrafts, keepDraftsOf } from './draft'
import { forGood, inThisTab } from './kept'

const HERS = ['likewise.draft.post', 'graphiql:tabState', 'graphiql:queries']

function type(): void {
  HERS.forEach((name) => inThisTab.keep(name, 'password: "a rather long sentence"'))
  inThisTab.keep('likewise.place', 'here')
}

const left = () => [...HERS, 'likewise.place'].filter((name) => inThisTab.get(name) !== null)

afterEach(() => [...HERS, 'likewise.place', 'likewise.draft.of'].forEach((name) => inThisTab.keep(name, '')))

test('who signs out leaves nothing that she typed, in the explorer neither', () => {
  type()
  forGood.keep('likewise.language', 'de')
  forgetDrafts()
  expect(left()).toEqual(['likewise.place'])
  expect(forGood.get('likewise.language')).toBe('de')
  forGood.keep('likewise.language', '')
})

test('what she typed stays hers when she comes back, and is gone when another one comes', () => {
  keepDraftsOf('ada')
  type()
  keepDraftsOf('ada')
  expect(left()).toEqual([...HERS, 'likewise.place'])
  keepDraftsOf('bo')
  expect(left()).toEqual(['likewise.place'])
})
