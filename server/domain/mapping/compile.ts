import type { RecordKind } from '@/db/vocabulary'
import { restore } from '../csv/cell'
import { columnsOf, type Columns } from './columns'
import { attributeName, fieldType, namesCustomer, type FieldType } from './fields'
import type { FieldSource, MappedEntity, Mapping, SpanUnit } from './mapping'
import { readNumber } from './number'
import { after, Unreadable, valueReader, type FieldValue, type ReadContext, type ValueReader } from './read-field'

/** One record in the sender's words, ready for the schemas of records. */
export interface RawRecord {
  kind: RecordKind
  source: string
  raw: Record<string, unknown>
}

/** A field that could not be read; its record was left out, the row's other records were not. */
export interface FieldFault {
  kind: RecordKind
  field: string
  /** Name or number of the column; null for what comes from no column. */
  column: string | null
  reason: string
}

export interface ReadRow {
  /** The row's own, or those that a mended refused row brings along: what to write beside it if it is refused again. */
  source: string
  row: number
  records: RawRecord[]
  faults: FieldFault[]
}

export type RowReader = (cells: readonly string[], row: number) => ReadRow
export type CompiledMapping = { ok: true; read: RowReader; source: string } | { ok: false; errors: string[] }

export interface CompileOptions {
  organisationZone: string
  /** Of the file's bytes (hex): the source of rows that have no id but their number. */
  fileHash: string
  /** Cells per row, where there is no header. */
  width?: number
  times?: 'iso' | 'epoch'
}

type Shared = Map<string, ValueReader | Unreadable>

interface Place {
  source: string
  row: number
}
type Reader = (cells: readonly string[], at: Place) => FieldValue | undefined | Unreadable
interface Field {
  name: string
  attribute: string | null
  column: string | null
  read: Reader
}

/**
 * Compiles a (checked) mapping for a file with this header into one function per row.
 * Errors name the column or format that does not exist; a field of a row that cannot be read becomes a fault instead.
 */
export function compileMapping(mapping: Mapping, header: readonly string[] | null, options: CompileOptions): CompiledMapping {
  const columns = columnsOf(header, options.width)
  const errors: string[] = []
  const shared: Shared = new Map()
  const context: ReadContext = { zone: mapping.timezone ?? options.organisationZone, times: options.times ?? 'iso' }
  const entities = mapping.rows.map((row, i) => compileEntity(row, columns, context, shared, (reason) => errors.push(`rows[${i}] ${reason}`)))
  if (errors.length > 0) return { ok: false, errors: [...new Set(errors)] }

  const numbered = mapping.rows.some((row) => Object.values(row.fields).some((from) => 'row' in from))
  const source = mapping.source ?? (numbered ? options.fileHash : 'default')
  const { rejects } = columns
  const read: RowReader = (given, number) => {
    const cells = rejects ? given.map(restore) : given
    const row: ReadRow = { source, row: number, records: [], faults: [] }
    if (rejects) {
      const was = Number(cells[rejects.row])
      if (!Number.isSafeInteger(was) || was < 1) {
        const kind = mapping.rows[0]?.entity ?? 'interaction'
        return { ...row, faults: [{ kind, field: '_row', column: '_row', reason: `"${cells[rejects.row] ?? ''}" is not the number of a row` }] }
      }
      row.row = was
      row.source = cells[rejects.source]?.trim() || source
    }
    for (const entity of entities) entity(cells, row)
    return row
  }
  return { ok: true, read, source }
}

type EntityReader = (cells: readonly string[], row: ReadRow) => void

function compileEntity({ entity: kind, where = {}, fields }: MappedEntity, columns: Columns, context: ReadContext, shared: Shared, complain: (reason: string) => void): EntityReader {
  const conditions = Object.entries(where).flatMap(([column, wanted]) => {
    const found = columns.find(column)
    if (!found.ok) complain(`where: ${found.reason}`)
    return found.ok ? [{ index: found.index, values: new Set((Array.isArray(wanted) ? wanted : [wanted]).map((value) => String(value).trim())) }] : []
  })
  const compiled = Object.keys(fields).map((name): Field => {
    const read = compileField(kind, name, fields, columns, context, shared)
    if (typeof read === 'string') complain(`${kind}.${name}: ${read}`)
    return { name, attribute: attributeName(name), column: labelOf(fields[name], columns), read: typeof read === 'string' ? () => undefined : read }
  })
  return (cells, row) => {
    for (const { index, values } of conditions) if (!values.has((cells[index] ?? '').trim())) return
    const raw: Record<string, unknown> = {}
    let attributes: Record<string, unknown> | null = null
    let good = true
    for (const field of compiled) {
      const value = field.read(cells, row)
      if (value === undefined) continue
      if (value instanceof Unreadable) {
        good = false
        row.faults.push({ kind, field: field.name, column: field.column, reason: value.reason })
      } else if (field.attribute === null) raw[field.name] = value
      else (attributes ??= {})[field.attribute] = value
    }
    if (!good) return
    if (attributes !== null) raw.attributes = attributes
    row.records.push({ kind, source: row.source, raw })
  }
}

/** Entities that read a column alike share the reader, and with it the time it read last. */
function sharedReader(type: FieldType | 'attribute', from: FieldSource, context: ReadContext, shared: Shared): ValueReader | Unreadable {
  const key = JSON.stringify([type, from, context])
  const reader = shared.get(key) ?? valueReader(type, from, context)
  shared.set(key, reader)
  return reader
}

/** The reader of one field, or why there can be none. */
function compileField(kind: RecordKind, name: string, fields: Record<string, FieldSource>, columns: Columns, context: ReadContext, shared: Shared): Reader | string {
  const from = fields[name]
  const type = fieldType(kind, name)
  if (!from || type === null) return `"${name}" is not a field of ${kind}`
  if (from.since !== undefined) return compileSpan(kind, from, from.since, fields, columns, context, shared)
  const value = sharedReader(type, from, context, shared)
  if (value instanceof Unreadable) return value.reason
  if ('row' in from) {
    const prefixed = namesCustomer(kind, name)
    return (_, at) => (prefixed ? `${at.source}:${at.row}` : String(at.row))
  }
  if ('const' in from) {
    if (type === 'attribute' && from.format === undefined && typeof from.const !== 'string') {
      const constant = from.const
      return () => constant
    }
    const text = String(from.const).trim()
    const constant = text === '' ? undefined : value(text)
    return constant instanceof Unreadable ? constant.reason : () => constant
  }
  const found = columns.find(from.column)
  if (!found.ok) return found.reason
  const { index } = found
  return (cells) => {
    const text = (cells[index] ?? '').trim()
    return text === '' ? undefined : value(text)
  }
}

function compileSpan(kind: RecordKind, from: FieldSource, since: string, fields: Record<string, FieldSource>, columns: Columns, context: ReadContext, shared: Shared): Reader | string {
  const start = compileField(kind, since, fields, columns, { ...context, times: 'epoch' }, shared)
  if (typeof start === 'string') return start
  if (!('column' in from)) return 'a length of time comes from a column'
  const found = columns.find(from.column)
  if (!found.ok) return found.reason
  const zone = fields[since]?.timezone ?? context.zone
  return (cells, at) => {
    const text = (cells[found.index] ?? '').trim()
    if (text === '') return undefined
    const begin = start(cells, at)
    const length = readNumber(text)
    if (!length.ok) return new Unreadable(length.reason)
    if (length.value < 0) return new Unreadable(`"${text}" is not a length of time`)
    if (typeof begin !== 'number') return new Unreadable(`${since} cannot be read, from which it counts`)
    const end = after(begin, length.value, from.format as SpanUnit, zone)
    if (end === null) return new Unreadable(`"${text}" ${from.format} after ${since} is later than the year 2200`)
    return context.times === 'iso' ? new Date(end).toISOString() : end
  }
}

function labelOf(from: FieldSource | undefined, columns: Columns): string | null {
  if (!from || !('column' in from)) return null
  const found = columns.find(from.column)
  return found.ok ? found.label : String(from.column)
}
