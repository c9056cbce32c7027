import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { OrgCtx } from '../context'
import { dayInWords } from '../domain/time/day-in-words'
import { addDays, daysBetween, firstOfMonth, isPartial, listPeriods, localDayOf, type LocalDay, type PeriodUnit } from '../domain/time/local-day'
import { invalid } from '../errors'
import type { Window } from './report'

/** A newest record older than this ends a window that has no explicit end (METRICS §2). */
export const STALE_AFTER_DAYS = 7

/**
 * First and newest local day any counted record is about; future-dated rows wait. Customer records count only where
 * there is nothing else: without a date of their own they stand on the day they arrived.
 */
export async function recordedDays(tx: Tx, ctx: OrgCtx, today: LocalDay): Promise<{ first: LocalDay | null; newest: LocalDay | null; last: LocalDay | null }> {
  const result = await tx.execute<{ first: string | null; newest: string | null; last: string | null }>(sql`
    select min(day)::text as first, max(day) filter (where day <= ${today}::date)::text as newest, max(day)::text as last
    from source_daily where organisation_id = ${ctx.org.id} and records > 0 group by kind = 'customer' order by kind = 'customer' limit 1`)
  return result.rows[0] ?? { first: null, newest: null, last: null }
}

/** First local day of a record of that kind. */
export async function firstDayOf(tx: Tx, ctx: OrgCtx, kind: 'interaction'): Promise<LocalDay | null> {
  const found = await tx.execute<{ first: string | null }>(sql`select min(day)::text as first from source_daily where organisation_id = ${ctx.org.id} and records > 0 and kind = ${kind}`)
  return found.rows[0]?.first ?? null
}

/** Resolves `from` and `to`; says in `note` when the window ends with the data instead of today. */
export async function resolveWindow(tx: Tx, ctx: OrgCtx, asked: { from?: string; to?: string }, note: (text: string) => void): Promise<Window> {
  const today = localDayOf(ctx.now.getTime(), ctx.org.timezone)
  const { first, newest, last } = await recordedDays(tx, ctx, today)
  const tomorrow = addDays(today, 1)
  let to = asked.to ?? tomorrow
  if (!asked.to && newest && daysBetween(newest, today) > STALE_AFTER_DAYS) {
    to = addDays(newest, 1)
    note(`The newest record is of ${dayInWords(newest)}; the window ends there.`)
  }
  if (to > tomorrow) to = tomorrow
  const from = asked.from ?? (first && first < to ? first : firstOfMonth(addDays(to, -1)))
  if (from >= to) {
    if (asked.from && asked.to && asked.from >= asked.to) throw invalid('from must be before to', [{ field: 'from', reason: 'must be before to' }])
    return { from: to, to, today, newest, first, last }
  }
  return { from, to, today, newest, first, last }
}

export type PeriodRow = { period: LocalDay; end: LocalDay; partial: boolean }

/**
 * The periods of a window with whether each is cut off: by the window, or because it is not over yet
 * (the local day of `now` itself is never whole).
 */
export function periodsOf(window: Window, interval: PeriodUnit): PeriodRow[] {
  if (window.from >= window.to) return []
  const until = window.to > window.today ? window.today : window.to
  return listPeriods(window.from, window.to, interval).map(({ start, end }) => ({ period: start, end, partial: isPartial(start, interval, window.from, until) }))
}
