/**
 * Cells that a spreadsheet would run as a formula are defused with a leading apostrophe (OWASP: CSV injection).
 * Plain numbers are left alone, so that "-12.50" stays a number. `restore` is exact: restore(defuse(x)) = x for every x.
 */
const RISKY = /^'*[=+\-@\t\r\n]/
const DEFUSED = /^''*[=+\-@\t\r\n]/
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

/** The cell with a leading apostrophe if a spreadsheet could run it. */
export const defuse = (cell: string): string => (RISKY.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell)

/** Takes back what `defuse` did. */
export const restore = (cell: string): string => (DEFUSED.test(cell) ? cell.slice(1) : cell)

/** One cell as CSV text: defused, and quoted where the comma dialect needs it. */
export function csvCell(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return ''
  const text = typeof value === 'string' ? defuse(value) : String(value)
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** One row with its line break (CRLF, as RFC 4180 has it). */
export const csvRow = (cells: readonly (string | number | boolean | null | undefined)[]): string =>
  `${cells.map(csvCell).join(',')}\r\n`
