import { RECORD_FIELDS } from '@/server/domain/mapping/fields'
import type { FieldOptions, FieldSource, MappedEntity, Mapping } from '@/server/domain/mapping/mapping'
import type { RecordKind } from '@/db/vocabulary'
import type { SniffedColumn } from '@/server/domain/csv/sniff'

/** Changes of a mapping, each giving a new one. `at` counts its records from 0. */

export function setEntity(mapping: Mapping, at: number, change: (entity: MappedEntity) => MappedEntity): Mapping {
  return { ...mapping, rows: mapping.rows.map((row, i) => (i === at ? change(row) : row)) }
}

export const setField = (mapping: Mapping, at: number, field: string, from: FieldSource): Mapping =>
  setEntity(mapping, at, (entity) => ({ ...entity, fields: { ...entity.fields, [field]: from } }))

/** Also forgets that other fields were counted from it. */
export const removeField = (mapping: Mapping, at: number, field: string): Mapping =>
  setEntity(mapping, at, (entity) => ({ ...entity, fields: Object.fromEntries(Object.entries(entity.fields).filter(([name, from]) => name !== field && from.since !== field)) }))

export const removeEntity = (mapping: Mapping, at: number): Mapping => ({ ...mapping, rows: mapping.rows.filter((_, i) => i !== at) })

/** Fields that a record cannot be without, in the order they are asked for. */
const NEEDED: Record<RecordKind, string[]> = {
  customer: ['id'], interaction: ['id', 'customer', 'occurred_at', 'channel', 'touchpoint'], transaction: ['id', 'customer', 'occurred_at', 'amount'],
  issue: ['id', 'customer', 'opened_at', 'resolved_at'], promise: ['id', 'customer', 'made_at', 'due_at', 'text'], response: ['id', 'customer', 'occurred_at', 'survey', 'score'],
  referral: ['id', 'customer', 'occurred_at', 'referred_customer'], customer_value: ['id', 'customer', 'period', 'amount'],
}

/** Another record out of each row, its fields taken from the records there are where they are of the same name. */
export function addEntity(mapping: Mapping, entity: RecordKind): Mapping {
  const known = Object.assign({}, ...mapping.rows.map((row) => row.fields)) as Record<string, FieldSource>
  const fields = Object.fromEntries(NEEDED[entity].map((field): [string, FieldSource] => [field, known[field] ?? known[TWIN[field] ?? ''] ?? { const: '' }]))
  return { ...mapping, rows: [...mapping.rows, { entity, fields }] }
}
/** What goes by another name in another kind of record. */
const TWIN: Record<string, string> = { occurred_at: 'opened_at', opened_at: 'occurred_at', made_at: 'occurred_at', customer: 'anonymous_id' }

export const unfilled = ({ entity, fields }: MappedEntity): string[] => Object.keys(RECORD_FIELDS[entity]).filter((field) => fields[field] === undefined)

/** Options that make sense only for one kind of source go when the source changes. */
export function optionsOf({ values, format, timezone, since }: FieldSource): FieldOptions {
  return { ...(values ? { values } : {}), ...(format === undefined ? {} : { format }), ...(timezone === undefined ? {} : { timezone }), ...(since === undefined ? {} : { since }) }
}

/** A column by its name where it is the only one of that name, else by its number. */
export function columnRef(columns: readonly SniffedColumn[], { name, number }: SniffedColumn): string | number {
  return name !== '' && columns.filter((other) => other.name === name).length === 1 ? name : number
}

export function columnOf(columns: readonly SniffedColumn[], ref: string | number): SniffedColumn | undefined {
  if (typeof ref === 'number') return columns[ref - 1]
  const squeeze = (text: string) => text.trim().replaceAll(/\s+/g, ' ')
  return columns.find((column) => column.name === ref) ?? columns.find((column) => squeeze(column.name) === squeeze(ref)) ?? (/^\d+$/.test(ref) && columns.every((column) => column.name === '') ? columns[Number(ref) - 1] : undefined)
}

/** Whether every column that a mapping names is in this file. */
export function fits(mapping: Mapping, columns: readonly SniffedColumn[]): boolean {
  return mapping.rows.length > 0 && mapping.rows.every((row) =>
    Object.keys(row.where ?? {}).every((name) => columnOf(columns, name)) && Object.values(row.fields).every((from) => !('column' in from) || columnOf(columns, from.column) !== undefined))
}

export const columnLabel = ({ name, number }: SniffedColumn): string => (name === '' ? `Column ${number}` : name)
