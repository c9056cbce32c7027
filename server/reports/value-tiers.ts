import { and, eq, sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { segmentations } from '@/db/schema'
import { cutsOf, segmentNames, type Definition } from '../domain/segments/definition'
import { toMajor } from '../domain/money'
import { tierThresholds } from '../domain/statistics/tiers'
import { definitionOf } from '../queries/stored-definition'
import { addDays } from '../domain/time/local-day'
import { filterParameters, rowField, windowParameters } from '../schemas/report-parameters'
import { NONE } from './relationships'
import { defineReport, type Asked } from './report'
import { presentlyIn, presentlyWith, segmentationBySlug, VALUE_TIERS, type SegmentationRef } from './split'
import { noteLeftOut, valueIn, valueStated, valueTransactions } from './value'

const row = z.object({
  segment: z.string().describe('`total` for the whole, else the tier’s slug; `none` for customers in no tier.'), label: rowField.label,
  customers: rowField.count, share_of_customers: rowField.share, value: rowField.money, share_of_value: rowField.share.describe('Of the total; null where refunds make the total nothing or less.'),
  median_value: rowField.money.describe('Per customer.'), least_value: rowField.money.describe('Of the customer worth least.'),
})

export const valueTiers = defineReport({
  name: 'value-tiers',
  title: 'Who is worth what',
  definition: 'Historic value of known customers over the window: purchases less refunds of kinds that count as value, or finance’s own figures where sent. Customers are grouped by their present tier, or segment of any other segmentation, which was cut from earlier records only; `members=window` cuts value tiers anew from the value of this very window. Customers in no tier are a row of their own; the rows add up to the total.',
  parameters: z.object({
    from: windowParameters.from.describe('First local day; without it, as many days as the tiers themselves are cut from.'), to: windowParameters.to,
    segmentation: z.string().min(1).max(200).default(VALUE_TIERS).describe('Slug of the segmentation.'), basis: z.literal('historic').default('historic').describe('What value means: what customers have brought.'),
    segment: filterParameters.segment.describe('Only customers presently in this segment of another segmentation: `segmentation:segment`.'), attribute: filterParameters.attribute,
    members: z.enum(['present', 'window']).default('present').describe('Customers by their present tier, or cut anew over the window.'),
  }),
  row,
  keys: ['segment'],
  figures: {
    customers: { label: 'Customers', unit: 'count' }, share_of_customers: { label: 'Share of customers', unit: 'share', numerator: 'customers' }, value: { label: 'Value', unit: 'money' },
    share_of_value: { label: 'Share of value', unit: 'share', numerator: 'value', n: 'customers', beside: 'share_of_customers' }, median_value: { label: 'Median value', unit: 'money', n: 'customers' }, least_value: { label: 'Least value', unit: 'money' },
  },
  draw: 'table',
  joinsRecords: true,
  whole: 'customers are told apart by the segmentation asked for (segmentation=<slug>), and filtered by segment= and attribute=',

  async answer(asked) {
    const tiers = await chosen(asked)
    if (!tiers) return { rows: [] }
    const { tx, ctx, window } = asked
    if (tiers.computedAt === null && asked.parameters.members === 'present') asked.incomplete('The tiers have not been cut yet.')
    const hasStated = await valueStated(asked)
    if (hasStated) asked.note('Customers for whom finance has sent values are counted with those, spread evenly over their days; the others with their transactions.')
    await noteLeftOut(asked, window.from, window.to)
    const { member, value } = await grouped(asked, tiers, hasStated)
    const result = await tx.execute<{ segment: string | null; customers: number; value: number; median: number; least: number }>(sql`
      select case when grouping(segment) = 1 then 'total' else segment end as segment, count(*)::int as customers, coalesce(sum(value), 0)::float8 as value,
        percentile_cont(0.5) within group (order by value) as median, min(value)::float8 as least
      from (select coalesce(${member}, ${NONE}) as segment, ${value} as value from ${customersWithValue(asked, tiers, hasStated)}) x group by grouping sets ((), (segment))`)
    const found = new Map(result.rows.map((r) => [r.segment, r]))
    const whole = found.get('total')
    if (!whole || whole.customers === 0) return { rows: [] }
    const money = (minor: number) => toMajor(minor, ctx.org.currency)
    const names = [{ key: 'total', label: 'Total', id: 'total' }, ...tiers.segments.map(({ id, slug, name }) => ({ key: slug, label: name, id })), { key: NONE, label: 'No tier', id: NONE }]
    const rows = names.flatMap(({ key, label, id }): z.output<typeof row>[] => {
      const r = found.get(id)
      // A tier nobody is in is a row of zeros; "no tier" is only shown when there is somebody.
      if (!r) return key === NONE || !tiers.current.has(key) ? [] : [{ segment: key, label, customers: 0, share_of_customers: 0, value: 0, share_of_value: whole.value > 0 ? 0 : null, median_value: null, least_value: null }]
      return [{
        segment: key, label, customers: r.customers, share_of_customers: r.customers / whole.customers, value: money(r.value), share_of_value: whole.value > 0 ? r.value / whole.value : null,
        median_value: money(Math.round(r.median)), least_value: money(r.least),
      }]
    })
    return { rows }
  },

  async population(asked, { row: { segment }, field }) {
    const tiers = await chosen(asked)
    if (!tiers) return null
    const hasStated = await valueStated(asked)
    const { member } = await grouped(asked, tiers, hasStated)
    const id = segment === NONE ? NONE : tiers.segments.find((s) => s.slug === segment)?.id
    const who = !segment || segment === 'total' ? sql`true` : id ? sql`coalesce(${member}, ${NONE}) = ${id}` : sql`false`
    const chosenOnes = sql`select k.id from ${customersWithValue(asked, tiers, hasStated)} where ${who}`
    if (field === 'value' || field === 'share_of_value') {
      // Finance's figures are no transactions: then the customers are shown.
      if (!hasStated) return { of: 'transaction', field: 'value', where: sql`t.day >= ${asked.window.from}::date and t.day < ${asked.window.to}::date and ${valueTransactions(asked.ctx.org, false)} and p.customer_id in (${chosenOnes})` }
    }
    return { of: 'customer', field: 'customers', where: sql`c.id in (${chosenOnes})` }
  },
})

type Question = Asked<{ from?: string; segmentation: string; members: 'present' | 'window' }>
type Tiers = SegmentationRef & { definition: Definition; computedAt: Date | null; /** Slugs of tiers of today's definition. */ current: Set<string> }

/** The segmentation asked for, and the window; null while there are no value tiers at all. */
async function chosen(asked: Question): Promise<Tiers | null> {
  const { tx, ctx, parameters, window } = asked
  const [row] = await tx.select().from(segmentations).where(and(eq(segmentations.organisationId, ctx.org.id), eq(segmentations.slug, parameters.segmentation)))
  if (!row && parameters.segmentation === VALUE_TIERS) {
    asked.note('There are no value tiers yet: they are cut once transactions have arrived.')
    return null
  }
  const found = await segmentationBySlug(tx, ctx, parameters.segmentation)
  if (!row) return null
  const definition = definitionOf(row.definition)
  const days = definition.kind === 'rules' ? 365 : definition.windowDays
  if (definition.kind === 'rules' && parameters.members === 'window') asked.note('Rules are judged as of a day, not over a window: customers stand in their present segment.')
  if (!parameters.from && days !== null) asked.window = { ...window, from: addDays(window.to, -days) }
  return { ...found, definition, computedAt: row.computedAt, current: new Set(found.segments.filter((s) => s.rank <= segmentNames(definition).length).map((s) => s.slug)) }
}

/** Known customers as a subquery k: id, value in the window, segment_id (present tier, as text), here (in relationship during the window). */
function customersWithValue({ ctx, window, split }: Question, tiers: Tiers, hasStated: boolean): SQL {
  const { org } = ctx
  const whole = sql`select 'all' as stretch, 0 as bucket, ${window.from}::date as a, ${window.to}::date as b`
  return sql`(select c.id, coalesce(v.amount, 0)::float8 as value, ms.segment_id::text as segment_id, exists (select 1 from spells s where s.organisation_id = c.organisation_id and s.customer_id = c.id
      and s.start_day < ${window.to}::date and (s.end_day is null or s.end_day > ${window.from}::date)) as here
    from customers c left join ${valueIn(org, whole, () => sql`0`, hasStated, window)} v on v.customer_id = c.id
    left join memberships ms on ms.organisation_id = c.organisation_id and ms.customer_id = c.id and ms.segmentation_id = ${tiers.id} and ms.to_day is null
    where c.organisation_id = ${org.id} and ${presentlyIn(sql`c.id`, ctx, split.segment)} and ${presentlyWith(sql`c.id`, ctx, split.attribute)}) k`
}

/** SQL for a customer's tier (a segment's id as text; null: none) and value, over customersWithValue. */
async function grouped(asked: Question, tiers: Tiers, hasStated: boolean): Promise<{ member: SQL; value: SQL }> {
  const value = sql`k.value`
  if (asked.parameters.members === 'present' || tiers.definition.kind === 'rules') return { member: sql`k.segment_id`, value }
  const counts = await asked.tx.execute<{ value: number; count: number }>(sql`select ${value}::float8 as value, count(*)::int as count from ${customersWithValue(asked, tiers, hasStated)} where k.here group by 1`)
  const ids = new Map(tiers.segments.map((s) => [s.name, s.id]))
  const thresholds = tierThresholds(counts.rows, cutsOf(tiers.definition))
  const branches = thresholds.map(({ name, atLeast }) => sql`when ${atLeast === null ? sql`true` : sql`${value} >= ${atLeast}::float8`} then ${ids.get(name) ?? NONE}::text`)
  return { member: branches.length === 0 ? sql`null::text` : sql`case when not k.here then null ${sql.join(branches, sql` `)} end`, value }
}
