import type { RecordKind } from '@/db/vocabulary'
import type { SniffedColumn } from '@/server/domain/csv/sniff'
import type { FieldSource, Mapping } from '@/server/domain/mapping/mapping'
import type { Reading } from './field-row'
import { columnOf } from './mend'
import type { PreviewRow } from './use-file'

export type PreviewRecord = PreviewRow['records'][number]

/** The record that the mapping's entity number `at` gave for a row; null where its condition does not hold. */
export function recordOf(row: PreviewRow, mapping: Mapping, at: number): PreviewRecord | null {
  const kind = mapping.rows[at]?.entity
  const nth = mapping.rows.slice(0, at).filter((entity) => entity.entity === kind).length
  return row.records.filter((record) => record.kind === kind)[nth] ?? null
}

const attribute = (field: string) => (field.startsWith('attributes.') ? field.slice('attributes.'.length) : null)

export function valueOf(record: PreviewRecord, field: string): unknown {
  const name = attribute(field)
  if (name === null) return record.fields[field]
  const attributes = record.fields.attributes
  return typeof attributes === 'object' && attributes !== null ? (attributes as Record<string, unknown>)[name] : undefined
}

export const faultOf = (record: PreviewRecord, field: string): string | null => record.faults.find((fault) => fault.field === field)?.reason ?? null

/** What the cell itself says, where the record could not be read. */
export function cellOf(row: PreviewRow, from: FieldSource | undefined, columns: readonly SniffedColumn[]): string | undefined {
  if (!from || !('column' in from)) return from && 'const' in from ? String(from.const) : undefined
  const column = columnOf(columns, from.column)
  return column ? row.cells[column.number - 1] : undefined
}

/** What one field of one entity gives for the row shown, and in how many of the rows it cannot be read. */
export function readingOf(rows: readonly PreviewRow[], shown: number, mapping: Mapping, at: number, field: string, columns: readonly SniffedColumn[]): Reading {
  const row = rows[shown]
  if (!row) return null
  const bad = rows.filter((one) => { const record = recordOf(one, mapping, at); return record !== null && faultOf(record, field) !== null }).length
  const record = recordOf(row, mapping, at)
  if (!record) return null
  const value = valueOf(record, field)
  return { value: value === undefined && record.faults.length > 0 ? cellOf(row, mapping.rows[at]?.fields[field], columns) : value, fault: faultOf(record, field), bad }
}

export type KindCounts = Partial<Record<RecordKind, number>>
