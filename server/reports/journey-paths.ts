import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { wilson } from '../domain/statistics/proportion'
import { rowField } from '../schemas/report-parameters'
import { canFollow, caseParameters, nobodyOf, noteTies, visits } from './journey-cases'
import { boundIds, mapSteps } from './journey-map'
import { defineReport, type Asked } from './report'

/** Between the touchpoints of a path; no slug holds it. */
const ARROW = ' > '
const parameters = z.object({ ...caseParameters, least: z.coerce.number<number | string>().int().min(1).max(100).default(1).describe('Only paths of at least so many visits; shares are then of the customers who took one.') })
type Question = Asked<z.output<typeof parameters>>

export const journeyPaths = defineReport({
  name: 'journey-paths',
  title: 'The paths customers really take',
  definition: 'Contacts and look-ups of known customers at touchpoints (messages we sent with `messages=with`), put in order of time within one issue, or within what one customer did without a pause longer than `gap_days`. Several at the same touchpoint in a row are one visit. `share`: of all customers who took any path of the window. With `journey`: only paths that touch one of the map’s touchpoints. Contacts of the very same time stand in the order of their senders’ ids, and are counted in a note. Paths that the window cuts are counted as far as it shows them. With `least`: paths of fewer visits are left out, and counted apart in the statistics (`shorter`, `all_cases`).',
  parameters,
  row: z.object({
    path: z.string().describe('Slugs of touchpoints, joined by " > ".'), label: rowField.label, visits: rowField.count, cases: rowField.count, all_cases: rowField.count, share_of_cases: rowField.share,
    customers: rowField.count, all_customers: rowField.count, share: rowField.share, low: rowField.share, high: rowField.share, interactions: rowField.count, median_hours: z.number().nullable().describe('From the first interaction to the last.'),
  }),
  keys: ['path'],
  figures: {
    visits: { label: 'Visits on the path', unit: 'number' }, cases: { label: 'Times taken', unit: 'number' }, all_cases: { label: 'All paths taken', unit: 'number' }, share_of_cases: { label: 'Share of times', unit: 'share', numerator: 'cases', denominator: 'all_cases' },
    customers: { label: 'Customers', unit: 'count' }, all_customers: { label: 'Customers on any path', unit: 'number' }, share: { label: 'Share of customers', unit: 'share', numerator: 'customers', denominator: 'all_customers', low: 'low', high: 'high' },
    interactions: { label: 'Interactions', unit: 'count' }, median_hours: { label: 'Median time from first to last', unit: 'hours' },
  },
  absent: (statistics) => { const none = nobodyOf(statistics); return none && { ...none, interactions: 0, median_hours: null } },
  counts: 'interaction',
  draw: 'bars',

  async answer(asked) {
    if (!(await canFollow(asked))) return { rows: [] }
    const found = await asked.tx.execute<{ path: string; label: string; visits: number; cases: number; customers: number; interactions: number; median_hours: number | null; all_cases: number; all_customers: number; every: number; shorter: number; ties: number }>(sql`
      with ${await paths(asked)}, ${whole(asked)}
      select named.*, taken.visits, taken.cases, taken.customers, taken.interactions, taken.median_hours, whole.* from (
        select stops, min(visits)::int as visits, count(*)::int as cases, count(distinct customer_id)::int as customers, sum(interactions)::int as interactions, (percentile_cont(0.5) within group (order by hours))::float8 as median_hours
        from path where visits >= ${asked.parameters.least} group by stops) taken cross join whole
      cross join lateral (select string_agg(t.slug, ${ARROW} order by s.n) as path, string_agg(t.name, ${' → '} order by s.n) as label from unnest(taken.stops) with ordinality s (id, n) join touchpoints t on t.organisation_id = ${asked.ctx.org.id} and t.id = s.id) named
      order by customers desc, cases desc, path limit 100000`)
    // Where every path is too short there is no row to read their number from.
    const { rows: [alone] } = found.rows.length === 0 && asked.parameters.least > 1 ? await asked.tx.execute<{ every: number; shorter: number }>(sql`with ${await paths(asked)}, ${whole(asked)} select every, shorter from whole`) : { rows: found.rows }
    noteTies(asked, found.rows[0]?.ties ?? 0)
    const sum = (of: 'interactions' | 'cases') => found.rows.reduce((n, row) => n + row[of], 0)
    return {
      rows: found.rows.map(({ every: _every, shorter: _shorter, ties: _ties, ...row }) => {
        const share = wilson(row.customers, row.all_customers)
        return { ...row, share_of_cases: row.all_cases > 0 ? row.cases / row.all_cases : null, share: share?.p ?? null, low: share?.low ?? null, high: share?.high ?? null }
      }),
      statistics: { cases: sum('cases'), customers: found.rows[0]?.all_customers ?? 0, interactions: sum('interactions'), paths: found.rows.length, all_cases: alone?.every ?? 0, shorter: alone?.shorter ?? 0 },
    }
  },

  async population(asked, { row, field }) {
    const here = sql`(with ${await paths(asked)} select case_key from path where stops = (select array_agg(t.id order by s.n) from unnest(string_to_array(${row.path ?? ''}, ${ARROW})) with ordinality s (slug, n) join touchpoints t on t.organisation_id = ${asked.ctx.org.id} and t.slug = s.slug))`
    const again = visits(asked, await idsOf(asked))
    if (field === 'customers') return { of: 'customer', field, where: sql`c.id in (with ${again} select customer_id from visit where case_key in ${here})` }
    if (field === 'interactions') return { of: 'interaction', field, where: sql`i.id in (with ${again} select interaction_id from visit where case_key in ${here})` }
    return null
  },
})

/** Those long enough, by times and customers, beside all of them and the shorter ones. */
const whole = ({ parameters: { least } }: Question): SQL => sql`whole as (
  select count(*) filter (where visits >= ${least})::int as all_cases, count(distinct customer_id) filter (where visits >= ${least})::int as all_customers, count(*)::int as every, count(*) filter (where visits < ${least})::int as shorter, (select count(*) from visit where tied)::int as ties from path)`

async function idsOf(asked: Question): Promise<string[] | null> {
  return asked.parameters.journey === undefined ? null : boundIds(await mapSteps(asked, asked.parameters.journey))
}

/** CTEs ending in `path` (case_key, customer_id, stops, visits, interactions, hours), one row per case; `stops` are touchpoints' ids in order. */
async function paths(asked: Question): Promise<SQL> {
  return sql`${visits(asked, await idsOf(asked))},
    path as materialized (
      select case_key, customer_id, array_agg(touchpoint_id order by n) filter (where not again) as stops,
        count(*) filter (where not again) as visits, count(*) as interactions, extract(epoch from max(occurred_at) - min(occurred_at))::float8 / 3600 as hours
      from visit group by 1, 2)`
}
