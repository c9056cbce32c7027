import { firstInstantAtOrAfter, instantsOf, offsetText, type Zone } from './zone'

/** An instant in epoch milliseconds, or why the text names none. Never a guess. */
export type TimeResult = { ok: true; instant: number } | { ok: false; reason: string }

export const MIN_YEAR = 1900
export const MAX_YEAR = 2200
const EARLIEST = Date.UTC(MIN_YEAR, 0, 1) - 86_400_000
const LATEST = Date.UTC(MAX_YEAR + 1, 0, 1) + 86_400_000

/** What was read from a text, before anybody asked whether it exists. `offset` in ms; null = wall time of the zone. */
export interface WallTime {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  ms: number
  offset: number | null
  /** No time of day was given: the start of the local day is meant. */
  dateOnly: boolean
}

export const fail = (reason: string): TimeResult => ({ ok: false, reason })

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Days of a month (1 to 12) of the Gregorian calendar. */
export const daysInMonth = (year: number, month: number): number =>
  month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : (LENGTHS[month - 1] ?? 0)

/** The instant a wall time names in a zone; impossible, skipped and doubled times are refused with the reason. */
export function resolve(w: WallTime, z: Zone): TimeResult {
  if (w.year < MIN_YEAR || w.year > MAX_YEAR) return fail(`the year ${w.year} is outside ${MIN_YEAR} to ${MAX_YEAR}`)
  if (w.month < 1 || w.month > 12) return fail(`there is no month ${w.month}`)
  if (w.day < 1 || w.day > daysInMonth(w.year, w.month)) {
    return fail(`${dateText(w)} does not exist`)
  }
  const endOfDay = w.hour === 24 && w.minute === 0 && w.second === 0 && w.ms === 0
  if ((w.hour > 23 && !endOfDay) || w.minute > 59 || w.second > 59) {
    return fail(`${clockText(w)} is not a time of day`)
  }
  const local = Date.UTC(w.year, w.month - 1, w.day, w.hour, w.minute, w.second, w.ms)
  if (w.offset !== null) {
    return Math.abs(w.offset) > 18 * 3_600_000
      ? fail(`an offset of ${offsetText(w.offset)} does not exist`)
      : { ok: true, instant: local - w.offset }
  }
  if (w.dateOnly) {
    const start = firstInstantAtOrAfter(local, z)
    return start + z.offset(start) < local + 86_400_000
      ? { ok: true, instant: start }
      : fail(`${dateText(w)} does not exist in ${z.name} (the zone skipped that day)`)
  }
  const found = instantsOf(local, z)
  if (found.length === 1) return { ok: true, instant: found[0] ?? 0 }
  const when = `${dateText(w)} ${clockText(w)}`
  return found.length === 0
    ? fail(`${when} does not exist in ${z.name}: clocks were set forward over it`)
    : fail(
        `${when} happened twice in ${z.name}: clocks were set back; say which by an offset ` +
          `(${found.map((at) => offsetText(z.offset(at))).join(' or ')})`,
      )
}

/** An epoch time, held to the same years as written dates. */
export function resolveEpoch(ms: number): TimeResult {
  return ms >= EARLIEST && ms < LATEST
    ? { ok: true, instant: Math.trunc(ms) }
    : fail(`this number as a Unix time lies outside the years ${MIN_YEAR} to ${MAX_YEAR}`)
}

const two = (n: number): string => String(n).padStart(2, '0')
const dateText = (w: WallTime): string => `${w.year}-${two(w.month)}-${two(w.day)}`
const clockText = (w: WallTime): string =>
  `${two(w.hour)}:${two(w.minute)}${w.second > 0 ? `:${two(w.second)}` : ''}`
