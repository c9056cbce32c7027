import type { RecordKind } from '@/db/vocabulary'
import type { Dialect } from '../csv/dialect'

export type Scalar = string | number | boolean

/** Units of a length of time that counts from another field. */
export const SPAN_UNITS = ['days', 'hours', 'minutes', 'seconds'] as const
export type SpanUnit = (typeof SPAN_UNITS)[number]

export interface FieldOptions {
  /** Cell → value, before anything else; null = absent. What is not listed passes. */
  values?: Record<string, Scalar | null>
  /** Of a time (see domain/time), a number (see number.ts), or with `since` a unit. */
  format?: string
  /** For times without offset; else the mapping's, else the organisation's. */
  timezone?: string
  /**
   * The column holds a length of time from another time field of this record ("days_to_close" since "opened_at").
   * Files often say how long something took and not when it ended.
   */
  since?: string
}

/** Where a field's value comes from. Columns by name, or by 1-based number. `row`: the number of the row. */
export type FieldSource = FieldOptions & ({ column: string | number } | { const: Scalar } | { row: true })

export interface MappedEntity {
  entity: RecordKind
  /** Column → the value, or one of the values, that a row must have. */
  where?: Record<string, Scalar | Scalar[]>
  fields: Record<string, FieldSource>
}

/** How the rows of a file become records (INTERFACES §2, Imports). */
export interface Mapping {
  source?: string
  mode?: 'record' | 'replace'
  timezone?: string
  dialect?: Partial<Dialect>
  rows: MappedEntity[]
}

/** What the mapping says of the file's layout; a mapping that names columns says that there is a header. */
export function dialectOf(mapping: Mapping): Partial<Dialect> {
  const { dialect = {} } = mapping
  if (dialect.header !== undefined) return dialect
  const named = mapping.rows.some((row) => Object.values(row.fields).some((from) => 'column' in from && typeof from.column === 'string'))
  return named ? { ...dialect, header: true } : dialect
}
