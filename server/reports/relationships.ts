import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Interval } from '@/db/vocabulary'
import { dayInWords } from '../domain/time/day-in-words'
import { addDays, addPeriods, daysBetween, type LocalDay } from '../domain/time/local-day'
import { filterParameters } from '../schemas/report-parameters'
import type { Asked, Window } from './report'
import { memberAsOf, presentlyWith } from './split'
import { periodsOf } from './window'

export type View = Pick<Asked<unknown>, 'ctx' | 'tx' | 'window' | 'split' | 'note'>

/** Parameters of reports about relationships: whole customers are grouped, so a channel or a touchpoint splits nothing. */
export const customerParameters = {
  by: z.string().regex(/^(segment|segmentation:.{1,200}|attribute:.{1,200})$/u, 'must be segment, segmentation:<slug> or attribute:<name>').optional()
    .describe('Groups customers: segment (the value tiers), segmentation:<slug> or attribute:<name>.'),
  segment: z.string().min(1).max(200).optional().describe('Slug of a value tier, or `segmentation:segment`.'),
  attribute: filterParameters.attribute,
} as const

/** Key of customers that no part of the split holds: those without a tier yet, or without the attribute. */
export const NONE = 'none'

/** First and last day spells tell of; a lapse is computed, so it never says that data arrived. */
async function statedDays(asked: View): Promise<{ first: LocalDay | null; last: LocalDay | null }> {
  const { ctx, tx, window } = asked
  const result = await tx.execute<{ first: string | null; last: string | null }>(sql`
    select min(start_day)::text as first, max(greatest(start_day, case when end_kind <> 'lapse' then end_day end)) filter (where start_day <= ${window.today}::date)::text as last
    from spells where organisation_id = ${ctx.org.id}`)
  return result.rows[0] ?? { first: null, last: null }
}

/**
 * The window of a report about relationships. Acquisition and leaving are stated dates, often of years before the day
 * their record is about, so without `from` and `to` it reaches from the first relationship to the last stated change.
 * `sinceObserved`: a rate of leaving begins where leaving began to be recorded; before, nobody could be seen to leave.
 * Set on `asked`, so that the answer tells the window it was really read over.
 */
export async function relationshipWindow(asked: View & { parameters: { from?: string; to?: string } }, { sinceObserved = false } = {}): Promise<Window> {
  const { window, parameters } = asked
  const { first, last } = await statedDays(asked)
  const tomorrow = addDays(window.today, 1)
  const seen = last && last <= window.today ? addDays(last, 1) : null
  const to = parameters.to || !seen || seen <= window.to ? window.to : seen < tomorrow ? seen : tomorrow
  const { observedFrom } = asked.ctx.org
  const reach = first && sinceObserved && observedFrom && observedFrom > first ? observedFrom : first
  const from = parameters.from || !reach || (reach >= window.from && reach === first) ? window.from : reach
  if (reach && reach !== first && !parameters.from) asked.note(`Leaving is recorded since ${dayInWords(reach)}; the window begins there.`)
  if (to > window.to) asked.note(`Relationships changed after that; this report ends with the last stated change, on ${addDays(to, -1)}.`)
  asked.window = { ...window, from: from < to ? from : to, to }
  return asked.window
}

export type Stretch = { period: string; /** First day of the period inside the window. */ start: LocalDay; end: LocalDay; days: number; partial: boolean }

/** The window's periods, each clipped to it. */
export function stretches(window: Window, interval: Interval): Stretch[] {
  return periodsOf(window, interval).map(({ period, end, partial }) => {
    const start = period < window.from ? window.from : period
    const until = end > window.to ? window.to : end
    return { period, start, end: until, days: daysBetween(start, until), partial }
  })
}

/** The stretch as long, one period earlier: whole periods against whole ones, a cut one against the same elapsed days. */
export function stretchBefore({ period, start, end, days }: Stretch, interval: Interval): { start: LocalDay; end: LocalDay } {
  const before = addPeriods(period, interval, -1)
  const from = addDays(before, daysBetween(period, start))
  if (start === period && end === addPeriods(period, interval, 1)) return { start: before, end: period }
  const until = addDays(from, days)
  return { start: from < period ? from : period, end: until < period ? until : period }
}

/** Narrows customers (alias c) to one part of the split as it stood on a day; `total` narrows nothing. The filter too. */
export function partAsOf(asked: Pick<Asked<unknown>, 'ctx' | 'split'>, key: string | undefined, day: SQL): SQL {
  const { by, segment, attribute } = asked.split
  const customer = sql`c.id`
  const filter = sql`${memberAsOf(customer, day, asked.ctx, segment)} and ${presentlyWith(customer, asked.ctx, attribute)}`
  if (!key || key === 'total') return filter
  if (by.kind === 'attribute') return sql`${filter} and ${key === NONE ? sql`c.attributes->>${by.name} is null` : sql`c.attributes->>${by.name} = ${key}`}`
  if (by.kind !== 'segmentation') return sql`false`
  const found = by.segmentation.segments.find((s) => s.slug === key)
  if (found) return sql`${filter} and ${memberAsOf(customer, day, asked.ctx, { segmentation: by.segmentation, segmentId: found.id, name: found.name })}`
  if (key !== NONE) return sql`false`
  return sql`${filter} and not exists (select 1 from memberships nm where nm.organisation_id = ${asked.ctx.org.id} and nm.customer_id = c.id
    and nm.segmentation_id = ${by.segmentation.id} and nm.from_day <= ${day} and (nm.to_day is null or nm.to_day > ${day}))`
}

/** True where customer c was in relationship when the day began: whoever came on that day is new, whoever left on it was still there. */
export const presentAt = (asked: Pick<Asked<unknown>, 'ctx'>, day: SQL): SQL => sql`exists (select 1 from spells s where s.organisation_id = ${asked.ctx.org.id}
  and s.customer_id = c.id and s.start_day < ${day} and (s.end_day is null or s.end_day >= ${day}))`

/** The parts that occur, in their own order, `total` first and those of no part last. */
export function partsWithNone(by: Asked<unknown>['split']['by'], keys: ReadonlySet<string>): { key: string; label: string }[] {
  const whole = { key: 'total', label: 'Total' }
  if (by.kind === 'none') return [whole]
  const parts = by.kind === 'attribute' ? [...keys].filter((k) => k !== 'total' && k !== NONE).toSorted().map((key) => ({ key, label: key })) : by.parts.map(({ key, label }) => ({ key, label }))
  return [whole, ...parts.filter((p) => keys.has(p.key)), ...(keys.has(NONE) ? [{ key: NONE, label: by.kind === 'attribute' ? `No ${by.name}` : 'No tier yet' }] : [])]
}

/** What every figure about leaving must say about when leaving was recorded, and about dates nobody stated. */
export async function noteRecording(asked: View): Promise<void> {
  const { ctx, tx, window } = asked
  const { org } = ctx
  const bySource = Object.entries(org.observedFromBySource)
  if (org.observedFrom === null && org.lapseDays === null) asked.note('Nobody has said since when leaving is recorded (observed_from): who left before that is missing, and early figures may be too low.')
  else if (org.observedFrom !== null && org.observedFrom > window.from) asked.note(`Leaving is recorded since ${dayInWords(org.observedFrom)}; figures of earlier periods are too low.`)
  for (const [source, day] of bySource) if (day > window.from) asked.note(`Leaving is recorded by ${source} since ${day}.`)
  if (org.lapseDays !== null) asked.note(`Who buys nothing for ${org.lapseDays} days counts as lapsed, dated ${org.lapseDays} days after the last purchase.`)
  const unknown = await tx.execute<{ n: number }>(sql`select count(*)::int as n from spells where organisation_id = ${org.id} and number = 1 and not start_stated`)
  const n = unknown.rows[0]?.n ?? 0
  if (n > 0) asked.note(`The acquisition of ${n.toLocaleString('en')} customers is not stated: their first record stands for it.`)
}
