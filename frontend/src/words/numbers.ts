/** Numbers in words. */

const BPS_PER_WHOLE = 10_000

/** A count: "1,234". */
export function count(number: number, language: string): string {
  return new Intl.NumberFormat(language).format(number)
}

/** Basis points as people say them: 1000 is "10%". */
export function percent(bps: number, language: string): string {
  const options = { style: 'percent', maximumFractionDigits: 2 } as const
  return new Intl.NumberFormat(language, options).format(bps / BPS_PER_WHOLE)
}

/** Which form a place in a row takes: "1st", "2nd", "3rd", "4th". */
export function formOfPlace(place: number, language: string): 'one' | 'two' | 'few' | 'other' {
  const form = new Intl.PluralRules(language, { type: 'ordinal' }).select(place)
  return form === 'one' || form === 'two' || form === 'few' ? form : 'other'
}
