import { sql } from 'drizzle-orm'
import type { Check } from '../../domain/findings/judge'
import { beforeShift } from '../../domain/statistics/before-shift'
import { rateExpectation } from '../../domain/statistics/rate-expectation'
import { VALUE_TIERS } from '../split'
import type { Asked } from '../report'
import { newestWhole, periodName, periodsBetween, range, whole } from './series'

/** Days before leaving, and before a matched day for those who stayed, in which a failed moment is looked for. */
const BEFORE_DAYS = 60

export type Loss = { key: string; label: string; period: string; at_start: number; lost: number }

/**
 * Customers at the start of each month and lost in it, for the whole and per value tier as it stood at the month's
 * start. Starts and ends are aggregated per month first, so the cost grows with months × tiers, not customers × months.
 */
export async function monthlyLosses(asked: Pick<Asked<unknown>, 'ctx' | 'tx'>, since: string, end: string): Promise<Loss[]> {
  const months = periodsBetween(since, end, 'month')
  const result = await asked.tx.execute<Loss>(sql`
    with months as (select m from unnest(${sql.param(months)}::date[]) m),
    present as (
      select m.m, s.customer_id, (s.end_day is not null and s.end_day >= m.m and s.end_day < (m.m + interval '1 month')::date) as lost
      from months m join spells s on s.organisation_id = ${asked.ctx.org.id} and s.start_day < m.m and (s.end_day is null or s.end_day >= m.m)),
    tiered as (
      select p.m, p.lost, sg.slug, sg.name, sg.rank from present p
      left join segmentations se on se.organisation_id = ${asked.ctx.org.id} and se.slug = ${VALUE_TIERS}
      left join memberships ms on ms.organisation_id = ${asked.ctx.org.id} and ms.segmentation_id = se.id and ms.customer_id = p.customer_id and ms.from_day <= p.m and (ms.to_day is null or ms.to_day > p.m)
      left join segments sg on sg.organisation_id = ${asked.ctx.org.id} and sg.segmentation_id = se.id and sg.id = ms.segment_id)
    select case when grouping(slug) = 1 then 'total' else slug end as key, case when grouping(slug) = 1 then 'All customers' else max(name) end as label, coalesce(min(rank), 0) as rank,
      m::text as period, count(*)::float8 as at_start, (count(*) filter (where lost))::float8 as lost
    from tiered group by grouping sets ((m), (m, slug)) having grouping(slug) = 1 or slug is not null order by m, grouping(slug) desc, rank`)
  return result.rows
}

/** One group's losses in the newest whole month against its own history, and who of it had a failed moment before. */
export type GroupLoss = { key: string; label: string; from: string; to: string; at_start: number; lost: number; usual: Judged | null; before: FailedBefore | null }
type Judged = { expected: number; low: number; high: number; p: number }

/** Losses in the newest whole month of the whole (`total`, first) and of each value tier, best first; [] without one. */
export async function newestLosses(asked: Asked<unknown>): Promise<GroupLoss[]> {
  const month = newestWhole(asked.window, 'month')
  if (!month) return []
  const losses = await monthlyLosses(asked, month.since, month.end)
  const groups: GroupLoss[] = []
  for (const now of losses.filter((l) => l.period === month.period)) {
    const history = losses.filter((l) => l.key === now.key && l.period < month.period).map((l) => ({ period: l.period, numerator: l.lost, denominator: l.at_start }))
    const { before: plain } = beforeShift(history, (earlier, at) => rateExpectation('month', earlier, at), (at) => at.numerator / at.denominator)
    const usual = rateExpectation('month', plain, { period: month.period, numerator: now.lost, denominator: now.at_start })
    const before = await failedBefore(asked, month.period, month.end, now.key === 'total' ? null : now.key)
    groups.push({ key: now.key, label: now.label, from: month.period, to: month.end, at_start: now.at_start, lost: now.lost, usual: usual.ok ? usual : null, before })
  }
  return groups
}

/** The sentence of a loss: it carries its numbers, and sets those who left beside those who stayed. */
export function lossText({ key, label, from, at_start, lost, usual, before }: GroupLoss): string {
  const whom = key === 'total' ? 'customers' : `${label} customers`
  const expected = usual ? ` (usual ${range(Math.floor(usual.low * at_start), Math.ceil(usual.high * at_start))})` : ''
  const failed = before && before.lost > 0 && before.lost_failed + before.stayed_failed > 0
    ? ` ${whole(before.lost_failed)} of the ${whole(before.lost)} had a failed moment in the ${BEFORE_DAYS} days before, against ${whole(before.stayed_failed)} of the ${whole(before.stayed)} who stayed.` : ''
  return `${whole(lost)} of ${whole(at_start)} ${whom} left in ${periodName(from, 'month')}${expected}.${failed}`
}

/** The same as checks for the findings; money is the median yearly spend of those lost beyond what was to be expected. */
export async function lossChecks(asked: Asked<unknown>): Promise<Check[]> {
  const groups = await newestLosses(asked)
  const value = groups[0] ? await medianValue(asked, groups[0].from) : null
  return groups.flatMap((group): Check[] => {
    const { usual, at_start, lost } = group
    if (!usual || at_start < 30) return []
    return [{
      report: 'churn-rate', parameters: { interval: 'month', from: group.from, to: group.to, ...(group.key === 'total' ? {} : { segment: group.key }) },
      text: lossText(group), observed: lost / at_start, expected: usual.expected, low: usual.low, high: usual.high, p: usual.p,
      money: value === null ? null : (lost / at_start - usual.expected) * at_start * value,
    }]
  })
}

export type FailedBefore = { lost: number; lost_failed: number; stayed: number; stayed_failed: number }

/**
 * Of those who left in [from, to): how many had a failed moment in the 60 days before leaving. Of those who stayed:
 * the same 60 days before the middle of the period. Association, never cause. Tier as of the period's start.
 */
export async function failedBefore(asked: Pick<Asked<unknown>, 'ctx' | 'tx'>, from: string, to: string, tier: string | null): Promise<FailedBefore | null> {
  const org = asked.ctx.org.id
  const result = await asked.tx.execute<FailedBefore>(sql`
    with people as (
      select s.customer_id, s.end_day is not null and s.end_day < ${to}::date as lost,
        case when s.end_day is not null and s.end_day < ${to}::date then s.end_day else ${from}::date + (${to}::date - ${from}::date) / 2 end as day
      from spells s where s.organisation_id = ${org} and s.start_day < ${from}::date and (s.end_day is null or s.end_day >= ${from}::date)
      and ${tier === null ? sql`true` : sql`exists (select 1 from memberships ms join segmentations se on se.organisation_id = ms.organisation_id and se.id = ms.segmentation_id and se.slug = ${VALUE_TIERS}
        join segments sg on sg.organisation_id = ms.organisation_id and sg.segmentation_id = se.id and sg.id = ms.segment_id and sg.slug = ${tier}
        where ms.organisation_id = ${org} and ms.customer_id = s.customer_id and ms.from_day <= ${from}::date and (ms.to_day is null or ms.to_day > ${from}::date))`}),
    marked as (select lost, exists (select 1 from moments m where m.organisation_id = ${org} and m.customer_id = people.customer_id and m.result = 'failed' and m.day < people.day and m.day >= people.day - ${BEFORE_DAYS}::int) as failed from people)
    select (count(*) filter (where lost))::float8 as lost, (count(*) filter (where lost and failed))::float8 as lost_failed,
      (count(*) filter (where not lost))::float8 as stayed, (count(*) filter (where not lost and failed))::float8 as stayed_failed from marked`)
  return result.rows[0] ?? null
}

/** Median spend of a customer in the year before, minor units; null without transactions. */
async function medianValue(asked: Asked<unknown>, day: string): Promise<number | null> {
  const result = await asked.tx.execute<{ v: number | null }>(sql`
    select percentile_cont(0.5) within group (order by v)::float8 as v from (select sum(t.amount) as v from transactions t join profiles p on p.organisation_id = t.organisation_id and p.id = t.profile_id
      where t.organisation_id = ${asked.ctx.org.id} and t.currency = ${asked.ctx.org.currency} and t.day < ${day}::date and t.day >= ${day}::date - 365 group by p.customer_id) x`)
  return result.rows[0]?.v ?? null
}
