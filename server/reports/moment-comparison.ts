import { sql } from 'drizzle-orm'
import { wilson } from '../domain/statistics/proportion'
import { closedDays, type Question } from './moment-counts'
import { valueTransactions } from './value'

/** Days around which everybody is looked at: from a few typical ones the year's course cannot hide. */
const TYPICAL = [0.1, 0.3, 0.5, 0.7, 0.9]

/**
 * The same change among all customers, beside what followed the moments: around up to five typical days of the closed
 * moments in view (deciles of their days), who with spend in the window before was still there at the end of the window after, and
 * of these spent less. Counts are pooled over the days, so a customer may be in several: no interval is given.
 */
export async function compareEverybody(asked: Question): Promise<Record<string, number | null>> {
  const { ctx: { org }, tx } = asked
  const days = sql`${org.effectWindowDays}::int`
  const result = await tx.execute<{ present: number; gone: number; comparable: number; less: number; before: number; after: number }>(sql`
    with closed as (select day, n, sum(n) over (order by day) as up_to, sum(n) over () as total from (${closedDays(asked)}) days),
    d as (select distinct (select min(day) from closed where up_to >= share * total) as day from unnest(array[${sql.raw(TYPICAL.join(', '))}]::numeric[]) share where exists (select from closed)),
    there as (
      select d.day, s.customer_id, coalesce(s.end_day <= d.day + ${days}, false) as gone from d join spells s on s.organisation_id = ${org.id} and s.start_day <= d.day and (s.end_day is null or s.end_day > d.day)),
    -- Which typical days a day of the record counts for: looked up once per record, not compared with each of them.
    span as (select d.day, x::date as of_day, x < d.day as earlier from d cross join generate_series(d.day - ${days}, d.day + ${days}, interval '1 day') x where x <> d.day),
    spent as (
      select span.day, p.customer_id, coalesce(sum(t.amount::float8) filter (where span.earlier), 0) as before, coalesce(sum(t.amount::float8) filter (where not span.earlier), 0) as after
      from span join transactions t on t.organisation_id = ${org.id} and t.day = span.of_day and t.day >= (select min(of_day) from span) and t.day <= (select max(of_day) from span)
      join profiles p on p.organisation_id = t.organisation_id and p.id = t.profile_id where ${valueTransactions(org, false)} group by 1, 2),
    both_ as (select there.gone, spent.before, spent.after from there left join spent on spent.day = there.day and spent.customer_id = there.customer_id)
    select count(*)::int as present, count(*) filter (where gone)::int as gone, count(*) filter (where not gone and before > 0)::int as comparable,
      count(*) filter (where not gone and before > 0 and (before - after)::numeric >= before::numeric * ${org.spentLessShare}::numeric)::int as less,
      coalesce(sum(before) filter (where not gone and before > 0), 0)::float8 as before, coalesce(sum(after) filter (where not gone and before > 0), 0)::float8 as after from both_`)
  const found = result.rows[0]
  if (!found) return {}
  return {
    all_customers_left_rate: wilson(found.gone, found.present)?.p ?? null,
    all_customers_spent_less_rate: wilson(found.less, found.comparable)?.p ?? null,
    all_customers_spend_change: found.before > 0 ? (found.after - found.before) / found.before : null,
  }
}
