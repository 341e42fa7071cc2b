/** Money as people type it in their language. Digits stay digits: never a float. */

import { decimal } from './money'

const MICRO_DIGITS = 6
const MOST_WHOLE_DIGITS = 12

interface Marks {
  group: string
  point: string
}

function marksOf(language: string): Marks {
  const parts = new Intl.NumberFormat(language, { useGrouping: true }).formatToParts(1234567.5)
  const find = (type: string) => parts.find((each) => each.type === type)?.value ?? ''
  return { group: find('group'), point: find('decimal') }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/**
 * The micros of an amount as it was typed: "1,234.50" in English, "1.234,50" in German. Null if it
 * is none: a group mark stands before three digits or it is no group mark, so that "12.50" typed in
 * German is not taken for 1250.
 */
export function microsTyped(text: string, language: string): bigint | null {
  const { group, point } = marksOf(language)
  const digits = text.replace(/[\s\p{Sc}]/gu, '')
  const whole = `\\d{1,3}(?:${escaped(group)}\\d{3})+|\\d+`
  const form = new RegExp(`^(${whole})?(?:${escaped(point)}(\\d{0,${MICRO_DIGITS}}))?$`, 'u')
  const found = form.exec(digits)
  const units = (found?.[1] ?? '').replaceAll(group, '')
  const rest = found?.[2] ?? ''
  if (!found || !(units || rest) || units.length > MOST_WHOLE_DIGITS) {
    return null
  }
  return BigInt(units + rest.padEnd(MICRO_DIGITS, '0'))
}

/** Micros as they would be typed, in units: "25.00". */
export function asTyped(micros: bigint, language: string): string {
  const options = { useGrouping: false, minimumFractionDigits: 2, maximumFractionDigits: MICRO_DIGITS }
  return new Intl.NumberFormat(language, options).format(decimal(micros))
}
