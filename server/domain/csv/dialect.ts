/** How a text file lays out its table. */
export const DELIMITERS = [',', ';', '\t', '|', 'whitespace'] as const
/** `latin-1` means Windows-1252, its superset, as every browser reads it. */
export const ENCODINGS = ['utf-8', 'latin-1', 'utf-16le', 'utf-16be'] as const

export type Delimiter = (typeof DELIMITERS)[number]
export type Encoding = (typeof ENCODINGS)[number]

export interface Dialect {
  /** `whitespace`: runs of blanks and tabs, leading ones ignored. */
  delimiter: Delimiter
  /** The first row names the columns. */
  header: boolean
  /** Doubled within a quoted cell. null: quotes are ordinary characters. */
  quote: string | null
  encoding: Encoding
}

/** Stated in every error that mentions them; characters, of which ASCII needs one byte each. */
export const MAX_CELL = 1_000_000
export const MAX_ROW = 10_000_000

/** The columns that a file of refused rows carries before the sender's own. */
export const REJECT_COLUMNS = ['_reason', '_source', '_row'] as const

/**
 * The dialect of a file of refused rows that comes back mended, told by its first line; null for any other file.
 * It wins over the mapping's own dialect, which describes the file the rows first came from.
 * A spreadsheet may have saved it with semicolons or tabs.
 */
export function rejectsDialect(firstLine: string): Pick<Dialect, 'delimiter' | 'header' | 'quote'> | null {
  for (const delimiter of [',', ';', '\t'] as const) {
    const names = firstLine.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, '$1'))
    if (names.includes('_source') && names.includes('_row')) return { delimiter, header: true, quote: '"' }
  }
  return null
}
