import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { OrgCtx } from '../context'
import { addDays, type LocalDay } from '../domain/time/local-day'
import type { Estimate } from '../domain/value-models/estimate'
import { paceOf, type Pace, type PaceSums } from '../domain/value-models/pace'
import { sbgFit, type ContractTenure, type Sbg } from '../domain/value-models/sbg'
import { isValue } from '../queries/customer-value'
import { resolveSplit, type Split } from './split'
import { elapsed, tenures } from './tenures'
import { once } from './value-fit'

/** Fewer recorded leavings tell nothing about staying. */
export const LEAST_LEAVINGS = 30

/** Staying, fitted to relationships in months; `model` null with a reason. */
export type StayFit = { model: Sbg | null; estimate: Estimate | null; fallback: string | null; tenures: ContractTenure[]; customers: number; /** What they bring a month; null where too few tell. */ pace: Pace | null }

/** Whether this organisation's customers are under contract: their leaving is recorded, and silence alone ends nothing. */
export async function underContract(tx: Tx, ctx: OrgCtx): Promise<boolean> {
  if (ctx.org.lapseDays !== null) return false
  const found = await tx.execute<{ n: number }>(sql`select count(*)::int as n from (select 1 from spells where organisation_id = ${ctx.org.id} and end_kind is not null and end_kind <> 'lapse' limit ${LEAST_LEAVINGS}) s`)
  return (found.rows[0]?.n ?? 0) >= LEAST_LEAVINGS
}

/** First relationships before `end` in whole months, each from the day its leaving would have been recorded; by the filters, a segment is that of the day from which one is watched. */
export async function contractTenures(tx: Tx, ctx: OrgCtx, end: LocalDay, filters?: Split): Promise<ContractTenure[]> {
  const split = filters ?? await resolveSplit(tx, ctx, {})
  const found = await tx.execute<{ entry: number; exit: number; event: boolean; n: number }>(sql`
    select x.entry::int as entry, x.exit::int as exit, x.event, count(*)::int as n from ${tenures({ ctx, split }, { unit: 'month', from: null, until: addDays(end, -1) }, false)} x where x.fate is null group by 1, 2, 3 order by 1, 2, 3`)
  // Who left after so many whole months left in the next one; who came into view within a month is watched from the one after.
  return found.rows.map(({ entry, exit, event, n }) => ({ entry: entry > 0 ? entry + 1 : 0, periods: event ? exit + 1 : exit, left: event, n }))
}

export async function fitStaying(tx: Tx, ctx: OrgCtx, end: LocalDay, filters?: Split): Promise<StayFit> {
  const pace = await contractPace(tx, ctx, end)
  const rows = (await contractTenures(tx, ctx, end, filters)).filter(({ entry, periods }) => periods > entry)
  const customers = rows.reduce((sum, { n }) => sum + n, 0)
  const left = rows.reduce((sum, row) => sum + (row.left ? row.n : 0), 0)
  const without = (fallback: string, estimate: Estimate | null): StayFit => ({ model: null, estimate, fallback, tenures: rows, customers, pace })
  if (customers === 0 && filters?.segment) return without(`Nobody was in “${filters.segment.name}” on the day from which leaving can be watched, and a model of staying needs ${LEAST_LEAVINGS} who left.`, null)
  if (left < LEAST_LEAVINGS) return without(`Too few were seen leaving: ${left.toLocaleString('en')} of ${customers.toLocaleString('en')} customers, and a model of staying needs ${LEAST_LEAVINGS}.`, null)
  const estimate = await once(['sbg', ...(['entry', 'periods', 'n'] as const).map((field) => Float64Array.from(rows, (row) => row[field])), Float64Array.from(rows, (row) => Number(row.left))], () => sbgFit(rows))
  if (!estimate.converged) return without(estimate.reason, estimate)
  const at = (name: string) => estimate.parameters.find((p) => p.name === name)?.estimate ?? Number.NaN
  return { model: { alpha: at('alpha'), beta: at('beta') }, estimate, fallback: null, tenures: rows, customers, pace }
}

/** Shorter records do not say how much a customer's months vary. */
const LEAST_MONTHS = 3

/** What customers in a relationship on the last day before `end` bring a month, from their purchases so far, each since the first one, which is of a month of its own (who never bought: since they came, as far as records reach). */
async function contractPace(tx: Tx, ctx: OrgCtx, end: LocalDay): Promise<Pace | null> {
  const months = (from: SQL) => sql`((${end}::date - ${from}) * 12 / 365.25)`
  const found = await tx.execute<PaceSums>(sql`
    with m as materialized (
      select p.customer_id, min(t.day) as first_day, sum(t.amount)::float8 as v from transactions t join profiles p on p.organisation_id = t.organisation_id and p.id = t.profile_id
      where t.organisation_id = ${ctx.org.id} and p.customer_id is not null and ${isValue(ctx.org)} and t.day < ${end}::date group by p.customer_id, date_trunc('month', t.day::timestamp)),
    s as (select customer_id, min(first_day) as first_day, sum(v) as v, sum(v * v) as s from m group by 1),
    record as (select min(first_day) as first_day from s),
    each as (
      select coalesce(s.v, 0) as v, coalesce(s.s, 0) as s, (${months(sql`coalesce(s.first_day, greatest(r.since, record.first_day))`)} + case when s.first_day is null then 0 else 1 end)::float8 as n
      from ${newestRelationships(ctx, end)} r cross join record left join s on s.customer_id = r.customer_id where r.lasting)
    select count(*)::int as customers, coalesce(sum(n), 0)::float8 as months, coalesce(sum(v), 0)::float8 as value, coalesce(sum(n * n), 0)::float8 as squares, coalesce(sum(v * v / n), 0)::float8 as weighted,
      coalesce(sum(greatest(0, s - v * v / n)), 0)::float8 as within, coalesce(sum(n - 1), 0)::float8 as freedom,
      percentile_cont(0.5) within group (order by greatest(0, s - v * v / n) / (n - 1) / nullif((v / n) * (v / n), 0)) filter (where v > 0) as scatter,
      coalesce((select ${months(sql`record.first_day`)}::float8 from record), 0)::float8 as record
    from each where n >= ${LEAST_MONTHS}`)
  return found.rows[0] ? paceOf(found.rows[0]) : null
}

/**
 * The newest relationship of each customer that began before `end`, as a subquery: customer_id, months (whole, of
 * tenure on the last day before `end`), since (its first day), lasting, gone (recorded as having left; a lapse is only silence).
 */
export const newestRelationships = (ctx: OrgCtx, end: LocalDay, whose: SQL = sql`true`): SQL => sql`(
  select distinct on (s.customer_id) s.customer_id, greatest(0, ${elapsed(sql`s.start_day`, sql`(${end}::date - 1)`, 'month')})::int as months, s.start_day as since, (s.end_day is null or s.end_day >= ${end}::date) as lasting,
    (s.end_day < ${end}::date and s.end_kind <> 'lapse') as gone
  from spells s where s.organisation_id = ${ctx.org.id} and s.start_day < ${end}::date and ${whose} order by s.customer_id, s.number desc)`

/** Finance's own figures before `end`, as a subquery: customer_id, stated (all), per_week (over periods ended in the last year). */
export const statedValues = (ctx: OrgCtx, end: LocalDay, whose: SQL = sql`true`): SQL => sql`(
  select p.customer_id, sum(v.amount)::float8 as stated,
    coalesce(sum(v.amount) filter (where v.to_day > ${end}::date - 366) * 7.0 / nullif(sum(v.to_day - v.from_day) filter (where v.to_day > ${end}::date - 366), 0), 0)::float8 as per_week
  from customer_values v join profiles p on p.organisation_id = v.organisation_id and p.id = v.profile_id
  where v.organisation_id = ${ctx.org.id} and v.currency = ${ctx.org.currency} and p.customer_id is not null and v.to_day <= ${end}::date and ${whose} group by 1)`
