import { DIRECTIONS, FORMS, INITIATIVES, RESULTS, RESULT_SOURCES, type RecordKind } from '@/db/vocabulary'
import type { InteractionRecord, TransactionRecord } from './records'

/**
 * Whether a record is valid exactly as it was sent, so that reading it by its schema would return the same again: seven
 * millionths of a second saved on each of the two kinds that come by the million. Anything in doubt, a number for an id
 * as well as a fault, is left to the schema (./records), which alone knows reasons. A test holds the two together.
 */
export function isPlain(kind: RecordKind, raw: unknown): raw is InteractionRecord & TransactionRecord {
  const of = kind === 'interaction' ? INTERACTION : kind === 'transaction' ? TRANSACTION : null
  if (of === null || typeof raw !== 'object' || raw === null || Object.getPrototypeOf(raw) !== Object.prototype) return false
  const record = raw as Record<string, unknown>
  let required = 0
  for (const key in record) {
    const field = of.get(key)
    if (field === undefined) return false
    const value = record[key]
    if (value === null || value === undefined) {
      if (field.required) return false
    } else if (!field.holds(value)) return false
    else if (field.required) required++
  }
  return required === (kind === 'interaction' ? 1 : 3)
}

type Field = { required: boolean; holds: (value: unknown) => boolean }

/** No NUL, and nothing that could be half a character; a whole one above U+FFFF is the schema's to judge. */
function storable(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit === 0 || (unit >= 0xd800 && unit <= 0xdfff)) return false
  }
  return true
}

const text = (most: number) => (value: unknown) => typeof value === 'string' && value.length <= most && storable(value)
const id = (value: unknown) => typeof value === 'string' && value.length > 0 && value.length <= 200 && storable(value) && value.trim().length === value.length
const time = (value: unknown) => typeof value === 'string' && value.length > 0 && value.length <= 40
const money = (value: unknown) => (typeof value === 'number' ? Number.isFinite(value) : typeof value === 'string' && value.length <= 40)
const number = (least: number, most: number) => (value: unknown) => typeof value === 'number' && value >= least && value <= most
const whole = (least: number, most: number) => (value: unknown) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most
const oneOf = (words: readonly string[]) => {
  const known = new Set<unknown>(words)
  return (value: unknown) => known.has(value)
}
function attributes(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return false
  let entries = 0
  let size = 0
  for (const [key, entry] of Object.entries(value)) {
    if (++entries > 50 || key === '' || key === '__proto__' || key.length > 200 || !storable(key)) return false
    if (typeof entry === 'string' ? !storable(entry) : typeof entry === 'number' ? !Number.isFinite(entry) : entry !== null && typeof entry !== 'boolean') return false
    size += key.length + (typeof entry === 'string' ? entry.length : 8)
  }
  return size <= 10_000
}

const optional = (fields: Record<string, Field['holds']>): [string, Field][] => Object.entries(fields).map(([name, holds]) => [name, { required: false, holds }])
const required = (fields: Record<string, Field['holds']>): [string, Field][] => Object.entries(fields).map(([name, holds]) => [name, { required: true, holds }])

const INTERACTION = new Map([
  ...required({ occurred_at: time }),
  ...optional({
    id, attributes, customer: id, anonymous_id: id, channel: text(200), touchpoint: text(200), form: oneOf(FORMS), direction: oneOf(DIRECTIONS), initiative: oneOf(INITIATIVES), mood: whole(-2, 2),
    impression: whole(-2, 2), result: oneOf(RESULTS), result_source: oneOf(RESULT_SOURCES), issue: id, duration_s: number(0, 1e9), cost: money, goodwill_amount: money, team: text(200), handled_by: text(200),
    handed_over_to: text(200), options_offered: whole(0, 1e6), summary: text(10_000),
  }),
])
const TRANSACTION = new Map([...required({ customer: id, occurred_at: time, amount: money }), ...optional({ id, attributes, currency: (value) => typeof value === 'string' && /^[A-Z]{3}$/.test(value), kind: text(100) })])
