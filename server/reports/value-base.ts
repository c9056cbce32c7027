import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Organisation } from '../context'
import type { LocalDay } from '../domain/time/local-day'
import { isValue } from '../queries/customer-value'
import { inMemory } from './in-memory'

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
  // A day is put together once and a customer once: no window function between, as each of those sorts all of them again.
  const held = to > end
  const before = held ? sql`d.day < ${end}::date` : sql`true`
  const bought = held ? sql`d.purchases > 0 and ${before}` : sql`d.purchases > 0`
  const later = held ? sql`count(*) filter (where d.purchases > 0 and not ${before})::int as later, coalesce(sum(d.net) filter (where not ${before}), 0)::float8 as later_value` : sql`0 as later, 0::float8 as later_value`
  return sql`(
    select f.customer_id, f.x, f.t, (${end}::date - 1 - f.first_day)::int as age, f.transactions, f.value, f.later, f.later_value, f.known,
      case when f.first_day is null then 0 else f.value - f.first_net - case when f.refund_days is null then 0 else (select coalesce(sum(r.net), 0) from unnest(f.refund_days, f.refund_nets) as r (day, net) where r.day < f.first_day) end end as spend
    from (
      select d.customer_id, (nullif(count(*) filter (where ${bought}), 0) - 1)::int as x, (max(d.day) filter (where ${bought}) - min(d.day) filter (where ${bought}))::int as t, min(d.day) filter (where ${bought}) as first_day,
        (array_agg(d.net order by d.day) filter (where ${bought}))[1] as first_net, array_agg(d.day) filter (where d.purchases = 0 and ${before}) as refund_days, array_agg(d.net) filter (where d.purchases = 0 and ${before}) as refund_nets,
        coalesce(sum(d.purchases) filter (where ${before}), 0)::int as transactions, coalesce(sum(d.net) filter (where ${before}), 0)::float8 as value,
        ${later}, bool_or(${before}) as known
      from (
        select p.customer_id, t.day, count(*) filter (where t.amount >= 0) as purchases, sum(t.amount::float8) as net
        from transactions t join profiles p on p.organisation_id = t.organisation_id and p.id = t.profile_id
        where t.organisation_id = ${org.id} and p.customer_id is not null and ${whose} and ${isValue(org)} and t.day < greatest(${end}::date, ${to}::date) group by 1, 2) d
      group by d.customer_id) f)`
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
  // The whole answer is wanted, not its first rows soon.
  await tx.execute(sql`set local cursor_tuple_fraction = 1`)
  await inMemory(tx)
  await tx.execute(sql`declare read_through no scroll cursor for ${query}`)
  for (;;) {
    const { rows } = await tx.execute<Row>(sql.raw(`fetch ${FETCHED} from read_through`))
    if (rows.length > 0) await each(rows as Row[])
    if (rows.length < FETCHED) break
  }
  await tx.execute(sql`close read_through`)
}

/** So many repeat customers bought on x repeat days for this mean each, in minor units. */
export type DistinctSpend = { x: number; mean: number; log_mean: number; n: number }

/** Customers that models are fitted to at most: with so many a parameter is known to half a percent, and ten times as many take no longer. */
const FITTED_TO = 250_000
export const DRAWN = `Of more customers the models are fitted to ${FITTED_TO.toLocaleString('en')} drawn by lot, and what is counted here is counted of these.`

/** `drawn`: whether anybody is left out; `among` narrows a condition to those who are not, `customer` being the column of their id. */
export type Lot = { drawn: boolean; among: (whose: SQL, customer: SQL) => SQL }

/**
 * Whom models are fitted to where there are more customers than `most`: those with the lowest ids, which are hashes, and so
 * drawn by lot, and the same ones for every question.
 */
export async function lotOf(tx: Tx, org: Pick<Organisation, 'id'>, most = FITTED_TO): Promise<Lot> {
  const { rows } = await tx.execute<{ last: string; next: string | null }>(sql`select id::text as last, lead(id) over (order by id)::text as next from (select id from customers where organisation_id = ${org.id} order by id offset ${most - 1} limit 2) c order by id limit 1`)
  const last = rows[0]?.next ? rows[0].last : null
  return last === null ? { drawn: false, among: (whose) => whose } : { drawn: true, among: (whose, customer) => sql`${whose} and ${customer} <= ${last}::uuid` }
}

/** What the models are fitted to. */
export type Sufficient = { histories: DistinctHistory[]; /** Repeat customers' mean spend per repeat purchase day, where it is above 0. */ spends: DistinctSpend[]; /** Of how often with how much. */ correlation: number | null }

/** Above so many customers means of spend are put together in steps of 0.2 %, which changes no estimate visibly. */
const EXACT_SPENDS = 100_000

const HISTORY = ['t', 'age', 'n', 'later', 'later_value', 'spend', 'value'] as const
const SPEND = ['mean', 'log_mean', 'spenders'] as const
/** What grouping(x, t, step) says of a distinct history, a distinct spend, and of all of them. */
const [OF_HISTORY, OF_SPEND, OF_ALL] = [1, 2, 7]
type Packed = { x: number; level: number; correlation: number | null } & Record<(typeof HISTORY)[number] | (typeof SPEND)[number], string | null>

/**
 * Sufficient statistics, grouped in the database in one pass, so that only distinct histories and distinct spends leave
 * it (of `most` customers drawn by lot, where there are more): a row for each x with the rest as lists, which takes neither a cursor (PostgreSQL reads through those on one core
 * only) nor an object for each field of each history on its way here.
 */
export async function sufficientStatistics(tx: Tx, org: Organisation, stretches: Stretches, whose: SQL = sql`true`, most?: number): Promise<Sufficient> {
  const lot = await lotOf(tx, org, most)
  const theirs = lot.among(whose, sql`p.customer_id`)
  await inMemory(tx)
  const counted = await tx.execute<{ many: boolean }>(sql`select count(*) > ${EXACT_SPENDS}::int as many from (select 1 from profiles where organisation_id = ${org.id} and customer_id is not null limit ${EXACT_SPENDS + 1}) p`)
  const step = counted.rows[0]?.many ? sql`floor(ln(h.spend / h.x) * 500)` : sql`h.spend`
  const repeats = sql`h.x > 0 and h.spend > 0`
  const list = (name: string) => sql`string_agg(g.${sql.raw(name)}::text, ',' order by g.t, g.age, g.step) as ${sql.raw(name)}`
  const { rows } = await tx.execute<Packed>(sql`
    select g.x, g.level, max(g.correlation) filter (where g.level = ${OF_ALL}) as correlation, ${sql.join([...HISTORY, ...SPEND].map(list), sql`, `)} from (
      select k.x, k.t, k.age, k.step, grouping(k.x, k.t, k.step)::int as level, count(*)::int as n, sum(k.later)::int as later, sum(k.later_value)::float8 as later_value, sum(k.spend)::float8 as spend, sum(k.value)::float8 as value,
        avg(k.each)::float8 as mean, avg(ln(k.each))::float8 as log_mean, nullif(count(k.each), 0)::int as spenders, corr(k.x, k.each) as correlation
      from (select h.*, case when ${repeats} then ${step} end as step, case when ${repeats} then h.spend / h.x end as each from ${purchaseHistories(org, stretches, theirs)} h where h.x is not null) k
      group by grouping sets ((k.x, k.t, k.age), (k.x, k.step), ())) g
    group by g.x, g.level order by g.level, g.x`)
  return unpacked(rows)
}

/** Numbers of a list, one after the other: no array of their texts in between. */
function numbers(text: string | null): Float64Array {
  if (text === null) return new Float64Array()
  let many = 1
  for (let at = text.indexOf(','); at >= 0; at = text.indexOf(',', at + 1)) many++
  const found = new Float64Array(many)
  for (let i = 0, from = 0; i < many; i++) {
    const end = text.indexOf(',', from)
    found[i] = Number(text.slice(from, end < 0 ? text.length : end))
    from = end + 1
  }
  return found
}

/** Takes the rows one by one, so that each can go once it is read. */
function unpacked(rows: Packed[]): Sufficient {
  const found: Sufficient = { histories: [], spends: [], correlation: null }
  for (let row = rows.shift(); row; row = rows.shift()) {
    const { x } = row
    if (row.level === OF_ALL) found.correlation = row.correlation
    else if (row.level === OF_HISTORY) {
      const [t, age, n, later, laterValue, spend, value] = HISTORY.map((name) => numbers(row[name]))
      n?.forEach((many, i) => found.histories.push({ x, n: many, t: t?.[i] ?? 0, age: age?.[i] ?? 0, later: later?.[i] ?? 0, later_value: laterValue?.[i] ?? 0, spend: spend?.[i] ?? 0, value: value?.[i] ?? 0 }))
    } else if (row.level === OF_SPEND) {
      const [mean, logMean, n] = SPEND.map((name) => numbers(row[name]))
      n?.forEach((many, i) => found.spends.push({ x, n: many, mean: mean?.[i] ?? 0, log_mean: logMean?.[i] ?? 0 }))
    }
  }
  return found
}
