import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { kaplanMeier } from '../domain/statistics/kaplan-meier'
import type { Tenure } from '../domain/statistics/risk-set'
import { filterParameters, parameter, rowField, windowParameters } from '../schemas/report-parameters'
import { firstActs } from './care-acts'
import { seenUntil } from './contact-chains'
import { interactionsInView } from './populations'
import { nowSql } from './promise-state'
import { defineReport, type Asked } from './report'
import { once } from './once'

/** Longer waits are still waiting at the curve's end. */
const LONGEST = 30
const UNITS = { hour: 3600, day: 86_400 } as const
type Question = Asked<{ elapsed: keyof typeof UNITS }>

export const timeToAction = defineReport({
  name: 'time-to-action',
  title: 'How long the unhappy wait for us to act',
  definition: 'From the moment somebody was unhappy (an interaction that failed, or left an impression below 0; of several on one issue the first) to our first act: an interaction on our initiative about the same issue or touchpoint or with goodwill, a promise kept, or the issue’s resolution. Kaplan–Meier: those still waiting are included, until the records end. Share still waiting after t whole units; interval log-log with Greenwood’s error.',
  parameters: z.object({ ...windowParameters, elapsed: z.enum(['hour', 'day']).default('day').describe('Unit of the waiting time.'), longest: z.coerce.number<number | string>().int().min(1).max(365).default(LONGEST).describe('The curve ends after so many units.'), min_at_risk: parameter.minAtRisk, ...filterParameters }),
  row: z.object({
    t: rowField.count.describe('Whole units since they were unhappy.'), at_risk: rowField.count.describe('Still waiting and watched at t.'), events: rowField.count.describe('First act after t whole units.'),
    waiting: z.number(), acted: z.number().describe('1 − waiting.'), low: rowField.share, high: rowField.share,
  }),
  keys: ['t'],
  figures: {
    at_risk: { label: 'Waiting until then', unit: 'count' }, events: { label: 'First act then', unit: 'count' }, waiting: { label: 'Still waiting', unit: 'share', low: 'low', high: 'high', n: 'at_risk' }, acted: { label: 'Somebody had acted', unit: 'share', n: 'at_risk' },
  },
  draw: 'survival',
  joinsRecords: true,
  measure: { field: 'acted', better: 'higher' },

  async answer(asked) {
    const { tx, parameters: { min_at_risk: minAtRisk, elapsed, longest } } = asked
    const found = await tx.execute<{ exit: number; event: boolean; count: number }>(sql`select w.exit, w.event, count(*)::int as count from ${waits(asked)} w group by 1, 2`)
    const tenures: Tenure[] = found.rows
    const curve = kaplanMeier(tenures, { minAtRisk })
    const acted = found.rows.reduce((n, r) => (r.event ? n + r.count : n), 0)
    if (curve.subjects > 0 && curve.rows.length === 0) asked.note(`Fewer than ${minAtRisk} were ever waiting together, so no curve is drawn.`)
    const median = kaplanMeier(tenures, { minAtRisk: 1 }).rows.find((r) => r.survival <= 0.5)?.t ?? null
    return {
      rows: curve.rows.filter(({ t }) => t <= longest).map(({ t, at_risk, events, survival, low, high }) => ({ t, at_risk, events, waiting: survival, acted: 1 - survival, low, high })),
      statistics: { unhappy: curve.subjects, acted, still_waiting: curve.subjects - acted, median, elapsed },
    }
  },

  population(asked, { row, field }) {
    const t = sql`${Number(row.t) || 0}::int`
    if (field !== 'at_risk' && field !== 'events') return null
    return { of: 'interaction', field, where: sql`i.id in (select w.id from ${waits(asked)} w where w.exit >= ${t} and ${field === 'events' ? sql`w.event and w.exit = ${t}` : sql`true`})` }
  },
})

/** One row per unhappiness: id, exit in whole units to the first act or to the end of the records, event. */
function waits(asked: Question): SQL {
  const unhappy = once(sql`
    select x.* from (
      select i.id, i.occurred_at, i.issue_id, i.touchpoint_id, coalesce(p.customer_id, p.id) as person, row_number() over (partition by coalesce(i.issue_id, i.id) order by i.occurred_at, i.id) as nth
      from interactions i join profiles p on p.organisation_id = i.organisation_id and p.id = i.profile_id left join customers c on c.organisation_id = p.organisation_id and c.id = p.customer_id
      where i.organisation_id = ${asked.ctx.org.id} and (i.result = 'failed' or i.impression < 0) and i.occurred_at <= ${nowSql(asked.ctx)} and ${interactionsInView(asked)}) x
    where x.nth = 1`)
  return once(sql`
    select u.id, a.act is not null as event, greatest(0, floor(extract(epoch from coalesce(a.act, greatest(u.occurred_at, ${seenUntil(asked)})) - u.occurred_at) / ${UNITS[asked.parameters.elapsed]}::int))::int as exit
    from ${unhappy} u left join ${firstActs(asked, unhappy)} a on a.id = u.id`)
}
