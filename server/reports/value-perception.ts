import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { meanInterval } from '../domain/statistics/robust-regression'
import { toMajor, currencyDigits } from '../domain/money'
import { rowField, windowParameters } from '../schemas/report-parameters'
import { noteCuts, CARE_DAYS, chosenScale, cutsOf, newestAnswers, QUADRANTS, quadrantOf, valued, type Cuts, type PerceivedView, type Scale } from './perceived'
import { customerParameters, NONE } from './relationships'
import { defineReport, type Answer, type Asked } from './report'
import { memberAsOf } from './split'

const CARE = [
  { key: 'strong_negative', label: 'Strongly negative', level: -2 }, { key: 'bad', label: 'Failed or negative', level: -1 }, { key: 'neutral', label: 'As expected', level: 0 },
  { key: 'good', label: 'Exceeded or positive', level: 1 }, { key: 'strong_positive', label: 'Strongly positive', level: 2 }, { key: 'no_contact', label: 'No contact known', level: null },
] as const
/** The picture's grid: so many steps of value and of score, however many customers there are. */
const STEPS = 24

const row = z.object({
  section: z.enum(['whole', 'group', 'worst_care', 'best_care', 'quadrant', 'map']), section_label: z.string().describe('Of the whole: on which scale.'), key: z.string(), label: rowField.label, scale: z.string().describe('The scale of the answers, such as `0-10`; `none` where none was stated.'),
  customers: rowField.count.describe('Each with their newest answer in the window.'), perceived: z.number().nullable().describe('Mean score, on its scale.'), low: z.number().nullable(), high: z.number().nullable(),
  normalised: z.number().nullable().describe('The mean as a share of its scale’s length, 0 to 1; null without a scale.'), value: rowField.money.describe('Mean value to us, of quadrants and the map.'),
})

const cut = { value_cut: z.coerce.number<number | string>().optional().describe('From this value to us on a customer is valuable; without it, the median.'), perceived_cut: z.coerce.number<number | string>().optional().describe('From this score on a customer values us; without it, the median.') }

export const valuePerception = defineReport({
  name: 'value-perception',
  title: 'What customers say we are worth to them',
  definition: `Answers to surveys of perceived value (CCLV), each customer’s newest in the window, on one scale: scores of different scales are never mixed. By group, with 95 % t intervals; by the worst and the best contact in the ${CARE_DAYS} days before the answer (its impression, or else its result); and against what the customer is worth to us, in four quadrants cut at the medians unless stated otherwise: at or above counts as valuable or valued. Who answers is not everybody, and care and answers going together is association, not cause.`,
  parameters: z.object({ ...windowParameters, ...customerParameters, scale: z.string().max(60).optional().describe('Only answers on this scale, such as `0-10`; without it, the scale most answers are on.'), ...cut }),
  row,
  keys: ['section', 'key'],
  figures: {
    customers: { label: 'Customers who answered', unit: 'count' }, perceived: { label: 'Perceived value', unit: 'number', low: 'low', high: 'high', n: 'customers' },
    normalised: { label: 'Of the scale', unit: 'share', n: 'customers' }, value: { label: 'Value to us', unit: 'money', n: 'customers' },
  },
  draw: 'bars',
  joinsRecords: true,

  async answer(asked): Promise<Answer<z.output<typeof row>>> {
    const scale = await chosenScale(asked)
    if (!scale) {
      asked.note('Nobody has answered a survey of perceived value in this window (responses with survey = perceived_value).')
      return { rows: [] }
    }
    const { tx, ctx } = asked
    const names = new Map<string, string>([...CARE.map((c) => [c.key, c.label] as const), ...QUADRANTS.map((q) => [q.key, q.label] as const), ...groupNames(asked), ['total', 'Total']])
    const summary = await tx.execute<Sums>(sql`
      select section, key, count(*)::int as customers, sum(score)::float8 as sum, sum(score * score)::float8 as squares, null::float8 as value from (${await sectionsOf(asked, scale)}) x group by 1, 2`)
    const { rows: known, predicted } = await valued(asked, scale)
    const cuts = await cutsOf(asked, known, statedCuts(asked))
    if (cuts !== null) noteCuts(asked)
    const quadrants = cuts === null ? [] : (await tx.execute<Sums>(sql`
      select 'quadrant' as section, ${quadrantOf(cuts)} as key, count(*)::int as customers, sum(k.score)::float8 as sum, sum(k.score * k.score)::float8 as squares, avg(k.value) as value from (${known}) k group by 2`)).rows
    const map = cuts === null ? [] : (await tx.execute<Sums>(sql`select 'map' as section, ${cellOf(scale)} as key, count(*)::int as customers, sum(k.score)::float8 as sum, sum(k.score * k.score)::float8 as squares, avg(k.value) as value from (${placed(known)}) k group by 2`)).rows
    const order = ['total', ...groupNames(asked).map(([key]) => key), ...CARE.map((c) => c.key as string), ...QUADRANTS.map((q) => q.key as string)]
    const sections = row.shape.section.options
    const rows = [...summary.rows, ...quadrants, ...map].toSorted((a, b) => sections.indexOf(a.section) - sections.indexOf(b.section) || order.indexOf(a.key) - order.indexOf(b.key) || (a.key < b.key ? -1 : 1)).map((r) => {
      const { mean, low, high } = meanInterval(r.customers, r.sum, r.squares)
      return {
        section: r.section, section_label: r.section === 'whole' ? scale.least === null ? '' : `On the scale from ${scale.least} to ${scale.most}` : '', key: r.key, label: names.get(r.key) ?? (r.section === 'map' ? '' : r.key), scale: scale.text, customers: r.customers, perceived: mean, low: r.section === 'map' ? null : low, high: r.section === 'map' ? null : high,
        normalised: mean === null || scale.least === null ? null : (mean - scale.least) / (scale.most - scale.least), value: r.value === null ? null : toMajor(Math.round(r.value), ctx.org.currency),
      }
    })
    return { rows, statistics: { scale: scale.text, scale_min: scale.least, scale_max: scale.most, value_cut: cuts === null ? null : toMajor(Math.round(cuts.value), ctx.org.currency), perceived_cut: cuts?.score ?? null, cut_by: statedBy(asked), value_basis: predicted ? 'predicted' : 'historic' } }
  },

  async population(asked, { row: { section, key }, field }) {
    const scale = await chosenScale(asked)
    if (!scale || field !== 'customers') return null
    if (section === 'quadrant' || section === 'map') {
      const { rows: known } = await valued(asked, scale)
      const cuts = await cutsOf(asked, known, statedCuts(asked))
      if (!cuts) return null
      return { of: 'customer', field, where: section === 'map' ? sql`c.id in (select k.id from (${placed(known)}) k where ${cellOf(scale)} = ${key ?? ''})` : sql`c.id in (select k.id from (${known}) k where ${quadrantOf(cuts)} = ${key ?? ''})` }
    }
    return { of: 'response', field, where: sql`r.id in (select x.response from (${await sectionsOf(asked, scale)}) x where x.section = ${section ?? ''} and x.key = ${key ?? ''})` }
  },
})

type Question = Asked<{ scale?: string; by?: string; value_cut?: number; perceived_cut?: number }>
type Sums = { section: z.output<typeof row>['section']; key: string; customers: number; sum: number; squares: number; value: number | null }

const statedBy = ({ parameters: p }: Question) => (p.value_cut === undefined && p.perceived_cut === undefined ? 'medians' : p.value_cut !== undefined && p.perceived_cut !== undefined ? 'stated' : 'one stated, one median')

/** Stated cuts in minor units. */
export function statedCuts({ ctx, parameters }: Pick<PerceivedView, 'ctx'> & { parameters: { value_cut?: number; perceived_cut?: number } }): { value?: number; score?: number } {
  const minor = 10 ** (currencyDigits(ctx.org.currency) ?? 2)
  return { ...(parameters.value_cut === undefined ? {} : { value: Math.round(parameters.value_cut * minor) }), ...(parameters.perceived_cut === undefined ? {} : { score: parameters.perceived_cut }) }
}

function groupNames({ split }: Question): [string, string][] {
  if (split.by.kind === 'segmentation') return [...split.by.parts.map(({ key, label }): [string, string] => [key, label]), [NONE, 'No tier yet']]
  return split.by.kind === 'attribute' ? [[NONE, `No ${split.by.name}`]] : []
}

/** Every answer once per section it belongs to: section, key, response, score. */
async function sectionsOf(asked: Question, scale: Scale): Promise<SQL> {
  const { ctx, split: { by } } = asked
  const org = ctx.org.id
  // Named one by one, so that their contacts are read by key whatever the planner knows of the tables.
  const theirs = await asked.tx.execute<{ id: string }>(sql`select p.id from profiles p where p.organisation_id = ${org} and p.customer_id in (select a.id from (${newestAnswers(asked, scale)}) a)`)
  const group = by.kind === 'segmentation'
    ? sql`union all select 'group', case ${sql.join(by.segmentation.segments.map((s) => sql`when ${memberAsOf(sql`a.id`, sql`a.day`, ctx, { segmentation: by.segmentation, segmentId: s.id, name: s.name })} then ${s.slug}::text`), sql` `)} else ${NONE} end, a.response, a.score from a`
    : by.kind === 'attribute' ? sql`union all select 'group', coalesce(c.attributes->>${by.name}, ${NONE}), a.response, a.score from a join customers c on c.organisation_id = ${org} and c.id = a.id` : sql``
  const named = (level: SQL) => sql`case ${level} ${sql.join(CARE.flatMap((c) => (c.level === null ? [] : [sql`when ${c.level} then ${c.key}::text`])), sql` `)} else 'no_contact' end`
  return sql`
    with a as materialized (${newestAnswers(asked, scale)}),
    felt as (
      select a.id, case i.result when 'failed' then least(coalesce(i.impression, -1), -1) when 'exceeded' then greatest(coalesce(i.impression, 1), 1) else coalesce(i.impression, case when i.result = 'met' then 0 end) end as level
      from interactions i join profiles p on p.organisation_id = i.organisation_id and p.id = i.profile_id join a on a.id = p.customer_id
      where i.organisation_id = ${org} and i.profile_id = any(${sql.param(theirs.rows.map(({ id }) => id))}::uuid[]) and i.direction = 'contact' and i.occurred_at < a.at and i.occurred_at >= a.at - ${CARE_DAYS}::int * interval '1 day'),
    care as (select a.id, a.response, a.score, min(f.level)::int as worst, max(f.level)::int as best from a left join felt f on f.id = a.id group by 1, 2, 3)
    select 'whole' as section, 'total' as key, a.response, a.score from a ${group}
    union all select 'worst_care', ${named(sql`worst`)}, response, score from care union all select 'best_care', ${named(sql`best`)}, response, score from care`
}

/** With the range of values beside each, so that a cell of the map can be told. */
const placed = (known: SQL): SQL => sql`select k.*, min(greatest(k.value, 0)) over () as least, max(greatest(k.value, 0)) over () as most, min(k.score) over () as least_score, max(k.score) over () as most_score from (${known}) k`

/** A cell of the picture: value on a logarithmic scale, score on its own; `v<step>p<step>`. */
function cellOf(scale: Scale): SQL {
  const log = (x: SQL) => sql`ln(1 + ${x} / 100.0)`
  const [low, high] = scale.least === null ? [sql`k.least_score`, sql`k.most_score`] : [sql`${scale.least}::float8`, sql`${scale.most}::float8`]
  const step = (part: SQL) => sql`least(${STEPS - 1}, floor(${STEPS} * coalesce(${part}, 0)))::int`
  return sql`'v' || ${step(sql`(${log(sql`greatest(k.value, 0)`)} - ${log(sql`k.least`)}) / nullif(${log(sql`k.most`)} - ${log(sql`k.least`)}, 0)`)} || 'p' || ${step(sql`(k.score - ${low}) / nullif(${high} - ${low}, 0)`)}`
}

export type { Cuts }
