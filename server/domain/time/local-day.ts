import { firstInstantAtOrAfter, zone } from './zone'

/** A day of an organisation's calendar, 'YYYY-MM-DD', years 1900 to 2200. */
export type LocalDay = string
export type PeriodUnit = 'day' | 'week' | 'month'

const DAY = 86_400_000
const texts = new Map<number, LocalDay>()

/** Days since 1970-01-01 of a local day (calendar arithmetic, no zone). Throws RangeError for what is no day. */
export function dayNumber(day: LocalDay): number {
  const found = toNumber(day)
  if (found === null) throw new RangeError(`"${day}" is not a day (YYYY-MM-DD)`)
  return found
}

/** True for an existing day written YYYY-MM-DD. */
export const isLocalDay = (text: string): boolean => toNumber(text) !== null

function toNumber(day: string): number | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return null
  const ms = Date.parse(`${day}T00:00:00Z`)
  return Number.isNaN(ms) || dayText(ms / DAY) !== day ? null : ms / DAY
}

/** The inverse of `dayNumber`. */
export function dayText(number: number): LocalDay {
  let text = texts.get(number)
  if (text === undefined) {
    text = new Date(number * DAY).toISOString().slice(0, 10)
    if (texts.size > 200_000) texts.clear()
    texts.set(number, text)
  }
  return text
}

/** The local day on which the instant `ms` (epoch milliseconds) falls in a zone. */
export function localDayOf(ms: number, zoneName: string): LocalDay {
  return dayText(Math.floor((ms + zone(zoneName).offset(ms)) / DAY))
}

/** First instant (epoch ms) of a local day: midnight, or the end of a gap that swallowed midnight. */
export function startOfDay(day: LocalDay, zoneName: string): number {
  return firstInstantAtOrAfter(dayNumber(day) * DAY, zone(zoneName))
}

/** The half-open UTC range [start, end) of a local day; 23 to 25 hours, empty for a day a zone has skipped. */
export function dayRange(day: LocalDay, zoneName: string): { start: number; end: number } {
  return daysRange(day, addDays(day, 1), zoneName)
}

/** The half-open UTC range of the local days [from, to). */
export function daysRange(from: LocalDay, to: LocalDay, zoneName: string): { start: number; end: number } {
  return { start: startOfDay(from, zoneName), end: startOfDay(to, zoneName) }
}

export const addDays = (day: LocalDay, days: number): LocalDay => dayText(dayNumber(day) + days)
export const addWeeks = (day: LocalDay, weeks: number): LocalDay => addDays(day, weeks * 7)

/** The same day of another month; the month's last day where it is shorter (31 January + 1 = 28 or 29 February). */
export function addMonths(day: LocalDay, months: number): LocalDay {
  const date = new Date(dayNumber(day) * DAY)
  const wanted = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() + months)
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  date.setUTCDate(Math.min(wanted, last))
  return dayText(date.getTime() / DAY)
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: LocalDay, to: LocalDay): number => dayNumber(to) - dayNumber(from)

/** The Monday of the day's week (weeks start on Monday; 1970-01-01 was a Thursday). */
export function mondayOf(day: LocalDay): LocalDay {
  const n = dayNumber(day)
  return dayText(n - ((((n + 3) % 7) + 7) % 7))
}

export const firstOfMonth = (day: LocalDay): LocalDay => {
  dayNumber(day)
  return `${day.slice(0, 8)}01`
}

/** The first day of the period that holds `day`. */
export function periodStart(day: LocalDay, unit: PeriodUnit): LocalDay {
  if (unit === 'day') return dayText(dayNumber(day))
  return unit === 'week' ? mondayOf(day) : firstOfMonth(day)
}

/** The first day of the period `count` periods after the one that starts at `start`. */
export function addPeriods(start: LocalDay, unit: PeriodUnit, count: number): LocalDay {
  if (unit === 'day') return addDays(start, count)
  return unit === 'week' ? addWeeks(start, count) : addMonths(start, count)
}

/** Number of days of the whole period that starts at `start`. */
export const daysInPeriod = (start: LocalDay, unit: PeriodUnit): number =>
  daysBetween(start, addPeriods(start, unit, 1))

/** True when the window [from, to) cuts the period that starts at `start`. */
export const isPartial = (start: LocalDay, unit: PeriodUnit, from: LocalDay, to: LocalDay): boolean =>
  start < from || addPeriods(start, unit, 1) > to

export interface Period {
  /** First day, possibly before the window. */
  start: LocalDay
  /** First day of the next period. */
  end: LocalDay
  /** The window [from, to) holds only a part of it. */
  partial: boolean
}

/** The periods that touch the window of local days [from, to), in order; none for an empty window. */
export function listPeriods(from: LocalDay, to: LocalDay, unit: PeriodUnit): Period[] {
  const periods: Period[] = []
  for (let start = periodStart(from, unit); start < to && from < to; ) {
    const end = addPeriods(start, unit, 1)
    periods.push({ start, end, partial: start < from || end > to })
    start = end
  }
  return periods
}
