import { expect, test } from 'vitest'

type Texts = Record<string, string>
interface Area {
  messages: { en: Texts; de: Texts }
}

const modules = import.meta.glob<Record<string, unknown>>('./*.{ts,tsx}', { eager: true })
const areas = Object.entries(modules).flatMap(([file, found]) =>
  Object.values(found).flatMap((each) =>
    typeof each === 'function' && 'messages' in each
      ? [[file, (each as unknown as Area).messages] as const]
      : [],
  ),
)

const slotsOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()

test('every area of the app has words', () => {
  expect(areas.map(([file]) => file)).toEqual(expect.arrayContaining(['./words.tsx', './console.ts']))
})

test.each(areas)('%s says the same in English and in German', (_, { en, de }) => {
  expect(Object.keys(de).sort()).toEqual(Object.keys(en).sort())
  for (const [name, text] of Object.entries(en)) {
    // "Once" needs no number.
    const told = new Set([...slotsOf(text), ...(name.endsWith('_one') ? ['count'] : [])])
    const said = slotsOf(de[name] ?? '')
    expect(said.filter((slot) => !told.has(slot)), `${name} in German`).toEqual([])
    if (!name.endsWith('_one')) {
      expect(said, `${name} in German`).toEqual(slotsOf(text))
    }
  }
})

test.each(areas)('%s has both forms of what is counted, and says nothing empty', (_, { en, de }) => {
  const names = Object.keys(en)
  for (const name of names.filter((each) => each.endsWith('_one'))) {
    expect(names).toContain(name.replace(/_one$/, '_other'))
  }
  for (const text of [...Object.values(en), ...Object.values(de)]) {
    expect(text.trim()).toBe(text)
    expect(text).not.toBe('')
  }
})
