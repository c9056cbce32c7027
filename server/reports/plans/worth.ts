import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Organisation, OrgCtx } from '../../context'
import { toMajor } from '../../domain/money'
import { customersScore, usScore } from '../../domain/plans/score'
import { addMonths, type LocalDay } from '../../domain/time/local-day'
import { isValue } from '../../queries/customer-value'
import { askedWithin, figureNamed, type FigureOf } from '../measured'
import { SOURCES } from '../populations'
import { valueIn, valueStated } from '../value'

type Span = { from: LocalDay; to: LocalDay }
/** What scores are held against: customers in relationship at any time of the span, and the value of the year up to its end (minor units). */
export type Size = { customers: number; year: number }
/** Scores with the words they came from. */
export type Worth = { customers: number; us: number; inputs: { customers: string; us: string } }

export type Sizes = (span: Span) => Promise<Size>

/** The sizes of spans within one transaction, each counted once: most suggestions look at the same days, and all at the same year. */
export function sizesOf(ctx: OrgCtx, tx: Tx): Sizes {
  const customers = new Map<string, Promise<number>>()
  const years = new Map<LocalDay, Promise<number>>()
  const kept = <K>(known: Map<K, Promise<number>>, key: K, count: () => Promise<number>) => {
    const one = known.get(key) ?? count()
    known.set(key, one)
    return one
  }
  return async ({ from, to }) => ({
    customers: await kept(customers, `${from} ${to}`, async () => {
      const { rows } = await tx.execute<{ n: number }>(sql`select count(distinct s.customer_id)::float8 as n from spells s where s.organisation_id = ${ctx.org.id} and s.start_day < ${to}::date and (s.end_day is null or s.end_day >= ${from}::date)`)
      return rows[0]?.n ?? 0
    }),
    year: await kept(years, to, async () => {
      const year = { from: addMonths(to, -12), to }
      const stretch = sql`select 'year'::text as stretch, 1 as bucket, ${year.from}::date as a, ${year.to}::date as b`
      const { rows } = await tx.execute<{ amount: number }>(sql`select coalesce(sum(v.amount), 0)::float8 as amount from ${valueIn(ctx.org, stretch, () => sql`1`, await valueStated({ tx, ctx }), year)} v`)
      return rows[0]?.amount ?? 0
    }),
  })
}

/**
 * What one customer (SQL) brought on the days [from, to), minor units: finance's own figures, spread over the days they are
 * stated for, where there are any; else purchases less refunds that count as value.
 */
export const broughtBetween = (org: Organisation, customer: SQL, from: SQL, to: SQL): SQL => sql`coalesce(
  (select sum(v.amount::float8 * greatest(0, least(v.to_day, ${to}) - greatest(v.from_day, ${from})) / nullif(v.to_day - v.from_day, 0)) from profiles pv join customer_values v on v.organisation_id = pv.organisation_id and v.profile_id = pv.id
    where pv.organisation_id = ${org.id} and pv.customer_id = ${customer} and v.currency = ${org.currency}),
  (select sum(t.amount)::float8 from profiles pt join transactions t on t.organisation_id = pt.organisation_id and t.profile_id = pt.id
    where pt.organisation_id = ${org.id} and pt.customer_id = ${customer} and ${isValue(org)} and t.day >= ${from} and t.day < ${to}), 0)`

/** Distinct customers (column id) behind a figure, by the report's own population; null where it has no rows behind it. */
export async function customersBehind(ctx: OrgCtx, tx: Tx, { report: name, parameters, cell, field }: FigureOf): Promise<SQL | null> {
  const { report } = figureNamed({ report: name, field })
  const population = await report.population?.(await askedWithin(ctx, tx, report, parameters), { row: cell, field: report.figures[field]?.numerator ?? field })
  if (!population) return null
  const { from, organisation } = SOURCES[population.of]
  return sql`(select distinct c.id from ${from} where ${organisation} = ${ctx.org.id} and c.id is not null and (${population.where}))`
}

export const sayMoney = ({ org }: OrgCtx, minor: number): string => new Intl.NumberFormat('en-GB', { style: 'currency', currency: org.currency, maximumFractionDigits: 0 }).format(toMajor(Math.round(minor), org.currency))
export const count = (n: number): string => n.toLocaleString('en')
const share = (part: number, whole: number) => (whole > 0 ? `: ${((100 * part) / whole).toFixed(part / whole < 0.1 ? 2 : 1)} %` : '')

/** Scores of so many customers touched and so much value lost, each input with what it is held against. */
export function worthOf(ctx: OrgCtx, size: Size, touched: { customers: number; who: string }, lost: { value: number; how: string }): Worth {
  return {
    customers: customersScore(touched.customers, size.customers), us: usScore(lost.value, size.year),
    inputs: { customers: `${count(touched.customers)} of ${count(size.customers)} customers ${touched.who}${share(touched.customers, size.customers)}`, us: size.year > 0 ? `${lost.how}${share(lost.value, size.year)} of the year’s ${sayMoney(ctx, size.year)}` : 'no purchases are recorded, so no price is known' },
  }
}

/** The same of the customers behind a figure: lost is `own` where it has a price, else what those of them who left in the span brought in the year before leaving. */
export async function worthBehind(ctx: OrgCtx, tx: Tx, size: Size, { from, to }: Span, evidence: FigureOf, who: string, own: { value: number; how: string } | null = null): Promise<Worth> {
  const behind = await customersBehind(ctx, tx, evidence)
  if (!behind) return worthOf(ctx, size, { customers: 0, who }, { value: 0, how: 'nobody stands behind this figure' })
  const { rows } = await tx.execute<{ customers: number; gone: number; value: number }>(sql`
    with b as materialized ${behind},
    gone as (select s.customer_id, max(s.end_day) as day from spells s join b on b.id = s.customer_id where s.organisation_id = ${ctx.org.id} and s.end_day >= ${from}::date and s.end_day < ${to}::date
      and not exists (select 1 from spells x where x.organisation_id = s.organisation_id and x.customer_id = s.customer_id and x.number > s.number) group by 1)
    select (select count(*)::int from b) as customers, count(*)::int as gone, coalesce(sum(greatest(${broughtBetween(ctx.org, sql`g.customer_id`, sql`g.day - 365`, sql`g.day`)}, 0)), 0)::float8 as value from gone g`)
  const { customers = 0, gone = 0, value = 0 } = rows[0] ?? {}
  return worthOf(ctx, size, { customers, who }, own ?? { value, how: gone === 0 ? 'none of them has left in these days, so nothing is gone' : `${sayMoney(ctx, value)} a year gone with the ${count(gone)} of them who left` })
}
