import { sql, type SQL } from 'drizzle-orm'
import type { Organisation } from '../context'
import { isValue, usesOf } from '../queries/customer-value'
import type { View } from './relationships'

const notAmong = (column: SQL, list: string[]): SQL => (list.length === 0 ? sql`true` : sql`(${column} is null or ${column} <> all(${sql.param(list)}::text[]))`)

/** True where a transaction is a purchase or use: amount ≥ 0, of a kind that is not ignored, whatever its currency. */
export const isPurchase = (org: Organisation, alias: SQL): SQL => sql`${alias}.amount >= 0 and ${notAmong(sql`${alias}.kind`, usesOf(org).ignored)}`

/** Customers whose value finance has sent: theirs is that, and not their transactions. */
const stated = (org: Organisation): SQL => sql`select vp.customer_id from customer_values v join profiles vp on vp.organisation_id = v.organisation_id and vp.id = v.profile_id
  where v.organisation_id = ${org.id} and v.currency = ${org.currency} and vp.customer_id is not null`

export async function valueStated({ tx, ctx }: Pick<View, 'tx' | 'ctx'>): Promise<boolean> {
  const result = await tx.execute<{ any: boolean }>(sql`select exists (${stated(ctx.org)}) as any`)
  return result.rows[0]?.any ?? false
}

/** Narrows transactions (aliases t, p) to those that are their customer's value. */
export const valueTransactions = (org: Organisation, hasStated: boolean): SQL =>
  sql`p.customer_id is not null and ${isValue(org)} ${hasStated ? sql`and p.customer_id not in (${stated(org)})` : sql``}`

/**
 * Value of known customers in minor units of the organisation's currency, per stretch of days, as a subquery:
 * customer_id, stretch, amount. `stretches` is SQL for rows (stretch, bucket, a, b) with [a, b) inside the period
 * that `bucketOf(day)` names, so that a transaction finds its stretches without being compared with each.
 * `bounds` hold all stretches, in plain days, so that the database can tell how much it is about to read.
 * Finance's own figures are spread evenly over the days they are stated for.
 */
export function valueIn(org: Organisation, stretches: SQL, bucketOf: (day: SQL) => SQL, hasStated: boolean, bounds: { from: string; to: string }): SQL {
  const transactions = sql`
    select p.customer_id, w.stretch, sum(t.amount)::float8 as amount from transactions t
    join profiles p on p.organisation_id = t.organisation_id and p.id = t.profile_id
    join w on w.bucket = ${bucketOf(sql`t.day`)} and t.day >= w.a and t.day < w.b
    where t.organisation_id = ${org.id} and t.day >= ${bounds.from}::date and t.day < ${bounds.to}::date and ${valueTransactions(org, hasStated)} group by 1, 2`
  if (!hasStated) return sql`(with w as (${stretches}) ${transactions})`
  // Whole minor units per customer, so that equal months stay equal.
  return sql`(with w as (${stretches}) select customer_id, stretch, round(sum(amount))::float8 as amount from (${transactions} union all
    select p.customer_id, w.stretch, sum(v.amount::float8 * (least(v.to_day, w.b) - greatest(v.from_day, w.a)) / nullif(v.to_day - v.from_day, 0))::float8 from customer_values v
    join profiles p on p.organisation_id = v.organisation_id and p.id = v.profile_id join w on v.from_day < w.b and v.to_day > w.a
    where v.organisation_id = ${org.id} and v.currency = ${org.currency} and p.customer_id is not null group by 1, 2) flows group by 1, 2)`
}

/** Says what of the window is in another currency, of a kind that is no value, or anonymous. */
export async function noteLeftOut({ tx, ctx, note }: View, from: string, to: string): Promise<void> {
  const { org } = ctx
  const result = await tx.execute<{ currencies: string | null; foreign: number; own: number; kinds: number; anonymous: number }>(sql`
    select string_agg(distinct t.currency, ', ') filter (where t.currency <> ${org.currency}) as currencies, count(*) filter (where t.currency <> ${org.currency})::int as foreign, count(*) filter (where t.currency = ${org.currency})::int as own,
      count(*) filter (where t.currency = ${org.currency} and not ${notAmong(sql`t.kind`, usesOf(org).notValue)})::int as kinds, count(*) filter (where p.customer_id is null)::int as anonymous
    from transactions t join profiles p on p.organisation_id = t.organisation_id and p.id = t.profile_id
    where t.organisation_id = ${org.id} and t.day >= ${from}::date and t.day < ${to}::date`)
  const found = result.rows[0]
  if (!found) return
  const n = (count: number) => count.toLocaleString('en')
  if (found.foreign > 0) note(`${n(found.foreign)} transactions in ${found.currencies} are left out: figures here are in ${org.currency}, and amounts of different currencies are never added.${found.own === 0 ? ' The currency is chosen in Settings.' : ''}`)
  if (found.kinds > 0) note(`${n(found.kinds)} transactions are of a kind that is not marked as value.`)
  if (found.anonymous > 0) note(`${n(found.anonymous)} transactions of anonymous profiles are left out.`)
}
