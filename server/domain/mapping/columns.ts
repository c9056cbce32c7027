import { REJECT_COLUMNS } from '../csv/dialect'

/** Finds the columns that a mapping names, in the header (or without one) of the file at hand. */
export interface Columns {
  /** Index into a row's cells, or a fault that lists what there is. */
  find(column: string | number): { ok: true; index: number; label: string } | { ok: false; reason: string }
  /** Present in a file of refused rows that comes back: where its `_source` and `_row` are. */
  rejects: { source: number; row: number } | null
}

const squeeze = (name: string): string => name.trim().replaceAll(/\s+/g, ' ')

/**
 * Names match exactly, or else but for runs of blanks. Numbers count the sender's own columns from 1, so that the same
 * mapping reads a file and its refused rows. `width`: cells per row, for files without a header.
 */
export function columnsOf(header: readonly string[] | null, width?: number): Columns {
  const own = (header ?? []).flatMap((name, index) => ((REJECT_COLUMNS as readonly string[]).includes(name) ? [] : [{ name, index }]))
  const mended = header !== null && header.includes('_source') && header.includes('_row')
  return {
    rejects: mended ? { source: header.indexOf('_source'), row: header.indexOf('_row') } : null,
    find(column) {
      if (typeof column === 'number' || (header === null && /^[1-9]\d*$/.test(column))) {
        const number = Number(column)
        const count = header === null ? width : own.length
        if (count !== undefined && number > count) return { ok: false, reason: `there is no column ${number}: the file has ${count}` }
        return { ok: true, index: header === null ? number - 1 : (own[number - 1]?.index ?? 0), label: own[number - 1]?.name || String(number) }
      }
      if (header === null) return { ok: false, reason: `there is no column "${column}": the file has no header, name columns by number` }
      // A file of refused rows of a file without header names its columns 1, 2, 3.
      const exact = own.filter(({ name }) => name === column)
      const found = exact.length > 0 ? exact : own.filter(({ name }) => squeeze(name) === squeeze(column))
      if (found.length > 1) return { ok: false, reason: `the file has ${found.length} columns "${column}": name one by its number` }
      if (found[0]) return { ok: true, index: found[0].index, label: found[0].name }
      return { ok: false, reason: `there is no column "${column}"; the file has ${own.map(({ name }) => `"${name}"`).join(', ')}` }
    },
  }
}
