/** Lengths of time for people. The server writes them in seconds alone: "PT75.25S". */

const SECONDS = /^PT(\d+(?:\.\d+)?)S$/
const MINUTE_SECONDS = 60

function secondsOf(duration: string): number {
  return Number(SECONDS.exec(duration)?.[1] ?? NaN)
}

/** "0.35 sec", "1 min 15 sec": as much of it as anybody wants to know. */
export function duration(text: string, language: string): string {
  const seconds = secondsOf(text)
  const unit = (value: number, name: 'minute' | 'second', digits = 0) =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, maximumFractionDigits: digits }).format(value)
  if (seconds < MINUTE_SECONDS) {
    return unit(seconds, 'second', seconds < 1 ? 3 : 1)
  }
  const whole = Math.round(seconds)
  return `${unit(Math.trunc(whole / MINUTE_SECONDS), 'minute')} ${unit(whole % MINUTE_SECONDS, 'second')}`
}
