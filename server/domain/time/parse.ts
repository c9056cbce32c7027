import { compileSteps, readOffset, type Cursor } from './time-format'
import { daysInMonth, fail, MAX_YEAR, MIN_YEAR, resolve, resolveEpoch, type TimeResult } from './wall-time'
import { zone as zoneOf, type Zone } from './zone'

export type { TimeResult } from './wall-time'

export type TimeReader = (text: string) => TimeResult
export type CompiledTime = { ok: true; read: TimeReader } | { ok: false; reason: string }

/**
 * A reader of times, made once per column and called once per cell.
 * `format`: absent = ISO 8601; "unix" or "unix_ms" = epoch seconds or milliseconds; else the letters of time-format.
 * A time without offset is wall time in `zoneName`; a date alone is the start of its local day.
 * Errors (the format's, not a cell's) come back as a reason.
 */
export function compileTime(format: string | undefined, zoneName: string): CompiledTime {
  const z = zoneOf(zoneName)
  if (format === undefined || format === 'iso') return { ok: true, read: (text) => readIso(text.trim(), z) }
  if (format === 'unix') return { ok: true, read: (text) => readEpoch(text.trim(), 1000) }
  if (format === 'unix_ms') return { ok: true, read: (text) => readEpoch(text.trim(), 1) }
  const compiled = compileSteps(format)
  if (!compiled.ok) return compiled
  const { steps, dateOnly } = compiled
  const read: TimeReader = (raw) => {
    const text = raw.trim()
    const c = cursor(text, dateOnly)
    for (const step of steps) if (!step(c)) return fail(`"${cut(text)}" does not fit the format "${format}"`)
    if (c.at !== text.length) return fail(`"${cut(text)}" goes on after the format "${format}" ends`)
    if (c.pm !== null) {
      if (c.wall.hour < 1 || c.wall.hour > 12) return fail(`"${cut(text)}" has an hour outside 1 to 12`)
      c.wall.hour = (c.wall.hour % 12) + (c.pm ? 12 : 0)
    }
    return resolve(c.wall, z)
  }
  return { ok: true, read }
}

/** One time; for many of a kind use `compileTime`. */
export function parseTime(text: string, zoneName: string, format?: string): TimeResult {
  const compiled = compileTime(format, zoneName)
  return compiled.ok ? compiled.read(text) : fail(compiled.reason)
}

const cursor = (text: string, dateOnly: boolean): Cursor => ({
  text,
  at: 0,
  wall: { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0, ms: 0, offset: null, dateOnly },
  pm: null,
})

const cut = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)

const EPOCH = /^[+-]?\d{1,15}(?:\.\d{1,9})?$/

function readEpoch(text: string, scale: number): TimeResult {
  return EPOCH.test(text) ? resolveEpoch(Number(text) * scale) : fail(`"${cut(text)}" is not a Unix time`)
}

const DATE = /(\d{4})(?:-(\d\d)-(\d\d)|(\d\d)(\d\d))/y
const CLOCK = /(?:[Tt]| +)(\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?)?/y

/**
 * ISO 8601 calendar dates, extended or basic, a blank allowed for T and before the offset; RFC 3339 falls within.
 * Fractions of seconds are cut to milliseconds. Week and ordinal dates, and months without a day, are refused.
 */
function readIso(text: string, z: Zone): TimeResult {
  const instant = readUtc(text)
  if (instant !== null) return { ok: true, instant }
  DATE.lastIndex = 0
  const date = DATE.exec(text)
  if (!date) return fail(`"${cut(text)}" is not an ISO 8601 time`)
  const c = cursor(text, true)
  c.at = DATE.lastIndex
  c.wall.year = Number(date[1])
  c.wall.month = Number(date[2] ?? date[4])
  c.wall.day = Number(date[3] ?? date[5])
  CLOCK.lastIndex = c.at
  const clock = CLOCK.exec(text)
  if (clock) {
    c.at = CLOCK.lastIndex
    c.wall.dateOnly = false
    c.wall.hour = Number(clock[1])
    c.wall.minute = Number(clock[2] ?? 0)
    c.wall.second = Number(clock[3] ?? 0)
    c.wall.ms = clock[4] === undefined ? 0 : Math.trunc(Number(clock[4].padEnd(9, '0')) / 1e6)
    if (c.at < text.length) {
      while (text.charCodeAt(c.at) === 32) c.at++
      if (!readOffset(c)) return fail(`"${cut(text)}" is not an ISO 8601 time`)
    }
  }
  return c.at === text.length ? resolve(c.wall, z) : fail(`"${cut(text)}" is not an ISO 8601 time`)
}

/**
 * The instant of a time written as most machines write it, 2026-03-29T01:30:00Z or 2026-03-29T01:30:00.000Z: a third of the
 * time that reading it in general takes. null for everything else, impossible times among it: their reasons are told there.
 */
function readUtc(text: string): number | null {
  const { length } = text
  if ((length !== 20 && length !== 24) || text.charCodeAt(length - 1) !== 90 || text.charCodeAt(10) !== 84) return null
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45 || text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return null
  const year = two(text, 0) * 100 + two(text, 2)
  const month = two(text, 5)
  const day = two(text, 8)
  const hour = two(text, 11)
  const minute = two(text, 14)
  const second = two(text, 17)
  const ms = length === 20 ? 0 : text.charCodeAt(19) === 46 ? two(text, 20) * 10 + two(text, 21) % 10 : Number.NaN
  // A part that is no number compares as false.
  const exists = year >= MIN_YEAR && year <= MAX_YEAR && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month) && hour <= 23 && minute <= 59 && second <= 59 && ms <= 999
  return exists ? Date.UTC(year, month - 1, day, hour, minute, second, ms) : null
}

/** What Date.toISOString writes of an instant that was read from `text`: mostly that very text, which costs nothing. */
export function isoOf(instant: number, text: string): string {
  return text.length === 24 && readUtc(text) === instant ? text : new Date(instant).toISOString()
}

/** The number that two digits are; NaN for anything else. */
function two(text: string, i: number): number {
  const tens = text.charCodeAt(i) - 48
  const units = text.charCodeAt(i + 1) - 48
  return tens >= 0 && tens <= 9 && units >= 0 && units <= 9 ? tens * 10 + units : Number.NaN
}
