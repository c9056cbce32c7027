import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Interval } from '@/db/vocabulary'
import { toMajor } from '../domain/money'
import { parameter, rowField, windowParameters } from '../schemas/report-parameters'
import { customerParameters, NONE, partAsOf, partsWithNone, relationshipWindow, stretchBefore, stretches, type Stretch, type View } from './relationships'
import { defineReport } from './report'
import { noteLeftOut, valueIn, valueStated, valueTransactions } from './value'

const AMOUNTS = ['value_at_start', 'lost', 'contraction', 'expansion', 'reactivation'] as const
type Amounts = Record<(typeof AMOUNTS)[number] | 'customers', number>

export const revenueChurn = defineReport({
  name: 'revenue-churn',
  title: 'How much value is leaving',
  definition: 'Value at start is what customers present at the period’s start were worth in the period before it (a cut-off period is set against the same elapsed days). Lost: of those who left or brought nothing; contraction and expansion: of those who brought less or more; reactivation: from earlier customers who had brought nothing. Gross churn = (lost + contraction) ÷ value at start; net churn takes expansion and reactivation off. New customers count nowhere; refunds lower value, at most to zero.',
  parameters: z.object({ ...windowParameters, interval: parameter.interval, compare: parameter.compare, ...customerParameters }),
  row: z.object({
    period: rowField.period, key: rowField.key, label: rowField.label, customers: rowField.count.describe('Customers at start who had brought value.'),
    value_at_start: rowField.money, lost: rowField.money, contraction: rowField.money, expansion: rowField.money, reactivation: rowField.money,
    gross_churn: rowField.share, net_churn: rowField.share.describe('Below 0 where more was gained from customers than lost.'), partial: rowField.partial,
  }),
  keys: ['period', 'key'],
  figures: {
    customers: { label: 'Customers with value at start', unit: 'count' }, value_at_start: { label: 'Value at start', unit: 'money' }, lost: { label: 'Lost', unit: 'money' }, contraction: { label: 'Contraction', unit: 'money' },
    expansion: { label: 'Expansion', unit: 'money' }, reactivation: { label: 'Reactivation', unit: 'money' },
    gross_churn: { label: 'Gross churn', unit: 'share', denominator: 'value_at_start', n: 'customers' }, net_churn: { label: 'Net churn', unit: 'share', denominator: 'value_at_start', n: 'customers' },
  },
  beforeRecords: true,
  draw: 'line',
  joinsRecords: true,
  measure: { field: 'gross_churn', better: 'lower' },

  async answer(asked) {
    const window = await relationshipWindow(asked, { sinceObserved: true })
    const { interval } = asked.parameters
    const { by } = asked.split
    const start = await firstValueDay(asked)
    const periods = stretches(window, interval).filter((p) => start !== null && stretchBefore(p, interval).end > start)
    const hasStated = await valueStated(asked)
    if (hasStated) asked.note('Customers for whom finance has sent values are counted with those, spread evenly over their days; the others with their transactions.')
    const [first, last] = [periods[0], periods.at(-1)]
    if (first && last) await noteLeftOut(asked, stretchBefore(first, interval).start, last.end)
    if (by.kind === 'attribute') asked.note(`Customers are grouped by their present ${by.name}.`)
    const found = periods.length === 0 ? new Map<string, Amounts>() : await moved(asked, periods, interval, hasStated)
    const keys = new Set([...found.keys()].map((name) => name.slice(name.indexOf(' ') + 1)))
    const recorded = new Set([...found].filter(([, a]) => AMOUNTS.some((f) => a[f] > 0)).map(([name]) => name.slice(0, name.indexOf(' '))))
    const rows = partsWithNone(by, keys).flatMap(({ key, label }) => periods.filter((p) => recorded.has(p.period)).map(({ period, partial }) => {
      const a = found.get(`${period} ${key}`) ?? { customers: 0, value_at_start: 0, lost: 0, contraction: 0, expansion: 0, reactivation: 0 }
      const money = (minor: number) => toMajor(minor, asked.ctx.org.currency)
      const rate = (minor: number) => (a.value_at_start > 0 ? minor / a.value_at_start : null)
      return {
        period, key, label, customers: a.customers, value_at_start: money(a.value_at_start), lost: money(a.lost), contraction: money(a.contraction), expansion: money(a.expansion), reactivation: money(a.reactivation),
        gross_churn: rate(a.lost + a.contraction), net_churn: rate(a.lost + a.contraction - a.expansion - a.reactivation), partial,
      }
    }))
    return { rows }
  },

  /** Value at start and lost are sums over the transactions of the period before; what changed is told per customer. */
  async population(asked, { row, field }) {
    const { interval } = asked.parameters
    const stretch = stretches(await relationshipWindow(asked, { sinceObserved: true }), interval).find((p) => p.period === row.period)
    if (!stretch) return null
    const hasStated = await valueStated(asked)
    const movement = CONDITIONS[field as keyof typeof CONDITIONS] ?? (field === 'gross_churn' ? sql`v.was > 0 and v.now < v.was` : sql`v.was > 0`)
    const who = sql`select c.id from ${movements(asked, [stretch], interval, hasStated)} v join customers c on c.organisation_id = ${asked.ctx.org.id} and c.id = v.customer_id
      where ${movement} and ${partAsOf(asked, row.key, sql`${stretch.start}::date`)}`
    if (hasStated || (field !== 'value_at_start' && field !== 'lost')) return { of: 'customer', field: field in CONDITIONS ? field : 'customers', where: sql`c.id in (${who})` }
    const before = stretchBefore(stretch, interval)
    return { of: 'transaction', field, where: sql`t.day >= ${before.start}::date and t.day < ${before.end}::date and ${valueTransactions(asked.ctx.org, false)} and p.customer_id in (${who})` }
  },
})

const CONDITIONS = {
  customers: sql`v.was > 0`, value_at_start: sql`v.was > 0`, lost: sql`v.was > 0 and v.now = 0`, contraction: sql`v.was > 0 and v.now > 0 and v.now < v.was`,
  expansion: sql`v.was > 0 and v.now > v.was`, reactivation: sql`v.was = 0 and v.now > 0`,
}

/**
 * What each earlier customer brought in the period before (`was`, only where present at the start) and in the period
 * (`now`, 0 for whoever had left by its end), minor units, as a subquery: stretch, start, customer_id, was, now.
 */
function movements(asked: View, periods: Stretch[], interval: Interval, hasStated: boolean): SQL {
  const { org } = asked.ctx
  const befores = periods.map((p) => stretchBefore(p, interval))
  const bounds = { from: befores[0]?.start ?? asked.window.from, to: periods.at(-1)?.end ?? asked.window.to }
  const bucket = (day: SQL) => sql`date_trunc(${interval}, ${day}::timestamp)::date`
  const list = (names: string, columns: SQL) => sql`select ${columns} from unnest(${sql.param(periods.map((p) => p.period))}::text[], ${sql.param(periods.map((p) => p.start))}::date[], ${sql.param(periods.map((p) => p.end))}::date[],
    ${sql.param(befores.map((b) => b.start))}::date[], ${sql.param(befores.map((b) => b.end))}::date[]) ${sql.raw(names)}(period, start, ends, was_from, was_to)`
  const both = sql`${list('p', sql`p.period || ' now' as stretch, ${bucket(sql`p.start`)} as bucket, p.start as a, p.ends as b`)} union all ${list('q', sql`q.period || ' was', ${bucket(sql`q.was_from`)}, q.was_from, q.was_to`)}`
  // Negative sums are no value: refunds take away what was bought, not more.
  const of = (which: 'was' | 'now') => sql`coalesce(greatest(sum(w.amount) filter (where w.stretch = p.period || ${` ${which}`}), 0), 0)`
  return sql`(select x.period as stretch, x.start, x.customer_id, case when bool_or(s.start_day < x.start and (s.end_day is null or s.end_day >= x.start)) then x.was else 0 end as was,
      case when bool_or(s.end_day is null or s.end_day >= x.ends) then x.now else 0 end as now
    from (select p.period, p.start, p.ends, w.customer_id, ${of('was')} as was, ${of('now')} as now
      from ${valueIn(org, both, bucket, hasStated, bounds)} w join (${list('z', sql`*`)}) p on p.period = left(w.stretch, 10) group by 1, 2, 3, 4) x
    join spells s on s.organisation_id = ${org.id} and s.customer_id = x.customer_id and s.start_day < x.ends
    group by x.period, x.start, x.customer_id, x.was, x.now having bool_or(s.start_day < x.start))`
}

/** First day any value is known of; before it nobody brought nothing, nothing was recorded. */
async function firstValueDay({ tx, ctx }: View): Promise<string | null> {
  const result = await tx.execute<{ day: string | null }>(sql`select least((select min(day) from transactions where organisation_id = ${ctx.org.id}), (select min(from_day) from customer_values where organisation_id = ${ctx.org.id}))::text as day`)
  return result.rows[0]?.day ?? null
}

async function moved(asked: View, periods: Stretch[], interval: Interval, hasStated: boolean): Promise<Map<string, Amounts>> {
  const { ctx, tx, split } = asked
  const found = new Map<string, Amounts>()
  const filter = partAsOf(asked, 'total', sql`v.start`)
  const { by } = split
  const key = by.kind === 'attribute' ? sql`coalesce(c.attributes->>${by.name}, ${NONE})` : by.kind === 'segmentation' ? sql`coalesce(m.segment_id::text, ${NONE})` : sql`'total'::text`
  const join = by.kind === 'segmentation' ? sql`left join memberships m on m.organisation_id = ${ctx.org.id} and m.customer_id = c.id and m.segmentation_id = ${by.segmentation.id} and m.from_day <= v.start and (m.to_day is null or m.to_day > v.start)` : sql``
  const sum = (name: keyof typeof CONDITIONS, amount: SQL) => sql`coalesce(sum(${amount}) filter (where ${CONDITIONS[name]}), 0)::float8 as ${sql.raw(name)}`
  const result = await tx.execute<Amounts & { period: string; key: string }>(sql`
    select v.stretch as period, ${key} as key, count(*) filter (where ${CONDITIONS.customers})::int as customers, ${sum('value_at_start', sql`v.was`)}, ${sum('lost', sql`v.was`)},
      ${sum('contraction', sql`v.was - v.now`)}, ${sum('expansion', sql`v.now - v.was`)}, ${sum('reactivation', sql`v.now`)}
    from ${movements(asked, periods, interval, hasStated)} v join customers c on c.organisation_id = ${ctx.org.id} and c.id = v.customer_id ${join} where ${filter} group by 1, 2`)
  const slugs = by.kind === 'segmentation' ? new Map(by.parts.map((p) => [p.id, p.key])) : null
  for (const { period, key: id, ...amounts } of result.rows) {
    if (by.kind !== 'none') found.set(`${period} ${slugs?.get(id) ?? id}`, amounts)
    const whole = found.get(`${period} total`)
    found.set(`${period} total`, whole ? sumOf(whole, amounts) : amounts)
  }
  return found
}

const sumOf = (a: Amounts, b: Amounts): Amounts => ({
  customers: a.customers + b.customers, value_at_start: a.value_at_start + b.value_at_start, lost: a.lost + b.lost,
  contraction: a.contraction + b.contraction, expansion: a.expansion + b.expansion, reactivation: a.reactivation + b.reactivation,
})
