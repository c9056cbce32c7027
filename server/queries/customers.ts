import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { reading, type OrgCtx } from '../context'
import { recordId } from '../domain/ids'
import { toMajor } from '../domain/money'
import { addDays, addMonths, firstOfMonth, startOfDay, type LocalDay } from '../domain/time/local-day'
import { resolveSplit, VALUE_TIERS } from '../reports/split'
import { resolveWindow } from '../reports/window'
import { DEEPEST, type CustomerFilters, type CustomerListInput, type CustomerSort, type CustomerStatus } from '../schemas/customers'
import { isValue } from './customer-value'
import { hasMonths, sumOfMonths } from './customer-months'

/** One line of the list. Days are local, money in major units of the organisation's currency. */
export type CustomerRow = {
  customer: string
  name: string | null
  email: string | null
  tier: string | null
  tier_rank: number | null
  status: CustomerStatus
  won_back: boolean
  acquired: string | null
  last_seen: string | null
  contacts: number
  value: number
  /** Discounted margin expected over the next year; null before the first prediction. */
  expected: number | null
}
export type CustomerList = {
  rows: CustomerRow[]
  /** How many match; counted to DEEPEST, beyond that null. */
  total: number | null
  /** The order the rows are in: a list too long to sort by a figure is in order of last sight. */
  sort: CustomerSort
  direction: 'asc' | 'desc'
  sortable: CustomerSort[]
  /** First local day of the months that contacts and value are summed over, and the day after the last. */
  from: LocalDay
  to: LocalDay
}

/** Twelve months, whole ones but for the running one; they end with the data where that stopped. */
export async function twelveMonths(tx: Tx, ctx: OrgCtx): Promise<{ from: LocalDay; to: LocalDay; today: LocalDay }> {
  const { to, today } = await resolveWindow(tx, ctx, {}, () => {})
  const last = addDays(to, -1)
  // Roll-ups hold whole months. One that has hardly begun is one more, not one of the twelve, so that a year stands beside a year.
  const begun = Number(last.slice(8)) >= HALF_MONTH
  return { from: addMonths(firstOfMonth(last), begun ? -11 : -12), to, today }
}

/** The newest spell that has begun (alias s) of the customer `of`, joined laterally: one look-up in its primary key. */
export const presentSpell = (ctx: OrgCtx, of: SQL, today: LocalDay): SQL => sql`left join lateral (
  select x.number, x.start_day, x.start_stated, x.end_day, x.end_kind from spells x
  where x.organisation_id = ${ctx.org.id} and x.customer_id = ${of} and x.start_day <= ${today}::date order by x.number desc limit 1) s on true`

export const statusOf = (today: LocalDay): SQL => sql`case when s.number is null then 'waiting' when s.end_day is null or s.end_day > ${today}::date then 'in_relationship'
  when s.end_kind = 'lapse' then 'lapsed' else 'left' end`

const HALF_MONTH = 15

type Months = { from: LocalDay; to: LocalDay; today: LocalDay }

export const contactsOf = (ctx: OrgCtx, of: SQL, { from, to }: Months): SQL => sumOfMonths('contacts', { organisationId: ctx.org.id, customer: of, where: sql`month >= ${from}::date and month < ${to}::date` })

/** Minor units. Finance's own figures, where it has stated any for these months, stand instead of purchases less refunds. */
export const valueOf = (ctx: OrgCtx, of: SQL, { from, to }: { from: LocalDay; to: LocalDay }): SQL => sql`coalesce(
  (select sum(v.amount)::float8 from profiles p join customer_values v on v.organisation_id = p.organisation_id and v.profile_id = p.id
   where p.organisation_id = ${ctx.org.id} and p.customer_id = ${of} and v.currency = ${ctx.org.currency} and v.to_day > ${from}::date and v.to_day <= ${to}::date),
  (select sum(t.amount)::float8 from profiles p join transactions t on t.organisation_id = p.organisation_id and t.profile_id = p.id
   where p.organisation_id = ${ctx.org.id} and p.customer_id = ${of} and ${isValue(ctx.org)} and t.day >= ${from}::date and t.day < ${to}::date), 0)`

/** One page of the customers that match, each with its tier, status and twelve months. Unknown slugs are `invalid`. */
export function listCustomers(ctx: OrgCtx, asked: CustomerListInput): Promise<CustomerList> {
  return reading(ctx, async (tx) => {
    const months = await twelveMonths(tx, ctx)
    const scope = await scopeOf(tx, ctx, asked, months)
    const counted = await tx.execute<{ n: number }>(sql`select count(*)::int as n from (select 1 from ${scope} limit ${DEEPEST + 1}) x`)
    const n = counted.rows[0]?.n ?? 0
    const total = n > DEEPEST ? null : n
    const figures = asked.sort === 'contacts' || asked.sort === 'value' || asked.sort === 'expected'
    const sort = figures && total === null ? 'last_seen' : asked.sort
    const direction = sort === asked.sort ? asked.direction : 'desc'
    const order = orderBy(ctx, sort, direction, months)
    const rows = await rowsOf(tx, ctx, sql`select c.id, row_number() over (${order}) as place from ${scope} ${order} limit ${asked.limit} offset ${asked.offset}`, sql`place`, months)
    return { rows: rows.map(({ id: _id, ...row }) => row), total, sort, direction, sortable: total === null ? ['customer', 'name', 'acquired', 'last_seen'] : ['customer', 'name', 'acquired', 'last_seen', 'contacts', 'value', 'expected'], from: months.from, to: months.to }
  })
}

/**
 * Everybody who matches, in batches for an export, ordered by stored id: each batch continues after the last one, so
 * that the millionth row costs what the first did. Each batch is a snapshot of its own.
 */
export async function* everyCustomer(ctx: OrgCtx, asked: CustomerFilters, batch = 2_000): AsyncGenerator<CustomerRow[]> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const rows = await reading(ctx, async (tx) => {
      const months = await twelveMonths(tx, ctx)
      return rowsOf(tx, ctx, sql`select c.id from ${await scopeOf(tx, ctx, asked, months)} and c.id > ${after}::uuid order by c.id limit ${batch}`, sql`c.id`, months)
    })
    if (rows.length > 0) yield rows.map(({ id: _id, ...row }) => row)
    if (rows.length < batch) return
    after = rows.at(-1)?.id ?? after
  }
}

/** `customers c … where …` for the filters. A whole id finds its customer alone, also by an id merged away, in two look-ups. */
async function scopeOf(tx: Tx, ctx: OrgCtx, asked: CustomerFilters, { today, from }: Months): Promise<SQL> {
  const org = ctx.org.id
  const where: SQL[] = [sql`c.organisation_id = ${org}`]
  if (asked.q) {
    const exact = await tx.execute<{ id: string }>(sql`select customer_id as id from profiles where organisation_id = ${org} and id = ${recordId(org, 'customer', '', asked.q)} and customer_id is not null`)
    const like = asked.q.replaceAll(/[\\%_]/g, '\\$&')
    where.push(exact.rows[0] ? sql`c.id = ${exact.rows[0].id}` : sql`(c.external_id ilike ${`${like}%`} or c.name ilike ${`%${like}%`} or c.email ilike ${`%${like}%`})`)
  }
  const split = await resolveSplit(tx, ctx, { segment: asked.segment, channel: asked.channel })
  if (split.segment) {
    where.push(sql`exists (select 1 from memberships ms where ms.organisation_id = ${org} and ms.customer_id = c.id
      and ms.segmentation_id = ${split.segment.segmentation.id} and ms.segment_id = ${split.segment.segmentId} and ms.to_day is null)`)
  }
  if (split.channels) {
    const on = sql`channel_id in (${sql.join(split.channels.map((channel) => sql`${channel.id}::uuid`), sql`, `)})`
    where.push(hasMonths({ organisationId: org, customer: sql`c.id`, where: sql`month >= ${from}::date and ${on}` }))
  }
  if (asked.seen_before) where.push(sql`c.last_at < ${new Date(startOfDay(asked.seen_before, ctx.org.timezone)).toISOString()}::timestamptz`)
  if (asked.status) where.push(sql`${statusOf(today)} = ${asked.status}`)
  return sql`customers c ${asked.status ? presentSpell(ctx, sql`c.id`, today) : sql``} where ${sql.join(where, sql` and `)}`
}

/** Nobody without the sorted value comes first; the stored id settles ties, so that pages never overlap. */
function orderBy(ctx: OrgCtx, sort: CustomerSort, direction: 'asc' | 'desc', months: Months): SQL {
  const by: Record<CustomerSort, SQL> = {
    customer: sql`c.external_id`, name: sql`c.name`, acquired: sql`c.acquired_at`, last_seen: sql`c.last_at`,
    contacts: contactsOf(ctx, sql`c.id`, months), value: valueOf(ctx, sql`c.id`, months), expected: expectedOf(ctx, sql`c.id`),
  }
  return direction === 'asc' ? sql`order by ${by[sort]} asc nulls last, c.id asc` : sql`order by ${by[sort]} desc nulls last, c.id desc`
}

type Found = CustomerRow & { id: string }

const expectedOf = (ctx: OrgCtx, customer: SQL): SQL => sql`(select cp.clv::float8 from customer_predictions cp where cp.organisation_id = ${ctx.org.id} and cp.customer_id = ${customer})`

/** What the list shows of the customers `page` selects, figures for these alone. */
async function rowsOf(tx: Tx, ctx: OrgCtx, page: SQL, order: SQL, months: Months): Promise<(CustomerRow & { id: string })[]> {
  const local = (column: SQL) => sql`to_char(${column} at time zone ${ctx.org.timezone}, 'YYYY-MM-DD')`
  const result = await tx.execute<Found>(sql`
    select c.id, c.external_id as customer, c.name, c.email, g.name as tier, g.rank::int as tier_rank, ${statusOf(months.today)} as status,
      coalesce(s.number > 1 and (s.end_day is null or s.end_day > ${months.today}::date), false) as won_back,
      ${local(sql`c.acquired_at`)} as acquired, ${local(sql`c.last_at`)} as last_seen, ${contactsOf(ctx, sql`c.id`, months)} as contacts, ${valueOf(ctx, sql`c.id`, months)} as value, ${expectedOf(ctx, sql`c.id`)} as expected
    from (${page}) page join customers c on c.organisation_id = ${ctx.org.id} and c.id = page.id ${presentSpell(ctx, sql`c.id`, months.today)}
    left join lateral (
      select sg.name, sg.rank from segmentations sn join memberships ms on ms.organisation_id = sn.organisation_id and ms.segmentation_id = sn.id and ms.customer_id = c.id and ms.to_day is null
      join segments sg on sg.organisation_id = sn.organisation_id and sg.segmentation_id = sn.id and sg.id = ms.segment_id
      where sn.organisation_id = ${ctx.org.id} and sn.slug = ${VALUE_TIERS} limit 1) g on true
    order by ${order}`)
  return result.rows.map((row) => ({ ...row, value: toMajor(Math.round(row.value), ctx.org.currency), expected: row.expected === null ? null : toMajor(row.expected, ctx.org.currency) }))
}
