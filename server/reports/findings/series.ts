import { addPeriods, daysBetween, listPeriods, type LocalDay, type PeriodUnit } from '../../domain/time/local-day'
import type { Asked } from '../report'

/** Older periods than the statistics use are not read: 156 weeks, 60 months and the one under question. */
const READ: Record<'week' | 'month', number> = { week: 157, month: 61 }

/** The newest whole period of the window, and the first day of the history to set it against; null without one. */
export function newestWhole(window: Asked<unknown>['window'], unit: 'week' | 'month'): { period: LocalDay; end: LocalDay; since: LocalDay } | null {
  const until = window.to > window.today ? window.today : window.to
  if (!window.first || window.first >= until) return null
  const whole = listPeriods(window.first, until, unit).filter((p) => !p.partial)
  const last = whole.at(-1)
  if (!last) return null
  const since = addPeriods(last.start, unit, -READ[unit])
  const first = whole[0]?.start ?? last.start
  return { period: last.start, end: last.end, since: since > first ? since : first }
}

/** Every whole period from `since` to `end`, so that a period without rows is a zero inside the data and nothing outside it. */
export function periodsBetween(since: LocalDay, end: LocalDay, unit: PeriodUnit): LocalDay[] {
  return daysBetween(since, end) <= 0 ? [] : listPeriods(since, end, unit).map((p) => p.start)
}

export const whole = (n: number) => Math.round(n).toLocaleString('en')
/** None and all are said only of none and all. */
export const percent = (share: number) => share > 0 && share < 0.0005 ? 'under 0.1 %' : share < 1 && share >= 0.9995 ? 'over 99.9 %' : `${(share * 100).toLocaleString('en', { maximumFractionDigits: 1 })} %`
/** "5–9": the usual range as people read it. */
export const range = (low: number, high: number, format: (n: number) => string = whole) => `${format(low)}–${format(high)}`
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
/** "the week of 2 March" or "March 2026". */
export const periodName = (day: LocalDay, unit: 'week' | 'month') => {
  const month = MONTHS[Number(day.slice(5, 7)) - 1] ?? ''
  return unit === 'month' ? `${month} ${day.slice(0, 4)}` : `the week of ${Number(day.slice(8))} ${month}`
}
