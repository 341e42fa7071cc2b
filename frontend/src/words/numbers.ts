/** Numbers in words. */

/** Which form a place in a row takes: "1st", "2nd", "3rd", "4th". */
export function formOfPlace(place: number, language: string): 'one' | 'two' | 'few' | 'other' {
  const form = new Intl.PluralRules(language, { type: 'ordinal' }).select(place)
  return form === 'one' || form === 'two' || form === 'few' ? form : 'other'
}
