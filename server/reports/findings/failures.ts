import { sql } from 'drizzle-orm'
import type { Check } from '../../domain/findings/judge'
import { rateExpectation } from '../../domain/statistics/rate-expectation'
import type { Asked } from '../report'
import { newestWhole, percent, periodName, range, whole } from './series'

/** Fewest results in the period for a failed rate to be news. */
const LEAST_RESULTS = 30

/** Share of failed results at each touchpoint, in the newest whole month. */
export async function failureChecks(asked: Asked<unknown>): Promise<Check[]> {
  const month = newestWhole(asked.window, 'month')
  if (!month) return []
  const { ctx, tx } = asked
  const result = await tx.execute<{ slug: string; name: string; period: string; failed: number; told: number }>(sql`
    select tp.slug, tp.name, date_trunc('month', r.day)::date::text as period, sum(r.failed)::float8 as failed, sum(r.failed + r.met + r.exceeded)::float8 as told
    from rollup_daily r join touchpoints tp on tp.organisation_id = r.organisation_id and tp.id = r.touchpoint_id
    where r.organisation_id = ${ctx.org.id} and r.day >= ${month.since}::date and r.day < ${month.end}::date group by 1, 2, 3 having sum(r.failed + r.met + r.exceeded) > 0 order by 3`)
  const slugs = [...new Set(result.rows.map((r) => r.slug))]
  return slugs.flatMap((slug): Check[] => {
    const rows = result.rows.filter((r) => r.slug === slug)
    const now = rows.find((r) => r.period === month.period)
    if (!now || now.told < LEAST_RESULTS) return []
    const history = rows.filter((r) => r.period < month.period).map((r) => ({ period: r.period, numerator: r.failed, denominator: r.told }))
    const usual = rateExpectation('month', history, { period: month.period, numerator: now.failed, denominator: now.told })
    if (!usual.ok) return []
    const rate = now.failed / now.told
    return [{
      report: 'moment-outcomes', parameters: { touchpoint: slug, from: month.period, to: month.end },
      text: `${now.name} failed in ${whole(now.failed)} of ${whole(now.told)} cases, ${percent(rate)}, in ${periodName(month.period, 'month')} (usual ${range(usual.low, usual.high, percent)}).`,
      observed: rate, expected: usual.expected, low: usual.low, high: usual.high, p: usual.p, money: null,
    }]
  })
}
