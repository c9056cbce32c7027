import { dayNumber, type LocalDay, type PeriodUnit } from '../time/local-day'

/** One period of a series: its first local day. Mark holidays in a daily series. */
export type CalendarPoint = { period: LocalDay; holiday?: boolean }

const YEAR_DAYS = 365.25

/** Fewest earlier periods from which a range is stated: four of each weekday, a quarter of weeks, a year of months. */
export const MIN_HISTORY: Record<PeriodUnit, number> = { day: 28, week: 12, month: 12 }
/** Older periods are left out: a trend over longer than this is no straight line, and news is false twice as often. */
export const MAX_HISTORY: Record<PeriodUnit, number> = { day: 91, week: 156, month: 60 }

/** Monday = 0 … Sunday = 6. */
export function weekday(period: LocalDay): number {
  return (((dayNumber(period) + 3) % 7) + 7) % 7
}

/**
 * The explanatory columns of a period, fixed by the history given: level, trend, the weekdays that occur in it (daily series), holidays
 * if it has at least three, and one yearly wave once it spans two years (weekly and monthly series).
 */
export function calendarDesign(unit: PeriodUnit, history: readonly CalendarPoint[]): (point: CalendarPoint) => number[] {
  const days = history.map(({ period }) => dayNumber(period))
  const first = Math.min(...days)
  const span = Math.max(1, Math.max(...days) - first)
  const weekdays = unit === 'day' ? [...new Set(history.map(({ period }) => weekday(period)))].sort((a, b) => a - b).slice(1) : []
  const knowsHolidays = history.filter(({ holiday }) => holiday).length >= 3
  const knowsYears = unit !== 'day' && span >= 2 * YEAR_DAYS - 31
  return ({ period, holiday }) => {
    const day = dayNumber(period)
    const angle = (2 * Math.PI * day) / YEAR_DAYS
    return [
      1,
      (day - first) / span - 0.5,
      ...weekdays.map((known) => (weekday(period) === known ? 1 : 0)),
      ...(knowsHolidays ? [holiday ? 1 : 0] : []),
      ...(knowsYears ? [Math.sin(angle), Math.cos(angle)] : []),
    ]
  }
}

/** The earlier periods a range may rest on, oldest first: before the observed one, none of them older than the limit. */
export function comparableHistory<P extends CalendarPoint>(unit: PeriodUnit, history: readonly P[], observed: P): P[] {
  const earlier = history.filter(({ period }) => dayNumber(period) < dayNumber(observed.period))
  const recent = earlier.sort((a, b) => dayNumber(a.period) - dayNumber(b.period)).slice(-MAX_HISTORY[unit])
  // Fewer than three holidays tell nothing about holidays, and would blur what an ordinary day is.
  return recent.filter(({ holiday }) => holiday).length >= 3 ? recent : recent.filter(({ holiday }) => !holiday)
}
