/** Bank accounts as people write them: ISO 13616. */

const FORM = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/

/** In groups of four, as on a bank card. */
export function inGroups(text: string): string {
  const letters = text.toUpperCase().replace(/[^A-Z0-9]/g, '')
  return (letters.match(/.{1,4}/g) ?? []).join(' ')
}

/** What was typed so far, in groups if it was added or taken away at the end: the caret stays. */
export function asTyped(typed: string, before: string): string {
  return typed.startsWith(before.slice(0, -1)) ? inGroups(typed) : typed
}

/** Whether the check digits fit: no letter is mistyped, and no two are swapped. */
export function isIban(text: string): boolean {
  const letters = text.toUpperCase().replace(/\s/g, '')
  if (!FORM.test(letters)) {
    return false
  }
  const digits = [...letters.slice(4), ...letters.slice(0, 4)].map((each) => parseInt(each, 36)).join('')
  return BigInt(digits) % 97n === 1n
}
