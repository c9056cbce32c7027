import { createParser, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { yearFrom } from '@/server/domain/time/last-year'
import { formatDay } from '../ui/format-date'

const DAY = /^\d{4}-\d{2}-\d{2}$/

/** A local day; what is no day is as good as absent. */
export const parseAsDay = createParser({
  parse: (text) => (DAY.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) ? text : null),
  serialize: (day: string) => day,
})

export const INTERVALS = ['day', 'week', 'month'] as const
export const COMPARISONS = ['previous', 'year'] as const

/** The filters every page shares, by their names in INTERFACES §3. On the server: `createLoader(filterParsers)` of nuqs/server. */
export const filterParsers = {
  from: parseAsDay,
  to: parseAsDay,
  interval: parseAsStringLiteral(INTERVALS),
  segment: parseAsString,
  channel: parseAsString,
  compare: parseAsStringLiteral(COMPARISONS),
}

export type Filters = {
  from: string | null
  to: string | null
  interval: (typeof INTERVALS)[number] | null
  segment: string | null
  channel: string | null
  compare: (typeof COMPARISONS)[number] | null
}

export type Period = { key: string; label: string; from: string; to: string }

const iso = (instant: Date) => instant.toISOString().slice(0, 10)
const utc = (year: number, month: number, day: number) => iso(new Date(Date.UTC(year, month, day)))

/** “Last 12 months” with the day they begin on. */
export const lastYear = (lastDay: string): string => `Last 12 months, from ${formatDay(yearFrom(lastDay))}`

/**
 * The windows offered, half-open, ending after `lastDay` (YYYY-MM-DD, local): the last day with data, so that an
 * organisation whose records stop in May is not offered an empty November.
 */
export function periods(lastDay: string): Period[] {
  const [year = 0, month = 1, day = 1] = lastDay.split('-').map(Number)
  const m = month - 1
  const to = utc(year, m, day + 1)
  const back = (key: string, label: string, days: number): Period => ({ key, label, from: utc(year, m, day + 1 - days), to })
  return [
    back('28d', 'Last 4 weeks', 28),
    back('91d', 'Last 13 weeks', 91),
    // Whole months, so that the first one is not a stump; the same as the front page's.
    { key: '12m', label: lastYear(lastDay), from: yearFrom(lastDay), to },
    { key: 'year', label: `This year, ${year}`, from: utc(year, 0, 1), to },
    { key: 'last-year', label: `Last year, ${year - 1}`, from: utc(year - 1, 0, 1), to: utc(year, 0, 1) },
  ]
}

/** Which of the offered windows is in use: its key, `default` when none is asked for, else `custom`. */
export function periodInUse(filters: Pick<Filters, 'from' | 'to'>, offered: readonly Period[]): string {
  if (filters.from === null && filters.to === null) return 'default'
  return offered.find((period) => period.from === filters.from && period.to === filters.to)?.key ?? 'custom'
}
