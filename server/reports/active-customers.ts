import { sql, type SQL } from 'drizzle-orm'
import type { Interval } from '@/db/vocabulary'
import { daysBetween } from '../domain/time/local-day'
import type { Asked } from './report'
import type { PeriodRow } from './window'
import { attributeValue, interactionsInView } from './populations'
import { volumes, type Volume } from './volumes'

type View = Pick<Asked<unknown>, 'ctx' | 'tx' | 'window' | 'split' | 'note'>

/** A period clipped to the window, as customer-days are counted over. */
export type Clipped = { period: string; start: string; end: string; days: number }

export function clip(periods: PeriodRow[], window: { from: string; to: string }): Clipped[] {
  return periods.map(({ period, end }) => {
    const start = period < window.from ? window.from : period
    const until = end > window.to ? window.to : end
    return { period, start, end: until, days: daysBetween(start, until) }
  })
}

/**
 * Active customers per period (METRICS §3): customer-days in relationship ÷ days, by present segment or the customer's
 * own attribute where the report is split so. Works on how many relationships began and ended per day, so the cost
 * grows with days, not with customers × periods. Keys: segment id, attribute value, or `total`.
 */
export async function activeCustomers(view: View, periods: Clipped[], split: boolean): Promise<Map<string, number>> {
  const found = new Map<string, number>()
  if (periods.length === 0) return found
  const { ctx, tx } = view
  const by = split ? view.split.by : ({ kind: 'none' } as const)
  const key: SQL = by.kind === 'segmentation' ? sql`ms.segment_id::text` : by.kind === 'attribute' ? sql`c.attributes->>${by.name}` : sql`'total'::text`
  const join = by.kind === 'segmentation'
    ? sql`join memberships ms on ms.organisation_id = s.organisation_id and ms.customer_id = s.customer_id and ms.segmentation_id = ${by.segmentation.id} and ms.to_day is null`
    : by.kind === 'attribute' ? sql`join customers c on c.organisation_id = s.organisation_id and c.id = s.customer_id` : sql``
  const segment = view.split.segment
  const filter = segment
    ? sql`and exists (select 1 from memberships f where f.organisation_id = s.organisation_id and f.customer_id = s.customer_id and f.segmentation_id = ${segment.segmentation.id} and f.segment_id = ${segment.segmentId} and f.to_day is null)`
    : sql``
  const only = view.split.attribute
  const attribute = only && (await saidOfCustomers(view, only.name))
    ? sql`and exists (select 1 from customers a where a.organisation_id = s.organisation_id and a.id = s.customer_id and a.attributes->>${only.name} = ${only.value})`
    : sql``
  const rows = await tx.execute<{ period: string; key: string; days: number }>(sql`
    with changes as (
      select ${key} as key, x.day, sum(x.n)::float8 as n from spells s ${join}
      cross join lateral (values (s.start_day, 1), (s.end_day, -1)) x(day, n)
      where s.organisation_id = ${ctx.org.id} and x.day is not null ${filter} ${attribute} group by 1, 2),
    periods as (select * from unnest(${sql.param(periods.map((p) => p.period))}::text[], ${sql.param(periods.map((p) => p.start))}::date[], ${sql.param(periods.map((p) => p.end))}::date[]) p(period, a, b))
    select p.period, ch.key, sum(ch.n * (p.b - greatest(ch.day, p.a)))::float8 as days
    from periods p join changes ch on ch.day < p.b where ch.key is not null group by 1, 2`)
  const length = new Map(periods.map((p) => [p.period, p.days]))
  const keys = by.kind === 'segmentation' ? new Map(by.parts.map((p) => [p.id, p.key])) : null
  for (const row of rows.rows) {
    const days = length.get(row.period) ?? 0
    if (days > 0) found.set(`${row.period} ${keys?.get(row.key) ?? row.key}`, row.days / days)
  }
  return found
}

/**
 * Active customers of each part; null where the parts are not parts of customers (channels, touchpoints, an attribute
 * that only interactions carry): then every part is set against all active customers.
 */
export async function activeByPart(view: View, periods: Clipped[]): Promise<Map<string, number> | null> {
  const { by } = view.split
  if (by.kind !== 'segmentation' && by.kind !== 'attribute') return null
  if (by.kind === 'attribute' && !(await saidOfCustomers(view, by.name))) return null
  return activeCustomers(view, periods, true)
}

async function saidOfCustomers({ tx, ctx, note }: View, name: string): Promise<boolean> {
  const found = await tx.execute<{ any: boolean }>(sql`select exists (select 1 from customers where organisation_id = ${ctx.org.id} and attributes->>${name} is not null) as any`)
  const any = found.rows[0]?.any ?? false
  if (!any) note(`${name} is said of interactions, not of customers: they are set against all active customers.`)
  return any
}

/**
 * Volumes of known customers only, so that a rate's numerator and denominator count the same people. What anonymous
 * profiles did is subtracted from the roll-ups and said in a note.
 */
export async function knownVolumes(view: View, interval: Interval, options: { split: boolean; customers: boolean }): Promise<Volume[]> {
  const rows = await volumes(view, interval, options)
  const by = options.split ? view.split.by : ({ kind: 'none' } as const)
  if (by.kind === 'segmentation' || view.split.segment) return rows
  const anonymous = await view.tx.execute<{ any: boolean }>(sql`select exists (select 1 from profiles where organisation_id = ${view.ctx.org.id} and customer_id is null) as any`)
  if (!anonymous.rows[0]?.any) return rows
  const key = by.kind === 'channel' ? sql`i.channel_id::text` : by.kind === 'touchpoint' ? sql`i.touchpoint_id::text` : by.kind === 'attribute' ? attributeValue(by.name) : sql`'total'::text`
  const unknown = await view.tx.execute<{ period: string; key: string; direction: string; n: number; cost: number; costs: number }>(sql`
    select date_trunc(${interval}, i.day)::date::text as period, ${key} as key, i.direction, count(*)::float8 as n, coalesce(sum(i.cost), 0)::float8 as cost, count(i.cost)::float8 as costs
    from interactions i join profiles p on p.organisation_id = i.organisation_id and p.id = i.profile_id
    left join customers c on c.organisation_id = p.organisation_id and c.id = p.customer_id
    where i.organisation_id = ${view.ctx.org.id} and p.customer_id is null and ${interactionsInView(view)} group by 1, 2, 3`)
  const ids = by.kind === 'none' || by.kind === 'attribute' ? null : new Map(by.parts.map((p) => [p.id, p.key]))
  const found = new Map(rows.map((r) => [`${r.period} ${r.key}`, { ...r }]))
  let left = 0
  for (const u of unknown.rows) {
    left += by.kind === 'none' ? u.n : 0
    const row = found.get(`${u.period} ${ids?.get(u.key) ?? u.key}`)
    if (!row) continue
    row.interactions -= u.n
    row.cost -= u.cost
    row.costs -= u.costs
    if (u.direction === 'contact') row.contacts -= u.n
    else if (u.direction === 'lookup') row.lookups -= u.n
    else row.messages -= u.n
  }
  if (left > 0) view.note(`${left.toLocaleString('en')} interactions of anonymous profiles are left out: nobody knows how many people they are.`)
  return [...found.values()]
}
