import { sql } from 'drizzle-orm'
import type { Check } from '../../domain/findings/judge'
import { beforeShift } from '../../domain/statistics/before-shift'
import { rateExpectation, type RatePoint } from '../../domain/statistics/rate-expectation'
import type { Asked } from '../report'
import { newestWhole, percent, periodName, range, whole } from './series'

/** Fewest results in the period for a failed rate to be news. */
const LEAST_RESULTS = 30

/**
 * Share of failed results at each touchpoint, in the newest whole month: at moments that matter the results of the moments,
 * recorded or set by rule, as the Moments page has them; elsewhere as recorded. What stands apart for months is still told,
 * with since when.
 */
export async function failureChecks(asked: Asked<unknown>): Promise<Check[]> {
  const month = newestWhole(asked.window, 'month')
  if (!month) return []
  const { ctx, tx } = asked
  const result = await tx.execute<{ slug: string; name: string; period: string; failed: number; told: number }>(sql`
    with told as (
      select r.touchpoint_id, r.day, r.failed as failed, r.failed + r.met + r.exceeded as told, false as moment from rollup_daily r where r.organisation_id = ${ctx.org.id} and r.day >= ${month.since}::date and r.day < ${month.end}::date and r.failed + r.met + r.exceeded > 0
      union all select m.touchpoint_id, m.day, case when m.result = 'failed' then m.moments else 0 end, m.moments, true from rollup_moments m where m.organisation_id = ${ctx.org.id} and m.day >= ${month.since}::date and m.day < ${month.end}::date and m.result <> 'not_recorded')
    select tp.slug, tp.name, date_trunc('month', r.day::timestamp)::date::text as period, sum(r.failed)::float8 as failed, sum(r.told)::float8 as told
    from told r join touchpoints tp on tp.organisation_id = ${ctx.org.id} and tp.id = r.touchpoint_id and (tp.class = 'moment_that_matters') = r.moment
    group by 1, 2, 3 having sum(r.told) > 0 order by 3`)
  const slugs = [...new Set(result.rows.map((r) => r.slug))]
  return slugs.flatMap((slug): Check[] => {
    const rows = result.rows.filter((r) => r.slug === slug)
    const now = rows.find((r) => r.period === month.period)
    if (!now || now.told < LEAST_RESULTS) return []
    const history = rows.filter((r) => r.period < month.period).map((r): RatePoint => ({ period: r.period, numerator: r.failed, denominator: r.told }))
    const { before, since } = beforeShift(history, (earlier, at) => rateExpectation('month', earlier, at), (at) => at.numerator / at.denominator)
    const usual = rateExpectation('month', before, { period: month.period, numerator: now.failed, denominator: now.told })
    if (!usual.ok) return []
    const rate = now.failed / now.told
    const apart = rate > usual.high || rate < usual.low ? since : null
    const lasting = apart === null ? '' : `; ${rate > usual.high ? 'above' : 'below'} it since ${periodName(apart, 'month')}`
    return [{
      report: 'moment-outcomes', parameters: { touchpoint: slug, from: month.period, to: month.end },
      text: `${now.name} failed in ${whole(now.failed)} of ${whole(now.told)} cases, ${percent(rate)}, in ${periodName(month.period, 'month')} (usual ${range(usual.low, usual.high, percent)}${lasting}).`,
      observed: rate, expected: usual.expected, low: usual.low, high: usual.high, p: usual.p, money: null, since: apart,
    }]
  })
}
