import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { OrgCtx } from '../context'
import { addDays, type LocalDay } from '../domain/time/local-day'
import type { Estimate } from '../domain/value-models/estimate'
import { sbgFit, type ContractTenure, type Sbg } from '../domain/value-models/sbg'
import { resolveSplit, type Split } from './split'
import { elapsed, tenures } from './tenures'
import { once } from './value-fit'

/** Fewer recorded leavings tell nothing about staying. */
export const LEAST_LEAVINGS = 30

/** Staying, fitted to relationships in months; `model` null with a reason. */
export type StayFit = { model: Sbg | null; estimate: Estimate | null; fallback: string | null; tenures: ContractTenure[]; customers: number }

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
  const rows = (await contractTenures(tx, ctx, end, filters)).filter(({ entry, periods }) => periods > entry)
  const customers = rows.reduce((sum, { n }) => sum + n, 0)
  const left = rows.reduce((sum, row) => sum + (row.left ? row.n : 0), 0)
  const without = (fallback: string, estimate: Estimate | null): StayFit => ({ model: null, estimate, fallback, tenures: rows, customers })
  if (left < LEAST_LEAVINGS) return without(`Too few were seen leaving: ${left.toLocaleString('en')} of ${customers.toLocaleString('en')} customers, and a model of staying needs ${LEAST_LEAVINGS}.`, null)
  const estimate = await once(['sbg', ...(['entry', 'periods', 'n'] as const).map((field) => Float64Array.from(rows, (row) => row[field])), Float64Array.from(rows, (row) => Number(row.left))], () => sbgFit(rows))
  if (!estimate.converged) return without(estimate.reason, estimate)
  const at = (name: string) => estimate.parameters.find((p) => p.name === name)?.estimate ?? Number.NaN
  return { model: { alpha: at('alpha'), beta: at('beta') }, estimate, fallback: null, tenures: rows, customers }
}

/**
 * The newest relationship of each customer that began before `end`, as a subquery: customer_id, months (whole, of
 * tenure on the last day before `end`), lasting, gone (recorded as having left; a lapse is only silence).
 */
export const newestRelationships = (ctx: OrgCtx, end: LocalDay, whose: SQL = sql`true`): SQL => sql`(
  select distinct on (s.customer_id) s.customer_id, greatest(0, ${elapsed(sql`s.start_day`, sql`(${end}::date - 1)`, 'month')})::int as months, (s.end_day is null or s.end_day >= ${end}::date) as lasting,
    (s.end_day < ${end}::date and s.end_kind <> 'lapse') as gone
  from spells s where s.organisation_id = ${ctx.org.id} and s.start_day < ${end}::date and ${whose} order by s.customer_id, s.number desc)`

/** Finance's own figures before `end`, as a subquery: customer_id, stated (all), per_week (over periods ended in the last year). */
export const statedValues = (ctx: OrgCtx, end: LocalDay, whose: SQL = sql`true`): SQL => sql`(
  select p.customer_id, sum(v.amount)::float8 as stated,
    coalesce(sum(v.amount) filter (where v.to_day > ${end}::date - 366) * 7.0 / nullif(sum(v.to_day - v.from_day) filter (where v.to_day > ${end}::date - 366), 0), 0)::float8 as per_week
  from customer_values v join profiles p on p.organisation_id = v.organisation_id and p.id = v.profile_id
  where v.organisation_id = ${ctx.org.id} and v.currency = ${ctx.org.currency} and p.customer_id is not null and v.to_day <= ${end}::date and ${whose} group by 1)`
