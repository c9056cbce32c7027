import type { RecordKind } from '@/db/vocabulary'
import type { FieldFault } from '@/server/domain/mapping/compile'
import type { Mapping } from '@/server/domain/mapping/mapping'
import type { FaultPlace } from '@/server/errors'

/** A row that was refused, or of which a record was, as it is kept. */
export type Refused = { row: number; cells: string[]; reasons: string[]; /** Records refused: a row may give several. */ records: number }

/** Reasons kept per row, and characters of a row; a row beyond cannot be mended from the download anyway. */
const REASONS = 20
const CHARACTERS = 1_000_000

/** How a fault found while reading is told: the field, and the column it came from. */
export const reasonOfFault = ({ kind, field, column, reason }: FieldFault): string => `${kind}.${field}${column === null ? '' : ` (column ${column})`}: ${reason}`

/** How a fault found while recording is told. */
export function reasonOfPlace(mapping: Mapping, kind: RecordKind, { field, reason }: FaultPlace): string {
  const from = mapping.rows.find((row) => row.entity === kind)?.fields[field]
  const column = from && 'column' in from ? ` (column ${from.column})` : ''
  return field === '' ? `${kind}: ${reason}` : `${kind}.${field}${column}: ${reason}`
}

/** Records that the faults of one row cost: those of one kind with the same field are different records. */
export function recordsOf(faults: readonly FieldFault[]): number {
  const times = new Map<RecordKind, Map<string, number>>()
  for (const { kind, field } of faults) {
    const fields = times.get(kind) ?? new Map<string, number>()
    fields.set(field, (fields.get(field) ?? 0) + 1)
    times.set(kind, fields)
  }
  return [...times.values()].reduce((sum, fields) => sum + Math.max(...fields.values()), 0)
}

/** What the database can keep of a refused row: no NUL, no half characters, and not without end. */
export function keepable({ row, cells, reasons }: Refused): { row: number; cells: string[]; reason: string } {
  const clean = (text: string) => text.replaceAll('\0', '\uFFFD').replaceAll(/\p{Surrogate}/gu, '\uFFFD')
  let left = CHARACTERS
  const kept: string[] = []
  for (const cell of cells) {
    if (left <= 0) break
    kept.push(clean(cell.slice(0, left)))
    left -= cell.length
  }
  const cut = left < 0 ? ['the row is kept in part only: it is too long'] : []
  return { row, cells: kept, reason: clean([...reasons.slice(0, REASONS), ...cut].join('; ')).slice(0, 10_000) }
}
