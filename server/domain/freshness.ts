import { dayNumber, type LocalDay } from './time/local-day'
import { quantile } from './statistics/quantile'

/** How one source usually sends, and whether it is late. Days are local. */
export type Rhythm = {
  first: LocalDay
  last: LocalDay
  /** Median days from one day with records to the next. */
  usualGapDays: number
  /** Silence longer than this is unusual: the 95 % quantile of its own gaps, and a day of grace. */
  lateAfterDays: number
  /** Days of silence so far. */
  silentDays: number
  late: boolean
}

/** Gaps needed before a rhythm can be stated; a source with fewer is never called late. */
export const MIN_GAPS = 5

/**
 * A source's rhythm from the days it sent records on, as of the last day that could have records (`until`, inclusive).
 * Only the newest 180 gaps count: habits change. null without a day.
 */
export function rhythm(days: readonly LocalDay[], until: LocalDay): Rhythm | null {
  const numbers = [...new Set(days)].filter((d) => d <= until).toSorted().map(dayNumber)
  const first = days.toSorted()[0]
  const last = numbers.at(-1)
  if (first === undefined || last === undefined) return null
  const gaps = numbers.slice(1).map((day, index) => day - (numbers[index] ?? day)).slice(-180)
  const silentDays = dayNumber(until) - last
  const usualGapDays = quantile(gaps, 0.5) ?? 1
  const lateAfterDays = Math.ceil(quantile(gaps, 0.95) ?? 1) + 1
  return {
    first, last: days.filter((d) => d <= until).toSorted().at(-1) ?? first, usualGapDays, lateAfterDays, silentDays,
    late: gaps.length >= MIN_GAPS && silentDays > lateAfterDays,
  }
}

/** Days of the same hours that are looked back upon, and how many of them must have records before hours are told. */
export const SAME_HOURS_DAYS = 28
const LEAST_DAYS = 15
/** A shorter silence than this is none. */
export const LEAST_SILENCE_MS = 3_600_000
/** Days back on the same weekday: these are asked first, for by night and on a closed Sunday they settle it. */
export const SAME_WEEKDAYS: readonly number[] = [7, 14, 21, 28]

/**
 * Whether a source that sends every day has been silent for longer today than it ever is at these hours. `sent`: how many days
 * back it has records at all; `heard`: how many days back it has some in the same hours of the day. At most one in twenty of
 * its days may have been silent then, and none of the same weekday: so nights, lunch breaks and weekends are no silence.
 */
export function isLateByHour(sent: readonly number[], heard: readonly number[]): boolean {
  const [days, not] = [sent.filter((back) => back >= 1 && back <= SAME_HOURS_DAYS), new Set(heard)]
  const silent = days.filter((back) => !not.has(back)).length
  return SAME_WEEKDAYS.every((back) => not.has(back)) && days.length >= LEAST_DAYS && silent <= days.length * 0.05
}
