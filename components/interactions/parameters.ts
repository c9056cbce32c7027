import { yearFrom } from '@/server/domain/time/last-year'
import { addDays, addMonths, daysBetween, firstOfMonth, type LocalDay } from '@/server/domain/time/local-day'
import type { Filters } from '../shell/filters'

/** A half-open window of local days. */
export type Days = { from: LocalDay; to: LocalDay }

/** The reports' parameters from the page's filters; the same in the page's prefetch and in the browser. `lastDay`: newest day with records. */
export function parametersOf(filters: Filters, lastDay: LocalDay) {
  const days = filters.compare && !filters.from && !filters.to ? lastTwelveMonths(lastDay) : { from: filters.from, to: filters.to }
  return {
    ...(days.from ? { from: days.from } : {}), ...(days.to ? { to: days.to } : {}),
    ...(filters.segment ? { segment: filters.segment } : {}), ...(filters.channel ? { channel: filters.channel } : {}),
  }
}
export type PageParameters = ReturnType<typeof parametersOf>

/** What a comparison is about when no period was chosen: there is nothing before all records. */
export const lastTwelveMonths = (lastDay: LocalDay): Days => ({ from: yearFrom(lastDay), to: addDays(lastDay, 1) })

/**
 * The window to hold another one against, as many elapsed days long: a year earlier, or the time just before. Windows
 * that begin with a month go back by whole months, so that March (so far) stands against February (as far).
 */
export function earlier({ from, to }: Days, compare: 'previous' | 'year'): Days {
  const last = addDays(to, -1)
  const wholeMonths = firstOfMonth(from) === from
  const months = compare === 'year' ? 12 : monthsBetween(from, last) + 1
  if (!wholeMonths && compare === 'previous') return { from: addDays(from, -daysBetween(from, to)), to: from }
  // By its last day: the end of a month goes to the end of a month, and 29 February to the 28th.
  const endsMonth = firstOfMonth(to) === to
  return { from: addMonths(from, -months), to: endsMonth ? addMonths(to, -months) : addDays(addMonths(last, -months), 1) }
}

const monthsBetween = (from: LocalDay, to: LocalDay): number => (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7))

export const COMPARED = { previous: 'the period before', year: 'a year earlier' } as const
