/** Money for people. Micros are whole numbers of any size: a bigint, never a float. */

export interface Money {
  micros: string
  currency: string
}

const MICROS_PER_UNIT = 1_000_000n
const THOUSAND_UNITS = 1000n * MICROS_PER_UNIT
const MILLION_UNITS = 1000n * THOUSAND_UNITS
const MICROS_PER_CENT = 10_000n
const MICRO_DIGITS = 6

/** Micros as a decimal string of units: -1250000n is "-1.250000". */
export function decimal(micros: bigint): Intl.StringNumericLiteral {
  const size = micros < 0n ? -micros : micros
  const units = size / MICROS_PER_UNIT
  const rest = (size % MICROS_PER_UNIT).toString().padStart(MICRO_DIGITS, '0')
  return `${micros < 0n ? '-' : ''}${units}.${rest}` as Intl.StringNumericLiteral
}

/** Whole cents, cut and not rounded: nobody is shown more than there is. */
export function inCents(money: Money, language: string): string {
  return format(BigInt(money.micros), money.currency, language, 2, 2)
}

/** Every micro: "$0.3125". */
export function exact(money: Money, language: string): string {
  return format(BigInt(money.micros), money.currency, language, 2, MICRO_DIGITS)
}

/** Every micro of a change: "+$0.3125". */
export function signed(money: Money, language: string): string {
  const text = exact(money, language)
  return BigInt(money.micros) > 0n ? `+${text}` : text
}

/** To be read at a glance: cents, or four digits below a cent. */
export function about(money: Money, language: string): string {
  const micros = BigInt(money.micros)
  const isSmall = micros > 0n && micros < MICROS_PER_CENT
  return format(micros, money.currency, language, 2, isSmall ? 4 : 2)
}

/** A sum that may be huge, three digits from a million on: "$25M", by name "25 million US dollars". */
export function atAGlance(
  money: Money,
  language: string,
  currencyDisplay: 'symbol' | 'name' = 'symbol',
): string {
  const micros = BigInt(money.micros)
  if (micros < MILLION_UNITS) {
    return micros < THOUSAND_UNITS
      ? about(money, language)
      : format(micros, money.currency, language, 0, 0)
  }
  const options = {
    currencyDisplay,
    style: 'currency',
    currency: money.currency,
    notation: 'compact',
    compactDisplay: 'long',
    minimumFractionDigits: 0,
    maximumSignificantDigits: 3,
    roundingMode: 'trunc',
  }
  return new Intl.NumberFormat(language, options as Intl.NumberFormatOptions).format(decimal(micros))
}

function format(
  micros: bigint,
  currency: string,
  language: string,
  fewest: number,
  most: number,
): string {
  const options = {
    style: 'currency',
    currency,
    minimumFractionDigits: fewest,
    maximumFractionDigits: most,
    roundingMode: 'trunc',
  }
  return new Intl.NumberFormat(language, options as Intl.NumberFormatOptions).format(decimal(micros))
}

/** What each of so many likes gives of a pot, as rules say: whole micros. */
export function shareOf({ micros, currency }: Money, likeCount: number): Money {
  const share = likeCount > 0 ? BigInt(micros) / BigInt(likeCount) : 0n
  return { micros: String(share), currency }
}
