import { sql, type SQL } from 'drizzle-orm'
import type { Interval } from '@/db/vocabulary'
import { firstOfMonth } from '../domain/time/local-day'
import { attributeValue, interactionsInView } from './populations'
import { inParts } from './split'
import type { Asked } from './report'
import { CUSTOMER_MONTHS } from '../queries/customer-months'

/** Above this many interactions in the window, distinct customers that no roll-up holds are not counted. */
export const DISTINCT_BOUND = 3_000_000

/** Sums of interactions for one period and one key; money in minor units. */
export type Volume = {
  period: string
  key: string
  interactions: number
  contacts: number
  lookups: number
  messages: number
  cost: number
  costs: number
  customers: number | null
}

type View = Pick<Asked<unknown>, 'ctx' | 'tx' | 'window' | 'split' | 'note'>

const SUMS = (n: SQL) => sql`
  sum(${n})::float8 as interactions,
  coalesce(sum(${n}) filter (where direction = 'contact'), 0)::float8 as contacts,
  coalesce(sum(${n}) filter (where direction = 'lookup'), 0)::float8 as lookups,
  coalesce(sum(${n}) filter (where direction = 'message'), 0)::float8 as messages`

/**
 * Interactions per period and key, from the roll-ups: the cost does not depend on how many interactions there were.
 * Splits and filters by an attribute, or splits by a segmentation together with a segment filter, read raw rows and say so.
 * With `split.by` none only the whole is returned, under the key `total`.
 */
export async function volumes(view: View, interval: Interval, options: { split: boolean; customers: boolean }): Promise<Volume[]> {
  const { ctx, tx, split } = view
  const by = options.split ? split.by : ({ kind: 'none' } as const)
  const raw = split.attribute !== null || by.kind === 'attribute' || (by.kind === 'segmentation' && split.segment !== null)
  const rows = raw ? await fromRows(view, interval, by) : await fromRollup(view, interval, by)
  if (raw) view.note('Read from the records themselves: no roll-up holds this split.')
  if (!options.customers) return rows
  const distinct = await distinctCustomers(view, interval, by, rows.reduce((n, r) => n + r.interactions, 0))
  const found = new Map(distinct?.map((d) => [`${d.period} ${d.key}`, d.customers]))
  return rows.map((row) => ({ ...row, customers: distinct ? (found.get(`${row.period} ${row.key}`) ?? 0) : null }))

  async function fromRollup(v: View, unit: Interval, how: typeof by): Promise<Volume[]> {
    const segmentation = how.kind === 'segmentation' ? how.segmentation : split.segment?.segmentation
    const table = segmentation ? sql`rollup_segment_daily` : sql`rollup_daily`
    const scope = segmentation ? sql`and segmentation_id = ${segmentation.id} ${how.kind === 'segmentation' ? sql`` : sql`and segment_id = ${split.segment?.segmentId ?? null}`}` : sql``
    const id = how.kind === 'channel' ? sql`channel_id` : how.kind === 'touchpoint' ? sql`touchpoint_id` : how.kind === 'segmentation' ? sql`segment_id` : sql`'total'::text`
    const result = await tx.execute<Omit<Volume, 'customers'>>(sql`
      select date_trunc(${unit}, day)::date::text as period, ${id}::text as key, ${SUMS(sql`interactions`)},
        sum(cost)::float8 as cost, sum(costs)::float8 as costs
      from ${table} where organisation_id = ${ctx.org.id} and day >= ${v.window.from}::date and day < ${v.window.to}::date ${scope}
        and ${inParts(sql`channel_id`, split.channels)} and ${inParts(sql`touchpoint_id`, split.touchpoints)}
      group by 1, 2 having sum(interactions) > 0 order by 1, 2`)
    return named(result.rows.map((r) => ({ ...r, customers: null })), how)
  }

  async function fromRows(v: View, unit: Interval, how: typeof by): Promise<Volume[]> {
    const { key, join } = rawKey(how)
    const result = await tx.execute<Omit<Volume, 'customers'>>(sql`
      select period, key, ${SUMS(sql`1`)}, coalesce(sum(cost), 0)::float8 as cost, count(cost)::float8 as costs from (
        select date_trunc(${unit}, i.day)::date::text as period, ${key} as key, i.direction, i.cost
        from interactions i join profiles p on p.organisation_id = i.organisation_id and p.id = i.profile_id
        left join customers c on c.organisation_id = p.organisation_id and c.id = p.customer_id ${join}
        where i.organisation_id = ${ctx.org.id} and ${interactionsInView(v)}) x
      where key is not null group by 1, 2 order by 1, 2`)
    return named(result.rows.map((r) => ({ ...r, customers: null })), how)
  }

  function rawKey(how: typeof by): { key: SQL; join: SQL } {
    if (how.kind === 'attribute') return { key: attributeValue(how.name), join: sql`` }
    if (how.kind === 'segmentation') {
      return { key: sql`ms.segment_id::text`, join: sql`join memberships ms on ms.organisation_id = p.organisation_id and ms.customer_id = p.customer_id and ms.segmentation_id = ${how.segmentation.id} and ms.to_day is null` }
    }
    if (how.kind === 'channel') return { key: sql`i.channel_id::text`, join: sql`` }
    if (how.kind === 'touchpoint') return { key: sql`i.touchpoint_id::text`, join: sql`` }
    return { key: sql`'total'::text`, join: sql`` }
  }

  /** Distinct known customers: exact per whole month from the roll-up, else counted from the rows up to a bound. */
  async function distinctCustomers(v: View, unit: Interval, how: typeof by, interactions: number) {
    const monthly = unit === 'month' ? await monthlyCustomers(v, how, 'interactions') : null
    if (monthly) return monthly
    if (interactions > DISTINCT_BOUND) {
      view.note(`Distinct customers per ${unit} are counted for up to ${DISTINCT_BOUND.toLocaleString('en')} interactions; narrow the window to see them.`)
      return null
    }
    const { key, join } = rawKey(how)
    const result = await tx.execute<{ period: string; key: string; customers: number }>(sql`
      select date_trunc(${unit}, i.day)::date::text as period, ${key} as key, count(distinct p.customer_id)::float8 as customers
      from interactions i join profiles p on p.organisation_id = i.organisation_id and p.id = i.profile_id
      left join customers c on c.organisation_id = p.organisation_id and c.id = p.customer_id ${join}
      where i.organisation_id = ${ctx.org.id} and p.customer_id is not null and ${interactionsInView(v)} group by 1, 2`)
    return named(result.rows, how)
  }
}

/**
 * Distinct known customers with interactions (or contacts) per month and key, exact, from the roll-up per customer and
 * month; null where it cannot tell: by touchpoint or attribute, and for a window that cuts a month.
 */
export async function monthlyCustomers({ ctx, tx, window, split }: Pick<View, 'ctx' | 'tx' | 'window' | 'split'>, by: View['split']['by'], counted: 'interactions' | 'contacts'): Promise<{ period: string; key: string; customers: number }[] | null> {
  const plain = !split.touchpoints && !split.attribute && by.kind !== 'touchpoint' && by.kind !== 'attribute'
  const wholeStart = window.from === firstOfMonth(window.from) || window.first === null || window.first >= window.from
  const wholeEnd = window.to === firstOfMonth(window.to) || window.last === null || window.last < window.to
  if (!plain || !wholeStart || !wholeEnd) return null
  const segmentation = by.kind === 'segmentation' ? by.segmentation : undefined
  const key = by.kind === 'channel' ? sql`r.channel_id::text` : segmentation ? sql`ms.segment_id::text` : sql`'total'::text`
  const result = await tx.execute<{ period: string; key: string; customers: number }>(sql`
    select r.month::text as period, ${key} as key, count(distinct r.customer_id)::float8 as customers from ${CUSTOMER_MONTHS} r
    ${segmentation ? sql`join memberships ms on ms.organisation_id = r.organisation_id and ms.customer_id = r.customer_id and ms.segmentation_id = ${segmentation.id} and ms.to_day is null` : sql``}
    where r.organisation_id = ${ctx.org.id} and ${sql.raw(`r.${counted}`)} > 0 and r.month >= ${firstOfMonth(window.from)}::date and r.month < ${window.to}::date
      and ${inParts(sql`r.channel_id`, split.channels)}
      ${split.segment ? sql`and exists (select 1 from memberships f where f.organisation_id = r.organisation_id and f.customer_id = r.customer_id and f.segmentation_id = ${split.segment.segmentation.id} and f.segment_id = ${split.segment.segmentId} and f.to_day is null)` : sql``}
    group by 1, 2`)
  return named(result.rows, by)
}

/** Database ids → the keys rows carry. */
function named<T extends { key: string }>(rows: T[], by: Asked<unknown>['split']['by']): T[] {
  if (by.kind === 'none' || by.kind === 'attribute') return rows
  const keys = new Map(by.parts.map((p) => [p.id, p.key]))
  return rows.map((row) => ({ ...row, key: keys.get(row.key) ?? row.key }))
}

/** The parts of a split in their own order, `total` first; an attribute's values come from the rows. */
export function partsOf(by: Asked<unknown>['split']['by'], rows: { key: string }[]): { key: string; label: string }[] {
  const whole = { key: 'total', label: 'Total' }
  if (by.kind === 'none') return [whole]
  if (by.kind === 'attribute') return [whole, ...[...new Set(rows.map((r) => r.key))].filter((k) => k !== 'total').toSorted().map((key) => ({ key, label: key }))]
  const seen = new Set(rows.map((r) => r.key))
  return [whole, ...by.parts.filter((p) => seen.has(p.key)).map(({ key, label }) => ({ key, label }))]
}
