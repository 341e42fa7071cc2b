import { expect, test } from 'vitest'
import { formOfPlace } from './numbers'

test('places have the endings of their language', () => {
  const places = [1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 111]
  expect(places.map((place) => formOfPlace(place, 'en')).join(' ')).toBe(
    'one two few other other other other one two few other',
  )
  expect(places.every((place) => formOfPlace(place, 'de') === 'other')).toBe(true)
})
