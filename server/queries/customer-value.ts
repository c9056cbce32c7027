import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Organisation } from '../context'
import type { RecordedDays } from '../domain/segments/definition'
import type { LocalDay } from '../domain/time/local-day'
import { amongSql, type Among } from './among'

/** What a transaction's kind counts towards; a kind nobody has marked counts as value. */
export function usesOf(org: Organisation): { notValue: string[]; ignored: string[] } {
  const kinds = Object.entries(org.transactionKinds)
  return { notValue: kinds.filter(([, use]) => use !== 'value').map(([kind]) => kind), ignored: kinds.filter(([, use]) => use === 'ignore').map(([kind]) => kind) }
}

/** True where a transaction `t` counts as value, in the organisation's currency. */
export const isValue = (org: Organisation): SQL => sql`t.currency = ${org.currency} and (t.kind is null or t.kind <> all(${sql.param(usesOf(org).notValue)}::text[]))`

/**
 * SQL giving (customer_id, cut, value) for every customer in relationship before and on each cut day: purchases less
 * refunds of the `windowDays` before the cut, minor units of the organisation's currency. Where finance has stated a
 * customer's own value for a period ended by then, the stated periods ending in the window count instead.
 * Reads nothing of the cut day or later.
 */
export function valuesAt(org: Organisation, windowDays: number | null, cuts: LocalDay[], customers: Among): SQL {
  const days = sql`${sql.param(cuts)}::date[]`
  const whose = (column: SQL) => amongSql(customers, column)
  const inWindow = (day: SQL) => (windowDays === null ? sql`true` : sql`${day} >= c.cut - ${windowDays}::int`)
  const first = cuts[0] ?? '1900-01-01'
  const reachable = windowDays === null ? sql`true` : sql`t.day >= ${first}::date - ${windowDays}::int`
  // Days are put together first where they are asked for by several cuts; whole amounts are exact as float8.
  const several = cuts.length > 1
  return sql`
    select m.customer_id, m.cut, case when s.customer_id is null then coalesce(b.value, 0) else s.value end::float8 as value
    from (
      select distinct x.customer_id, c.cut from unnest(${days}) as c (cut)
      join spells x on x.organisation_id = ${org.id} and x.start_day < c.cut and (x.end_day is null or x.end_day >= c.cut) where ${whose(sql`x.customer_id`)}) m
    left join (
      select d.customer_id, c.cut, sum(d.amount) as value from unnest(${days}) as c (cut) join (
        select p.customer_id, t.day, ${several ? sql`sum(t.amount::float8)` : sql`t.amount::float8`} as amount from profiles p join transactions t on t.organisation_id = p.organisation_id and t.profile_id = p.id
        where p.organisation_id = ${org.id} and ${customers === null ? sql`p.customer_id is not null` : whose(sql`p.customer_id`)} and ${isValue(org)} and ${reachable} and t.day < ${cuts.at(-1) ?? first}::date
        ${several ? sql`group by 1, 2` : sql``}) d on d.day < c.cut and ${inWindow(sql`d.day`)} group by 1, 2) b on b.customer_id = m.customer_id and b.cut = m.cut
    left join (
      select p.customer_id, c.cut, coalesce(sum(v.amount) filter (where ${windowDays === null ? sql`true` : sql`v.to_day > c.cut - ${windowDays}::int`}), 0) as value from unnest(${days}) as c (cut)
      join customer_values v on v.organisation_id = ${org.id} and v.currency = ${org.currency} and v.to_day <= c.cut
      join profiles p on p.organisation_id = v.organisation_id and p.id = v.profile_id where ${customers === null ? sql`p.customer_id is not null` : whose(sql`p.customer_id`)}
      group by 1, 2) s on s.customer_id = m.customer_id and s.cut = m.cut`
}

/** First day with a value (or, when asked, anything) recorded, and the newest day of any record up to `today`. */
export async function recordedDays(tx: Tx, org: Organisation, today: LocalDay, of: 'value' | 'anything' = 'value'): Promise<RecordedDays> {
  const counts = of === 'value' ? sql`kind in ('transaction', 'customer_value')` : sql`true`
  const found = await tx.execute<RecordedDays>(sql`
    select to_char(min(day) filter (where ${counts}), 'YYYY-MM-DD') as earliest, to_char(max(day), 'YYYY-MM-DD') as newest
    from source_daily where organisation_id = ${org.id} and records > 0 and day <= ${today}::date`)
  return found.rows[0] ?? { earliest: null, newest: null }
}

/** The least value of each tier that anybody is in, best (1) first. `values`: SQL giving a column `value`; `ends`: the share of customers at which each tier but the last ends. */
export async function quantileTiers(tx: Tx, values: SQL, ends: readonly number[]): Promise<{ tier: number; least: number }[]> {
  const found = await tx.execute<{ tier: number; least: number }>(sql`
    with grouped as (select value, count(*) as n from (${values}) v group by value),
    ranked as (select value, ((sum(n) over (order by value desc) - n / 2.0) / sum(n) over ())::float8 as rank from grouped)
    select (1 + (select count(*) from unnest(${sql.param(ends)}::float8[]) as t (ends) where rank > t.ends + 1e-12))::int as tier, min(value)::float8 as least
    from ranked group by 1 order by 1`)
  return found.rows
}
