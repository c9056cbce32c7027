import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Organisation } from '../context'
import type { LocalDay } from '../domain/time/local-day'
import { isValue } from '../queries/customer-value'

/** Calibration ends before `end`; what came from then until before `to` is the holdout. */
export type Stretches = { end: LocalDay; to: LocalDay }

/**
 * Purchase histories of known customers, as a subquery of one row each. A purchase day is a local day with a purchase
 * (amount ≥ 0) that counts as value, in the organisation's currency; several on one day are one. Refunds lower value,
 * open no history and are no repeat. Days are whole, money is in minor units.
 *
 * customer_id, x (repeat purchase days), t and age (days from the first purchase day to the last one, and to the last
 * day before `end`), transactions, value (all of them, net), spend (net, after the first purchase day), later and
 * later_value (purchase days and net value in the holdout). x, t and age are null for who had no purchase by then.
 */
export function purchaseHistories(org: Organisation, { end, to }: Stretches, whose: SQL = sql`true`): SQL {
  const before = sql`d.day < ${end}::date`
  return sql`(
    select d.customer_id, (nullif(count(*) filter (where d.purchases > 0 and ${before}), 0) - 1)::int as x, (max(d.day) filter (where d.purchases > 0 and ${before}) - d.first_day)::int as t,
      (${end}::date - 1 - d.first_day)::int as age, coalesce(sum(d.purchases) filter (where ${before}), 0)::int as transactions, coalesce(sum(d.net) filter (where ${before}), 0)::float8 as value,
      coalesce(sum(d.net) filter (where ${before} and d.day > d.first_day), 0)::float8 as spend, count(*) filter (where d.purchases > 0 and not ${before})::int as later,
      coalesce(sum(d.net) filter (where not ${before}), 0)::float8 as later_value, bool_or(${before}) as known
    from (
      select s.*, min(s.day) filter (where s.purchases > 0 and s.day < ${end}::date) over (partition by s.customer_id) as first_day from (
        select p.customer_id, t.day, count(*) filter (where t.amount >= 0) as purchases, sum(t.amount::float8) as net
        from transactions t join profiles p on p.organisation_id = t.organisation_id and p.id = t.profile_id
        where t.organisation_id = ${org.id} and p.customer_id is not null and ${whose} and ${isValue(org)} and t.day < greatest(${end}::date, ${to}::date) group by 1, 2) s) d
    group by d.customer_id, d.first_day)`
}

/** A distinct history in whole days, how many customers share it, and what they did in the holdout. */
export type DistinctHistory = { x: number; t: number; age: number; n: number; later: number; later_value: number; /** Sums over those who share it, minor units. */ spend: number; value: number }

/** Rows fetched at a time: what is held of a large answer besides its own result. */
const FETCHED = 20_000

/**
 * Reads rows of a query of any length through a cursor, so that no more than some thousand are held at once.
 * Inside a transaction; one at a time.
 */
export async function readThrough<Row extends Record<string, unknown>>(tx: Tx, query: SQL<Row>, each: (rows: Row[]) => void | Promise<void>): Promise<void> {
  // The whole answer is wanted, not its first rows soon; and what it is put together from is sorted in memory, where PostgreSQL has some to give.
  await tx.execute(sql`set local cursor_tuple_fraction = 1`)
  await tx.execute(sql`select set_config('work_mem', greatest(pg_size_bytes(current_setting('work_mem')), 134217728) / 1024 || 'kB', true)`)
  await tx.execute(sql`declare read_through no scroll cursor for ${query}`)
  for (;;) {
    const { rows } = await tx.execute<Row>(sql.raw(`fetch ${FETCHED} from read_through`))
    if (rows.length > 0) await each(rows as Row[])
    if (rows.length < FETCHED) break
  }
  await tx.execute(sql`close read_through`)
}

/** Sufficient statistics: grouped in the database, so that only distinct histories leave it. */
export async function distinctHistories(tx: Tx, org: Organisation, stretches: Stretches, whose?: SQL): Promise<DistinctHistory[]> {
  const found: DistinctHistory[] = []
  await readThrough(tx, sql<DistinctHistory>`
    select h.x, h.t, h.age, count(*)::int as n, sum(h.later)::int as later, sum(h.later_value)::float8 as later_value, sum(h.spend)::float8 as spend, sum(h.value)::float8 as value
    from ${purchaseHistories(org, stretches, whose)} h where h.x is not null group by 1, 2, 3 order by 1, 2, 3`, (rows) => { for (const row of rows) found.push(row) })
  return found
}

/** So many repeat customers bought on x repeat days for this mean each, in minor units. */
export type DistinctSpend = { x: number; mean: number; log_mean: number; n: number }

type Grouped = DistinctSpend & { correlation: number | null; none: number; whole: number }

/** Above so many repeat customers their means are put together in steps of 0.2 %, which changes no estimate visibly. */
const EXACT_SPENDS = 100_000

/** Repeat customers' mean spend per repeat purchase day where it is above 0, and how it goes with how often they bought. */
export async function distinctSpends(tx: Tx, org: Organisation, stretches: Stretches, repeaters: number, whose?: SQL): Promise<{ spends: DistinctSpend[]; correlation: number | null; none: number }> {
  const grouping = repeaters > EXACT_SPENDS ? sql`floor(ln(h.spend / h.x) * 500)` : sql`h.spend`
  const spends: DistinctSpend[] = []
  let all: Grouped | undefined
  // What holds of all of them is a row of the same query: the histories are put together once.
  await readThrough(tx, sql<Grouped>`
    select h.x, avg(h.spend / h.x) filter (where h.spend > 0)::float8 as mean, avg(case when h.spend > 0 then ln(h.spend / h.x) end)::float8 as log_mean, count(*) filter (where h.spend > 0)::int as n,
      corr(h.x, h.spend / h.x) filter (where h.spend > 0) as correlation, count(*) filter (where h.spend <= 0)::int as none, grouping(h.x)::int as whole
    from (select *, case when h.spend > 0 then ${grouping} end as step from ${purchaseHistories(org, stretches, whose)} h where h.x > 0) h
    group by grouping sets ((h.x, h.step), ()) order by 1, 2`, (rows) => {
    for (const { correlation, none, whole, ...spend } of rows) {
      if (whole === 1) all = { correlation, none, whole, ...spend }
      else if (spend.n > 0) spends.push(spend)
    }
  })
  return { spends, correlation: all?.correlation ?? null, none: all?.none ?? 0 }
}
