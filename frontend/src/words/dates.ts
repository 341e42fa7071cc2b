/** Moments and months for people. */

const MINUTE_SECONDS = 60
const HOUR_SECONDS = 60 * MINUTE_SECONDS
const DAY_SECONDS = 24 * HOUR_SECONDS
const RECENT_SECONDS = 7 * DAY_SECONDS

/** "5 minutes ago" within the last week, else the day. */
export function when(moment: string, language: string, now: Date = new Date()): string {
  const seconds = Math.round((new Date(moment).getTime() - now.getTime()) / 1000)
  const size = Math.abs(seconds)
  if (size > RECENT_SECONDS) {
    return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(new Date(moment))
  }
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  if (size < MINUTE_SECONDS) {
    return words.format(0, 'second')
  }
  if (size < HOUR_SECONDS) {
    return words.format(Math.trunc(seconds / MINUTE_SECONDS), 'minute')
  }
  return size < DAY_SECONDS
    ? words.format(Math.trunc(seconds / HOUR_SECONDS), 'hour')
    : words.format(Math.trunc(seconds / DAY_SECONDS), 'day')
}

/** The moment in full: for a title. */
export function inFull(moment: string, language: string): string {
  const options = { dateStyle: 'full', timeStyle: 'short' } as const
  return new Intl.DateTimeFormat(language, options).format(new Date(moment))
}

/** The moment in short, day and time: "Nov 23, 2026, 9:05 AM". */
export function dayAndTime(moment: string, language: string): string {
  const options = { dateStyle: 'medium', timeStyle: 'short' } as const
  return new Intl.DateTimeFormat(language, options).format(new Date(moment))
}

/** A month as "November 2026". Months are UTC's. */
export function monthName(month: string, language: string): string {
  return inWords(month, language, { month: 'long', year: 'numeric' })
}

/** A month without its year, as "Nov". */
export function shortMonthName(month: string, language: string): string {
  return inWords(month, language, { month: 'short' })
}

function inWords(month: string, language: string, options: Intl.DateTimeFormatOptions): string {
  const format = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' })
  return format.format(new Date(`${month}-01T00:00:00Z`))
}

/** The month that runs now, as "2026-11". */
export function runningMonth(now: Date = new Date()): string {
  return now.toISOString().slice(0, 7)
}

/** The month after one, as "2026-12". */
export function monthAfter(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7)
}
