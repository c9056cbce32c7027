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
