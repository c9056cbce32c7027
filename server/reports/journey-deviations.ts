import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { wilson } from '../domain/statistics/proportion'
import { nameText } from '../schemas/text'
import { rowField } from '../schemas/report-parameters'
import { canFollow, caseParameters, nobodyOf, noteTies, visits } from './journey-cases'
import { boundIds, mapSteps, type MapStep } from './journey-map'
import { defineReport, type Asked } from './report'
import { inParts } from './split'

export const DEVIATIONS = ['reached', 'entry', 'next', 'drop_off', 'loop', 'skipped', 'foreign'] as const
const parameters = z.object({ ...caseParameters, journey: nameText(200).optional().describe('Slug of the map; without one, of the first there is.') })
type Question = Asked<z.output<typeof parameters>>

export const journeyDeviations = defineReport({
  name: 'journey-deviations',
  title: 'Where customers left the map',
  definition: 'Paths of known customers (contacts and look-ups) that touch the map, against the order of its steps. reached: the path came by. entry: it began there. next: it went on directly from one touchpoint to another. drop_off: of the map’s steps it was the last, though the map goes on to one where customers go themselves. loop: it came back after having been elsewhere. skipped: it never came by, though it reached a later step. foreign: a touchpoint on the path that is not on the map. `share`: of all customers with such a path, those with at least one; it grows with the window, the share of paths (`share_of_cases`) does not. A touchpoint that stands in several steps is its first one; steps that are not bound cannot be missed, nor can those where only messages of ours stand: customers do not go there. With `channel`, nor can those that nobody met on that channel in the window.',
  parameters,
  row: z.object({
    kind: z.enum(DEVIATIONS), touchpoint: z.string().describe('Slug.'), to: z.string().describe('For `next`: the slug gone to; else empty.'), label: rowField.label, to_label: z.string(), step: z.string().nullable().describe('Id of the step; null for a foreign touchpoint.'), position: z.number().int().nullable(),
    cases: rowField.count, all_cases: rowField.count, customers: rowField.count, all_customers: rowField.count, share: rowField.share, low: rowField.share, high: rowField.share, share_of_cases: rowField.share,
  }),
  keys: ['kind', 'touchpoint', 'to'],
  figures: {
    cases: { label: 'Paths', unit: 'number' }, all_cases: { label: 'All paths on the map', unit: 'number' }, share_of_cases: { label: 'Share of paths', unit: 'share', numerator: 'cases', denominator: 'all_cases' }, customers: { label: 'Customers', unit: 'count' }, all_customers: { label: 'Customers on the map', unit: 'number' },
    share: { label: 'Share of customers', unit: 'share', numerator: 'customers', denominator: 'all_customers', low: 'low', high: 'high' },
  },
  absent: nobodyOf,
  counts: 'interaction',
  draw: 'table',

  async answer(asked) {
    const steps = await stepsOf(asked)
    if (steps.length === 0) {
      asked.note('No step of the map is bound to a touchpoint yet: there is nothing to hold paths against.')
      return { rows: [] }
    }
    if (!(await canFollow(asked))) return { rows: [] }
    const { ours, elsewhere } = await notGoneTo(asked, steps)
    const names = (of: readonly { label: string }[]) => of.map(({ label }) => `“${label}”`).join(', ')
    if (ours.length > 0) asked.note(`${names(ours)}: messages of ours, to which customers do not go; nobody passes ${ours.length === 1 ? 'it' : 'them'} over or stops short of ${ours.length === 1 ? 'it' : 'them'}.`)
    if (elsewhere.length > 0) asked.note(`${names(elsewhere)}: not on this channel in this period; nobody passes ${elsewhere.length === 1 ? 'it' : 'them'} over or stops short of ${elsewhere.length === 1 ? 'it' : 'them'}.`)
    const found = await asked.tx.execute<{ kind: (typeof DEVIATIONS)[number]; touchpoint: string; to: string; label: string; to_label: string; id: string; cases: number; customers: number; all_cases: number; all_customers: number; ties: number }>(sql`
      with ${deviations(asked, steps, [...ours, ...elsewhere])}, whole as (select count(distinct case_key)::int as all_cases, count(distinct customer_id)::int as all_customers, (count(*) filter (where tied))::int as ties from visit)
      select d.kind, d.touchpoint_id::text as id, a.slug as touchpoint, a.name as label, coalesce(b.slug, '') as to, coalesce(b.name, '') as to_label,
        count(distinct d.case_key)::int as cases, count(distinct d.customer_id)::int as customers, min(all_cases) as all_cases, min(all_customers) as all_customers, min(ties) as ties
      from deviation d join touchpoints a on a.organisation_id = ${asked.ctx.org.id} and a.id = d.touchpoint_id left join touchpoints b on b.organisation_id = ${asked.ctx.org.id} and b.id = d.to_id
      cross join whole group by 1, 2, 3, 4, 5, 6 order by array_position(${sql.param([...DEVIATIONS])}::text[], d.kind), customers desc, a.slug, 5`)
    noteTies(asked, found.rows[0]?.ties ?? 0)
    return {
      rows: found.rows.map(({ id, ties: _ties, ...row }) => {
        const step = steps.find((one) => one.touchpointId === id)
        const share = wilson(row.customers, row.all_customers)
        return { ...row, step: step?.step ?? null, position: step?.position ?? null, share: share?.p ?? null, low: share?.low ?? null, high: share?.high ?? null, share_of_cases: row.all_cases > 0 ? row.cases / row.all_cases : null }
      }),
      statistics: { cases: found.rows[0]?.all_cases ?? 0, customers: found.rows[0]?.all_customers ?? 0 },
    }
  },

  async population(asked, { row, field }) {
    const steps = await stepsOf(asked)
    if (field !== 'customers' || steps.length === 0) return null
    const { ours, elsewhere } = await notGoneTo(asked, steps)
    return { of: 'customer', field, where: sql`c.id in (with ${deviations(asked, steps, [...ours, ...elsewhere])} select d.customer_id from deviation d join touchpoints a on a.organisation_id = ${asked.ctx.org.id} and a.id = d.touchpoint_id
      left join touchpoints b on b.organisation_id = ${asked.ctx.org.id} and b.id = d.to_id where d.kind = ${row.kind ?? ''} and a.slug = ${row.touchpoint ?? ''} and coalesce(b.slug, '') = ${row.to ?? ''})` }
  },
})

/** The map's bound steps, each touchpoint once, in order. */
async function stepsOf(asked: Question): Promise<MapStep[]> {
  const all = await mapSteps(asked, asked.parameters.journey)
  const first = all[0]?.journey
  const seen = new Set<string>()
  return all.filter(({ journey, touchpointId }) => {
    if (journey !== first || touchpointId === null || seen.has(touchpointId)) return false
    seen.add(touchpointId)
    return true
  })
}

type Aside = { id: string; label: string }

/**
 * Touchpoints of the steps to which, in the window, customers cannot go: where nothing stands but messages of ours (none
 * where messages are stops too), and, of one channel, those that nobody met on it: they are done elsewhere.
 */
async function notGoneTo({ tx, ctx, window, split, parameters }: Question, steps: readonly MapStep[]): Promise<{ ours: Aside[]; elsewhere: Aside[] }> {
  const stop = parameters.messages === 'with' ? sql`true` : sql`r.direction <> 'message'`
  const found = (await tx.execute<Aside & { met: boolean; stops: boolean; here: boolean }>(sql`
    select t.id::text as id, t.name as label, count(r.day) > 0 as met, coalesce(bool_or(${stop}), false) as stops, coalesce(bool_or(${stop} and ${inParts(sql`r.channel_id`, split.channels)}), false) as here
    from touchpoints t left join rollup_daily r on r.organisation_id = t.organisation_id and r.touchpoint_id = t.id and r.day >= ${window.from}::date and r.day < ${window.to}::date and r.interactions > 0
    where t.organisation_id = ${ctx.org.id} and t.id = any(${sql.param(boundIds(steps))}::uuid[])
    group by 1, 2 order by 2`)).rows
  const ours = found.filter(({ met, stops }) => met && !stops)
  return { ours, elsewhere: split.channels === null ? [] : found.filter((one) => !one.here && !ours.includes(one)) }
}

/** CTEs ending in `deviation` (kind, touchpoint_id, to_id, case_key, customer_id). */
function deviations(asked: Question, steps: readonly MapStep[], never: readonly { id: string }[]): SQL {
  const ids = boundIds(steps)
  // Behind the last step that customers can go to nobody can go further.
  const reachable = ids.findLastIndex((id) => !never.some((one) => one.id === id)) + 1
  return sql`${visits(asked, ids)},
    step as (select id as touchpoint_id, pos from unnest(${sql.param(ids)}::uuid[]) with ordinality as t (id, pos)),
    stop as materialized (select v.case_key, v.customer_id, v.touchpoint_id, v.n, s.pos, lead(v.touchpoint_id) over w as to_id, row_number() over w as nth, max(s.pos) over (partition by v.case_key) as furthest
      from visit v left join step s on s.touchpoint_id = v.touchpoint_id where not v.again window w as (partition by v.case_key order by v.n)),
    deviation as (
      select 'reached' as kind, touchpoint_id, null::uuid as to_id, case_key, customer_id from stop where pos is not null
      union all select 'entry', touchpoint_id, null, case_key, customer_id from stop where nth = 1
      union all select 'next', touchpoint_id, to_id, case_key, customer_id from stop where to_id is not null
      union all select 'drop_off', touchpoint_id, null, case_key, customer_id from (
        select distinct on (case_key) case_key, customer_id, touchpoint_id, pos from stop where pos is not null order by case_key, n desc) last where pos < ${reachable}
      union all select 'loop', touchpoint_id, null, case_key, customer_id from stop where pos is not null group by touchpoint_id, case_key, customer_id having count(*) > 1
      union all select 'skipped', s.touchpoint_id, null, f.case_key, f.customer_id from (select distinct case_key, customer_id, furthest from stop) f join step s on s.pos < f.furthest and s.touchpoint_id <> all(${sql.param(never.map(({ id }) => id))}::uuid[])
        where not exists (select 1 from stop x where x.case_key = f.case_key and x.touchpoint_id = s.touchpoint_id)
      union all select 'foreign', touchpoint_id, null, case_key, customer_id from stop where pos is null)`
}
