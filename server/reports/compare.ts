import type { Interval } from '@/db/vocabulary'
import { addDays, addMonths, addPeriods, daysBetween, firstOfMonth, periodStart, type LocalDay } from '../domain/time/local-day'
import { dayInWords } from '../domain/time/day-in-words'
import type { Answer, Asked, Report, Window } from './report'
import { firstDayOf, periodsOf } from './window'

export type Comparison = 'previous' | 'year'
type Row = Record<string, unknown>

/** A year in days and weeks: 52 whole weeks, so that every weekday stands beside itself. */
const WEEKS_OF_A_YEAR = 52

/**
 * Rows with the same figures of the window before (`previous`), or of a year before, beside: every figure once more as
 * `compared_<figure>`, null where nothing was recorded, and `compared_period` where rows have periods. A cut-off
 * period is set beside the same elapsed days (METRICS §2), and today counts once something of it is recorded. Where the report knows what a missing row says (`absent`), that
 * stands instead of null, and the rows that were there before only come last. What lies before the first record is a gap: null
 * throughout, and said. Without `compare` in the report's parameters: the rows.
 */
export async function compared(report: Report, asked: Asked<Row>, { rows, statistics = {} }: Answer<Row>): Promise<Row[]> {
  const how = asked.parameters.compare as Comparison | undefined
  if (!how || asked.window.from >= asked.window.to) return rows
  const interval = asked.parameters.interval as Interval | undefined
  const { from, to } = windowBefore(interval ? asked.window : elapsed(asked.window), how, interval)
  const window: Window = { ...asked.window, from, to }
  // A report of interactions begins with the first of them: what was bought years before is no beginning of it.
  const begins = report.beforeRecords ? null : report.counts ? await firstDayOf(asked.tx, asked.ctx, report.counts) : asked.window.first
  const nothing = report.counts ? `No ${report.counts}s were recorded` : 'Nothing was recorded'
  const unseen = (end: LocalDay) => begins !== null && end <= begins
  // What this window says of itself is said of the asked one already.
  const answer = await report.answer({ ...asked, window, parameters: { ...asked.parameters, from, to }, note: () => undefined })
  const earlier = new Map((unseen(to) ? [] : answer.rows).map((row) => [keyOf(report, row as Row), row as Row]))
  const then = interval ? periodsOf(window, interval).map(({ period, end }) => (unseen(end) ? null : period)) : []
  const periods = interval ? new Map(periodsOf(asked.window, interval).map(({ period }, i) => [period, then[i] ?? null])) : null
  // Beside nothing, nothing is compared.
  if (begins !== null && unseen(to)) asked.note(`${nothing} before ${dayInWords(begins)}: there is nothing to compare with.`)
  else {
    asked.note(`Compared with ${dayInWords(from)} to ${dayInWords(addDays(to, -1))}.`)
    if (!interval && asked.window.to > asked.window.today && elapsed(asked.window).to === asked.window.to) asked.note(`${dayInWords(asked.window.today)} is not over: what it has so far stands beside a whole day.`)
  }
  if (begins !== null && from < begins && !unseen(to)) {
    const said = `${nothing} before ${dayInWords(begins)}: `
    // A period that holds the first day is known in part, those before it not at all.
    if (interval && !periodsOf(window, interval).some(({ period, end }) => period < begins && end > begins)) asked.note(`${said}what lies before it is compared with nothing.`)
    else asked.incomplete(`${said}only a part of the period compared with is known, and its counts are too low.`)
  }
  const beside = (before: Row | null | undefined) => Object.fromEntries(Object.keys(report.figures).map((field) => [`compared_${field}`, before?.[field] ?? null]))
  const [nobody, nobodyBefore] = [report.absent?.(statistics), unseen(to) ? null : report.absent?.(answer.statistics ?? {})]
  const here = new Set(rows.map((row) => keyOf(report, row)))
  const gone = nobody && !unseen(to) ? answer.rows.filter((row) => !here.has(keyOf(report, row as Row))).map((row) => ({ ...row, ...nobody, ...beside(row as Row) })) : []
  return [...rows.map((row) => {
    const period = periods?.get(String(row.period)) ?? null
    const before = periods && period === null ? undefined : earlier.get(keyOf(report, periods ? { ...row, period } : row))
    return { ...row, ...(periods ? { compared_period: period } : {}), ...beside(before ?? nobodyBefore) }
  }), ...gone]
}

/** The days of a window that count: today, of which nothing is recorded yet, has no day beside it (METRICS §2: the same elapsed days). */
export function elapsed({ from, to, today, newest }: Pick<Window, 'from' | 'to' | 'today' | 'newest'>): { from: LocalDay; to: LocalDay } {
  return { from, to: to > today && from < today && newest !== null && newest < today ? today : to }
}

/** The fields of a report's rows, those of a comparison included: the columns of its CSV. */
export function columnsOf(report: Report, parameters: Row): string[] {
  const fields = Object.keys(report.row.shape)
  if (!parameters.compare) return fields
  return [...fields, ...(parameters.interval ? ['compared_period'] : []), ...Object.keys(report.figures).map((field) => `compared_${field}`)]
}

const keyOf = (report: Report, row: Row) => JSON.stringify(report.keys.map((key) => row[key]))

/** The window to compare with: as many periods before (by the calendar where it consists of whole months), or a year before. */
export function windowBefore(window: { from: LocalDay; to: LocalDay }, how: Comparison, interval: Interval | undefined): { from: LocalDay; to: LocalDay } {
  const { from, to } = window
  if (interval === 'day' || interval === 'week') {
    const days = how === 'year' ? WEEKS_OF_A_YEAR * 7 : interval === 'week' ? daysBetween(periodStart(from, 'week'), addPeriods(periodStart(addDays(to, -1), 'week'), 'week', 1)) : daysBetween(from, to)
    return { from: addDays(from, -days), to: addDays(to, -days) }
  }
  const whole = from === firstOfMonth(from) && to === firstOfMonth(to)
  if (!interval && how === 'previous' && !whole) return { from: addDays(from, -daysBetween(from, to)), to: from }
  const months = how === 'year' ? 12 : monthsBetween(firstOfMonth(from), firstOfMonth(addDays(to, -1))) + 1
  // The last day is moved, not the day after it: the end of a whole month is the end of a whole month.
  return { from: addMonths(from, -months), to: to === firstOfMonth(to) ? addMonths(to, -months) : addDays(addMonths(addDays(to, -1), -months), 1) }
}

function monthsBetween(a: LocalDay, b: LocalDay): number {
  return (Number(b.slice(0, 4)) - Number(a.slice(0, 4))) * 12 + Number(b.slice(5, 7)) - Number(a.slice(5, 7))
}
