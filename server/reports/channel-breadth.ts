import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { BREADTH_GROUPS, breadthGroup, breadthModel, type BreadthCase, type BreadthGroup } from '../domain/statistics/breadth'
import type { Estimate } from '../domain/statistics/robust-regression'
import { wilson } from '../domain/statistics/proportion'
import { toMajor } from '../domain/money'
import { addDays, addMonths, firstOfMonth, type LocalDay } from '../domain/time/local-day'
import { CUSTOMER_MONTHS } from '../queries/customer-months'
import { filterParameters, rowField, windowParameters } from '../schemas/report-parameters'
import { partOfEach, whoseIn } from './customer-parts'
import { customerParameters, NONE, partsWithNone } from './relationships'
import { defineReport, type Answer, type Asked } from './report'
import { memberAsOf, presentlyWith } from './split'
import { noteLeftOut, valueIn, valueStated } from './value'

/** Days after a contact in which another one about the same issue, on another channel, is a forced switch. */
export const FORCED_DAYS = 7
/** Customers read at most: ids are random, so the first ones are a sample, and the answer says so. */
const MOST = 50_000
const YEAR_MONTHS = 12
const LABELS: Record<BreadthGroup, string> = { 0: 'No channel', 1: 'One channel', 2: 'Two channels', 3: 'Three channels', '4+': 'Four or more' }
const money = rowField.money

const row = z.object({
  group: rowField.key, group_label: rowField.label,
  channels: z.string().describe('`total`; `0`, `1`, `2`, `3`, `4+` chosen channels; `forced` and `not_forced`: with and without a forced switch, apart from breadth.'), label: rowField.label,
  customers: rowField.count, share_of_customers: rowField.share, retained: rowField.count.describe('Still in relationship at the end of the next year.'), retention: rowField.share, retention_low: rowField.share, retention_high: rowField.share,
  adjusted_retention: rowField.share.describe('At everybody’s average tenure, activity, base-year margin and forced switching.'), adjusted_retention_low: rowField.share, adjusted_retention_high: rowField.share,
  base_margin: money.describe('Per customer in the base year.'), next_margin: money.describe('Per customer in the next year, as it was.'),
  adjusted_margin: money.describe('Per customer in the next year, at everybody’s average tenure, activity, base-year margin and forced switching.'), adjusted_low: money, adjusted_high: money,
  difference: money.describe('Against the group with the fewest channels that at least 30 customers are in (the statistics name it); for `forced`, against not forced. Adjusted.'), difference_low: money, difference_high: money,
})

export const channelBreadth = defineReport({
  name: 'channel-breadth',
  title: 'Do customers on several channels bring more?',
  definition: `Customers who were with us through all of a base year, by the number of channels they chose in it, and what each brought in the year after: value less the cost of contacts (as recorded, else the channel’s cost per contact). A channel is chosen when the customer came on it (contact or look-up) at least once without being forced. Forced: a contact about an issue, on another channel than the contact before it about the same issue, within ${FORCED_DAYS} days of that or after that one was handed over. Compared with the fewest channels that at least 30 customers use. Adjusted: least squares on tenure, activity (logarithm of contacts and look-ups), base-year margin and forced switching, with robust (HC3) standard errors; of retention, too, as a linear probability. Several channels and more value go together or not: that is association, not cause. Split, each part of the customers, by where they stood when the base year ended, is compared and adjusted by itself.`,
  parameters: z.object({ from: windowParameters.from, to: windowParameters.to.describe('The next year is the twelve whole months before this day.'), segment: filterParameters.segment, attribute: filterParameters.attribute, by: customerParameters.by }),
  row,
  keys: ['group', 'channels'],
  figures: {
    customers: { label: 'Customers', unit: 'count' }, share_of_customers: { label: 'Share of customers', unit: 'share', numerator: 'customers' }, retained: { label: 'Still with us a year later', unit: 'count' },
    retention: { label: 'Retention', unit: 'share', numerator: 'retained', denominator: 'customers', low: 'retention_low', high: 'retention_high' }, adjusted_retention: { label: 'Retention, adjusted', unit: 'share', low: 'adjusted_retention_low', high: 'adjusted_retention_high', n: 'customers' },
    base_margin: { label: 'Margin in the base year', unit: 'money', n: 'customers' }, next_margin: { label: 'Margin in the next year', unit: 'money', n: 'customers' },
    adjusted_margin: { label: 'Margin in the next year, adjusted', unit: 'money', low: 'adjusted_low', high: 'adjusted_high', n: 'customers' }, difference: { label: 'Against the fewest channels', unit: 'money', low: 'difference_low', high: 'difference_high', n: 'customers' },
  },
  draw: 'bars',
  ordered: ['channels'],

  async answer(asked): Promise<Answer<z.output<typeof row>>> {
    const years = yearsOf(asked)
    if (!years) return { rows: [], statistics: { customers: 0 } }
    const { tx, ctx } = asked
    await noteLeftOut(asked, years.base, years.end)
    const hasStated = await valueStated(asked)
    const found = await tx.execute<{ id: string; channels: number; forced: boolean; tenure: number; activity: number; base: number; next: number; retained: boolean }>(sql`
      select id::text as id, channels, forced > 0 as forced, tenure, activity, base, next, retained from (${customersOf(asked, years, hasStated)}) k`)
    if (found.rows.length === MOST) asked.note(`Computed over ${MOST.toLocaleString('en')} customers, taken at random.`)
    const partOf = await partOfEach(asked, found.rows.map(({ id }) => id), years.next)
    const all = found.rows.map((r): Case => ({ part: partOf(r.id)?.key ?? NONE, channels: r.channels, forced: r.forced, tenureYears: r.tenure / 365.25, activity: r.activity, base: r.base, next: r.next, retained: r.retained }))
    if (all.length === 0) return { rows: [], statistics: { customers: 0 } }
    const model = breadthModel(all)
    if (!model) asked.note('Nothing is adjusted: this needs at least a hundred customers, thirty of them on one number of channels and others on more.')
    const parts = partsWithNone(asked.split.by, new Set(['total', ...all.map(({ part }) => part)]))
    const lines = parts.map(({ key, label }) => linesOf(asked, { key, label }, key === 'total' ? all : all.filter(({ part }) => part === key), key === 'total' ? model : null))
    // Every whole comes first.
    const [whole = [], ...others] = lines
    const rows = [...whole, ...others.flatMap((part) => part.slice(0, 1)), ...others.flatMap((part) => part.slice(1))]
    const share = model?.severalShare ?? null
    const major = (minor: number | undefined) => (minor === undefined ? null : toMajor(Math.round(minor), ctx.org.currency))
    return { rows, statistics: {
      customers: all.length, base_from: years.base, next_from: years.next, next_to: years.end, reference: model?.reference ?? null, more_vs_reference: major(model?.several.value), more_low: major(model?.several.low), more_high: major(model?.several.high),
      more_share: share?.value ?? null, more_share_low: share?.low ?? null, more_share_high: share?.high ?? null, published_low: 0.15, published_high: 0.25, published_source: 'Accenture, as quoted in trade articles: customers on several channels are 15–25 % more profitable; how it was measured is not said.',
    } }
  },

  async population(asked, { row: { group: part, channels }, field }) {
    const years = yearsOf(asked)
    if (!years || (field !== 'customers' && field !== 'retained')) return null
    const group = channels === 'total' ? sql`true` : channels === 'forced' ? sql`k.forced > 0` : channels === 'not_forced' ? sql`k.forced = 0` : channels === '4+' ? sql`k.channels >= 4` : sql`k.channels::text = ${channels ?? ''}`
    return { of: 'customer', field, where: sql`c.id in (select k.id from (${customersOf(asked, years, await valueStated(asked))}) k where ${group} and ${field === 'retained' ? sql`k.retained` : sql`true`}) and ${whoseIn(asked, part, years.next)(sql`c.id`)}` }
  },
})

type Years = { base: LocalDay; next: LocalDay; end: LocalDay }

type Case = BreadthCase & { retained: boolean; part: string }

/** The lines of one part of the customers: all of them, by the channels they chose, and with and without a forced switch. */
function linesOf({ ctx }: Pick<Asked<unknown>, 'ctx'>, part: { key: string; label: string }, cases: Case[], fitted: ReturnType<typeof breadthModel>): z.output<typeof row>[] {
  const model = fitted ?? breadthModel(cases)
  const staying = breadthModel(cases.map((c) => ({ ...c, next: c.retained ? 1 : 0 })))
  // A straight line may leave the range of a share at its ends.
  const share = (value: number | undefined) => (value === undefined ? null : Math.min(1, Math.max(0, value)))
  const major = (minor: number | null | undefined) => (minor === null || minor === undefined ? null : toMajor(Math.round(minor), ctx.org.currency))
  const line = (key: string, label: string, mine: typeof cases, adjusted?: { adjusted: Estimate | null; difference: Estimate | null }, stayed?: Estimate) => {
    const retained = mine.filter((c) => c.retained).length
    const rate = wilson(retained, mine.length)
    const mean = (of: (c: BreadthCase) => number) => (mine.length === 0 ? null : major(mine.reduce((sum, c) => sum + of(c), 0) / mine.length))
    return {
      group: part.key, group_label: part.label, channels: key, label, customers: mine.length, share_of_customers: mine.length / cases.length, retained, retention: rate?.p ?? null, retention_low: rate?.low ?? null, retention_high: rate?.high ?? null,
      adjusted_retention: share(stayed?.value), adjusted_retention_low: share(stayed?.low), adjusted_retention_high: share(stayed?.high), base_margin: mean((c) => c.base), next_margin: mean((c) => c.next),
      adjusted_margin: major(adjusted?.adjusted?.value), adjusted_low: major(adjusted?.adjusted?.low), adjusted_high: major(adjusted?.adjusted?.high), difference: major(adjusted?.difference?.value), difference_low: major(adjusted?.difference?.low), difference_high: major(adjusted?.difference?.high),
    }
  }
  const groups = BREADTH_GROUPS.map((group) => ({ group, mine: cases.filter((c) => breadthGroup(c.channels) === group) })).filter(({ mine }) => mine.length > 0)
  return [
    line('total', 'Total', cases), ...groups.map(({ group, mine }) => line(group, LABELS[group], mine, model?.groups.get(group), staying?.groups.get(group)?.adjusted)),
    line('forced', 'Switched inside an issue', cases.filter((c) => c.forced), { adjusted: null, difference: model?.forced ?? null }), line('not_forced', 'Not switched inside an issue', cases.filter((c) => !c.forced)),
  ]
}

/** Two years of whole months before the window's end; where the records are younger, two shorter spans as long as each other, and that is said. */
function yearsOf({ window, note }: Pick<Asked<unknown>, 'window' | 'note'>): Years | null {
  const end = firstOfMonth(window.to)
  const reach = (months: number) => window.first !== null && window.first < addMonths(end, 1 - 2 * months)
  let months = YEAR_MONTHS
  while (months > 0 && !reach(months)) months--
  if (months === 0) {
    note('This compares one year with the next, so it needs records of two years, or of two whole months at least.')
    return null
  }
  if (months < YEAR_MONTHS) note(`The records reach back too little for two years: ${months === 1 ? 'one month is' : `${months} months are`} compared with the ${months === 1 ? 'one' : String(months)} after.`)
  return { base: addMonths(end, -2 * months), next: addMonths(end, -months), end }
}

/** Per customer: id, channels, forced, tenure (days), activity, base and next (minor units, value less contact costs), retained. */
function customersOf(asked: Pick<Asked<unknown>, 'ctx' | 'split'>, { base, next, end }: Years, hasStated: boolean): SQL {
  const { ctx, split } = asked
  const org = ctx.org.id
  const at = (day: LocalDay) => sql`${day}::date`
  // What was recorded, else what a contact on this channel costs.
  const cost = sql`case when r.cost = 0 then r.contacts * coalesce(ch.cost_per_contact, 0) else r.cost end`
  const stretches = sql`select 'base' as stretch, 0 as bucket, ${at(base)} as a, ${at(next)} as b union all select 'next', 0, ${at(next)}, ${at(end)}`
  return sql`
    with who as materialized (
      select c.id, s.start_day, (s.end_day is null or s.end_day >= ${at(end)}) as retained from customers c join spells s on s.organisation_id = c.organisation_id and s.customer_id = c.id
      where c.organisation_id = ${org} and s.start_day <= ${at(base)} and (s.end_day is null or s.end_day >= ${at(next)})
        and ${memberAsOf(sql`c.id`, at(next), ctx, split.segment)} and ${presentlyWith(sql`c.id`, ctx, split.attribute)} order by c.id limit ${MOST}),
    used as materialized (
      select r.customer_id, r.channel_id, sum(r.contacts + r.lookups) filter (where r.month < ${at(next)}) as visits, coalesce(sum(${cost}) filter (where r.month < ${at(next)}), 0) as cost, coalesce(sum(${cost}) filter (where r.month >= ${at(next)}), 0) as cost_next
      from (select organisation_id, customer_id, month, channel_id, sum(contacts) as contacts, sum(lookups) as lookups, sum(cost) as cost from ${CUSTOMER_MONTHS} m where organisation_id = ${org} and month >= ${at(base)} and month < ${at(end)} group by 1, 2, 3, 4) r join channels ch on ch.organisation_id = r.organisation_id and ch.id = r.channel_id group by 1, 2),
    step as (
      select p.customer_id, i.channel_id, i.day, lag(i.channel_id) over w as channel_before, lag(i.day) over w as day_before, lag(i.handed_over_to) over w as handed
      from interactions i join profiles p on p.organisation_id = i.organisation_id and p.id = i.profile_id
      where i.organisation_id = ${org} and i.issue_id is not null and i.direction = 'contact' and i.day >= ${at(addDays(base, -FORCED_DAYS))} and i.day < ${at(next)} and p.customer_id is not null
      window w as (partition by p.customer_id, i.issue_id order by i.occurred_at, i.id)),
    switched as materialized (
      select customer_id, channel_id, count(*) as times from step where day >= ${at(base)} and channel_id <> channel_before and (handed is not null or day - day_before <= ${FORCED_DAYS}::int) group by 1, 2),
    breadth as (
      select u.customer_id, count(*) filter (where u.visits > coalesce(f.times, 0))::int as channels, coalesce(sum(u.visits), 0)::float8 as activity, sum(u.cost)::float8 as cost, sum(u.cost_next)::float8 as cost_next, coalesce(sum(f.times), 0)::int as forced
      from used u left join switched f on f.customer_id = u.customer_id and f.channel_id = u.channel_id group by 1),
    brought as (
      select v.customer_id, sum(v.amount) filter (where v.stretch = 'base') as base, sum(v.amount) filter (where v.stretch = 'next') as next from ${valueIn(ctx.org, stretches, () => sql`0`, hasStated, { from: base, to: end })} v group by 1)
    select w.id, coalesce(b.channels, 0) as channels, coalesce(b.forced, 0) as forced, (${at(next)} - w.start_day)::int as tenure, coalesce(b.activity, 0) as activity,
      (coalesce(v.base, 0) - coalesce(b.cost, 0))::float8 as base, (coalesce(v.next, 0) - coalesce(b.cost_next, 0))::float8 as next, w.retained
    from who w left join breadth b on b.customer_id = w.id left join brought v on v.customer_id = w.id`
}
