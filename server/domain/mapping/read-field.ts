import { compileTime, isoOf } from '../time/parse'
import { MAX_YEAR } from '../time/wall-time'
import { firstInstantAtOrAfter, zone } from '../time/zone'
import type { FieldType } from './fields'
import type { FieldOptions, Scalar, SpanUnit } from './mapping'
import { readNumber, type NumberFormat } from './number'

/** A cell that could not be read, and why. */
export class Unreadable {
  constructor(readonly reason: string) {}
}

export type FieldValue = string | number | boolean | string[]
/** undefined = absent. */
export type ValueReader = (text: string) => FieldValue | undefined | Unreadable

export interface ReadContext {
  /** For times without offset. */
  zone: string
  /** Times as ISO 8601 with Z, or as epoch milliseconds. */
  times: 'iso' | 'epoch'
}

/** How the text of a cell (trimmed, not empty) or a constant becomes the value of a field of this type. */
export function valueReader(type: FieldType | 'attribute', options: FieldOptions, context: ReadContext): ValueReader | Unreadable {
  const base = typeReader(type, options.format, { ...context, zone: options.timezone ?? context.zone })
  if (base instanceof Unreadable || !options.values) return base
  const values = new Map<string, Scalar | null>(Object.entries(options.values))
  return (text) => {
    const mapped = values.get(text)
    if (mapped === undefined) return base(text)
    if (mapped === null || mapped === '') return undefined
    return typeof mapped !== 'string' && type === 'attribute' ? mapped : base(String(mapped))
  }
}

function typeReader(type: FieldType | 'attribute', format: string | undefined, context: ReadContext): ValueReader | Unreadable {
  const numeric = format === 'number' || (format !== undefined && /^1.?234/.test(format))
  if (type === 'number' || (type === 'attribute' && numeric)) return numberReader(format === 'number' ? undefined : (format as NumberFormat | undefined))
  if (type === 'time' || (type === 'attribute' && format !== undefined)) return timeReader(format, context)
  if (type === 'list') return (text) => text.split(/[;|,]/).map((one) => one.trim()).filter((one) => one !== '')
  return (text) => text
}

function numberReader(format: NumberFormat | undefined): ValueReader {
  return (text) => {
    const result = readNumber(text, format)
    return result.ok ? result.value : new Unreadable(result.reason)
  }
}

function timeReader(format: string | undefined, { zone: name, times }: ReadContext): ValueReader | Unreadable {
  const compiled = compileTime(format, name)
  if (!compiled.ok) return new Unreadable(compiled.reason)
  const { read } = compiled
  // Several records of a row, and often several rows, share a time.
  let lastText = ''
  let last: FieldValue | Unreadable = new Unreadable('')
  return (text) => {
    if (text === lastText) return last
    const result = read(text)
    if (!result.ok) last = new Unreadable(result.reason)
    else last = times === 'iso' ? isoOf(result.instant, text) : result.instant
    lastText = text
    return last
  }
}

const UNIT_MS: Record<SpanUnit, number> = { days: 86_400_000, hours: 3_600_000, minutes: 60_000, seconds: 1000 }
const LATEST = Date.UTC(MAX_YEAR + 1, 0, 1)

/**
 * A time so many units after another; null when it lies beyond the years that times may have.
 * Whole days keep the time of day of the zone, whatever its clocks did.
 */
export function after(startMs: number, amount: number, unit: SpanUnit, zoneName: string): number | null {
  const end = startMs + Math.round(amount * UNIT_MS[unit])
  if (end > LATEST) return null
  if (unit !== 'days') return end
  const z = zone(zoneName)
  return firstInstantAtOrAfter(startMs + z.offset(startMs) + Math.round(amount * 86_400_000), z)
}
