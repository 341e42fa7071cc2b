/** Tables as CSV: RFC 4180, in UTF-8. */

const FORMULA = /^[=+\-@\t\r]/

/** A cell. What people wrote is never a formula in a spreadsheet. */
function cell(text: string): string {
  const plain = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

export function csv(rows: string[][]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}
