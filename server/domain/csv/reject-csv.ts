import { csvRow } from './cell'
import { REJECT_COLUMNS } from './dialect'

/** A refused row, with what it takes to send it again as the same row of the same source. */
export interface Reject {
  /** Every reason, each naming its column. */
  reasons: readonly string[]
  source: string
  row: number
  cells: readonly string[]
}

/**
 * The first line of a file of refused rows. The reason comes first: that is what somebody opens the file for, and
 * a row with too many cells then cannot push it out of its column. A file without header gets its column numbers.
 */
export function rejectHeader(header: readonly string[] | null, width: number): string {
  const names = header ?? Array.from({ length: width }, (_, i) => String(i + 1))
  return csvRow([...REJECT_COLUMNS, ...names.filter((name) => !isRejectColumn(name))])
}

/** `header`: that of the file the row came from, which may itself be a file of refused rows. */
export function rejectRow(reject: Reject, header: readonly string[] | null): string {
  const own = header === null ? reject.cells : reject.cells.filter((_, i) => !isRejectColumn(header[i] ?? ''))
  return csvRow([reject.reasons.join('; '), reject.source, reject.row, ...own])
}

export const isRejectColumn = (name: string): boolean => (REJECT_COLUMNS as readonly string[]).includes(name)
