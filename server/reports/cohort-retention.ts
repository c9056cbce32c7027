import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { INTERVALS, type Interval } from '@/db/vocabulary'
import { addDays, addPeriods, periodStart } from '../domain/time/local-day'
import { invalid } from '../errors'
import { parameter, rowField, windowParameters } from '../schemas/report-parameters'
import { defineReport, type Asked } from './report'
import { isPurchase } from './value'

/** More cohorts than this are no chart: a thousand days of daily cohorts would be half a million cells. */
const MOST_COHORTS = 400

const row = z.object({
  cohort: z.string().describe('First local day of the period of the first purchase; `total` for all cohorts.'), period_index: rowField.count.describe('0 for the period of the first purchase.'),
  period: rowField.period.nullable().describe('First local day of the period; null for the total.'),
  customers: rowField.count, active: rowField.count, share: rowField.share, edge: z.boolean().describe('First seen at the edge of the data: already customers.'), partial: rowField.partial,
})
type Row = z.output<typeof row>

export const cohortRetention = defineReport({
  name: 'cohort-retention',
  title: 'Do customers come back',
  definition: 'Customers by the period of their first purchase (amount ≥ 0, of a kind that is not ignored), and how many of them purchased in each period since. A refund opens no cohort and keeps nobody active. The cohort at the edge of the data holds customers from before it (“already customers”). The total adds up the cohorts whose period is over.',
  parameters: z.object({ ...windowParameters, interval: parameter.interval, unit: z.enum(INTERVALS).optional().describe('The same as interval: a cohort and its periods are equally long.') }),
  row,
  keys: ['cohort', 'period_index'],
  figures: { customers: { label: 'Customers', unit: 'count' }, active: { label: 'Purchased', unit: 'count' }, share: { label: 'Share that purchased', unit: 'share', numerator: 'active', denominator: 'customers' } },
  draw: 'cohort',
  whole: 'a cohort is told by the first purchase, before which nobody stood in a segment',

  async answer(asked) {
    const interval = unitOf(asked)
    const { cohorts, edge } = await counted(asked, interval)
    const last = asked.window.from < asked.window.to ? periodStart(addDays(asked.window.to, -1), interval) : null
    const over = (period: string) => addPeriods(period, interval, 1) <= observed(asked)
    const starts = [...cohorts.keys()].toSorted()
    if (starts.length > MOST_COHORTS) asked.note(`Only the newest ${MOST_COHORTS} cohorts are shown; ask for a longer interval or a narrower window.`)
    const rows = starts.slice(-MOST_COHORTS).flatMap((cohort) => {
      const active = cohorts.get(cohort) ?? new Map<string, number>()
      const customers = active.get(cohort) ?? 0
      const list = []
      for (let period = cohort, index = 0; last !== null && period <= last; period = addPeriods(period, interval, 1), index++) {
        const n = active.get(period) ?? 0
        list.push({ cohort, period_index: index, period, customers, active: n, share: customers > 0 ? n / customers : null, edge: cohort === edge, partial: !over(period) || !over(cohort) })
      }
      return list
    })
    if (edge && rows.some((r) => r.edge)) asked.note(`The cohort of ${edge} is where the data begins: most of these were already customers.`)
    await noteAnonymous(asked)
    return { rows: [...totals(rows), ...rows] }
  },

  population(asked, { row, field }) {
    const interval = unitOf(asked)
    // One step at a time, as a stranger may ask for any index.
    const step = sql`(least(${Number(row.period_index) || 0}, 100000)::int || ${` ${interval}`})::interval`
    const period = sql`(d.cohort + ${step})::date`
    const over = sql`(${period} + ${`1 ${interval}`}::interval)::date <= ${observed(asked)}::date`
    // The total holds every cohort as far as its period of this index is over.
    const cohort = !row.cohort || row.cohort === 'total' ? sql`d.cohort >= ${periodStart(asked.window.from, interval)}::date and ${over}` : sql`d.cohort = ${row.cohort}::date`
    const active = field === 'customers' ? sql`true` : sql`d.period = ${period}`
    return { of: 'customer', field: field === 'customers' ? field : 'active', where: sql`c.id in (select d.customer_id from ${dated(asked, interval)} d where ${cohort} and ${active})` }
  },
})

type Question = Asked<{ interval: Interval; unit?: Interval | undefined; from?: string; to?: string }>

function unitOf(asked: Question): Interval {
  const { interval, unit } = asked.parameters
  if (unit && interval !== 'month' && unit !== interval) throw invalid('unit: must be the same as interval', [{ field: 'unit', reason: 'must be the same as interval' }])
  return unit ?? interval
}

/** Day after the last one that counts as over: today is not. */
const observed = ({ window }: Pick<Question, 'window'>) => (window.to > window.today ? window.today : window.to)

/** Periods in which known customers purchased, with that of their first purchase in all history, and of anybody's. */
function dated({ ctx, window }: Pick<Question, 'ctx' | 'window'>, interval: Interval): SQL {
  return sql`(select customer_id, period, min(period) over (partition by customer_id) as cohort, min(period) over () as edge from (
    select p.customer_id, date_trunc(${interval}, t.day::timestamp)::date as period from transactions t join profiles p on p.organisation_id = t.organisation_id and p.id = t.profile_id
    where t.organisation_id = ${ctx.org.id} and p.customer_id is not null and t.day < ${window.to}::date and ${isPurchase(ctx.org, sql`t`)} group by 1, 2) bought)`
}

/** Active customers per cohort and period; `edge` is the period in which purchases begin. */
async function counted(asked: Question, interval: Interval): Promise<{ cohorts: Map<string, Map<string, number>>; edge: string | null }> {
  const result = await asked.tx.execute<{ cohort: string; period: string; edge: string; n: number }>(sql`
    select cohort::text, period::text, edge::text, count(*)::int as n from ${dated(asked, interval)} d where cohort >= ${periodStart(asked.window.from, interval)}::date group by 1, 2, 3`)
  const cohorts = new Map<string, Map<string, number>>()
  for (const { cohort, period, n } of result.rows) cohorts.set(cohort, (cohorts.get(cohort) ?? new Map<string, number>()).set(period, n))
  return { cohorts, edge: result.rows[0]?.edge ?? null }
}

/** All cohorts together, per index, over what is whole. */
function totals(rows: Row[]): Row[] {
  const sums = new Map<number, { customers: number; active: number }>()
  for (const row of rows) {
    if (row.partial) continue
    const sum = sums.get(row.period_index) ?? { customers: 0, active: 0 }
    sums.set(row.period_index, { customers: sum.customers + row.customers, active: sum.active + row.active })
  }
  return [...sums].toSorted(([a], [b]) => a - b).map(([period_index, { customers, active }]) => ({
    cohort: 'total', period_index, period: null, customers, active, share: customers > 0 ? active / customers : null, edge: false, partial: false }))
}

async function noteAnonymous({ tx, ctx, window, note }: Question): Promise<void> {
  const result = await tx.execute<{ n: number }>(sql`select count(*)::int as n from transactions t join profiles p on p.organisation_id = t.organisation_id and p.id = t.profile_id
    where t.organisation_id = ${ctx.org.id} and p.customer_id is null and t.day < ${window.to}::date`)
  const n = result.rows[0]?.n ?? 0
  if (n > 0) note(`${n.toLocaleString('en')} transactions of anonymous profiles are left out: nobody knows whose they are.`)
}
