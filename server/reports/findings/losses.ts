import { sql, type SQL } from 'drizzle-orm'
import type { Check } from '../../domain/findings/judge'
import { beforeShift } from '../../domain/statistics/before-shift'
import { rateExpectation } from '../../domain/statistics/rate-expectation'
import { VALUE_TIERS } from '../split'
import type { Asked } from '../report'
import { newestWhole, periodName, periodsBetween, range, whole } from './series'

/** Days before leaving, and before a matched day for those who stayed, in which a failed moment is looked for. */
const BEFORE_DAYS = 60

/** First day of a day's month, without a way round through time zones. */
const MONTH = (day: SQL): SQL => sql`date_trunc('month', ${day}::timestamp)`

export type Loss = { key: string; label: string; period: string; at_start: number; lost: number }

/**
 * Customers at the start of each month and lost in it, for the whole and per value tier as it stood at the month's
 * start. A relationship (for a tier: what of it the membership covers) is a run of months at whose start it was there,
 * so the cost grows with relationships, not with customers × months.
 */
export async function monthlyLosses(asked: Pick<Asked<unknown>, 'ctx' | 'tx'>, since: string, end: string): Promise<Loss[]> {
  const org = asked.ctx.org.id
  const months = periodsBetween(since, end, 'month')
  // The first month that begins after a day, the first that begins on it or after, and the last that has begun by it.
  const after = (day: SQL) => sql`(${MONTH(day)} + interval '1 month')::date`
  const onOrAfter = (day: SQL) => sql`(${MONTH(sql`(${day} - 1)`)} + interval '1 month')::date`
  const lastOf = (day: SQL) => sql`${MONTH(day)}::date`
  const result = await asked.tx.execute<Loss>(sql`
    with se as materialized (select id from segmentations where organisation_id = ${org} and slug = ${VALUE_TIERS}),
    there as materialized (select customer_id, ${after(sql`start_day`)} as first, ${lastOf(sql`end_day`)} as last from spells where organisation_id = ${org} and (end_day is null or end_day >= ${months[0] ?? end}::date)),
    runs as (
      select 'total' as key, first, last, last as left_in from there
      union all
      select ms.segment_id::text, greatest(t.first, ${onOrAfter(sql`ms.from_day`)}), least(t.last, ${lastOf(sql`(ms.to_day - 1)`)}), t.last
      from there t join memberships ms on ms.organisation_id = ${org} and ms.customer_id = t.customer_id join se on se.id = ms.segmentation_id),
    changes as (
      select r.key, x.month, sum(x.n) as n, sum(x.lost) as lost from runs r
      cross join lateral (values (r.first, 1, 0), (r.last, 0, case when r.last = r.left_in then 1 else 0 end), ((r.last + interval '1 month')::date, -1, 0)) x(month, n, lost)
      where r.last is null or r.first <= r.last group by 1, 2),
    counted as (
      select c.key, m.m, sum(c.n) filter (where c.month <= m.m) as at_start, coalesce(sum(c.lost) filter (where c.month = m.m), 0) as lost
      from changes c cross join unnest(${sql.param(months)}::date[]) m(m) group by 1, 2)
    select coalesce(sg.slug, 'total') as key, coalesce(sg.name, 'All customers') as label, coalesce(sg.rank, 0) as rank, c.m::text as period, c.at_start::float8 as at_start, c.lost::float8 as lost
    from counted c left join segments sg on sg.organisation_id = ${org} and sg.id::text = c.key
    where c.at_start > 0 and (c.key = 'total' or sg.id is not null) order by c.m, sg.id is not null, sg.rank`)
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
    select percentile_cont(0.5) within group (order by v)::float8 as v from (select sum(t.amount::float8) as v from transactions t join profiles p on p.organisation_id = t.organisation_id and p.id = t.profile_id
      where t.organisation_id = ${asked.ctx.org.id} and t.currency = ${asked.ctx.org.currency} and t.day < ${day}::date and t.day >= ${day}::date - 365 group by p.customer_id) x`)
  return result.rows[0]?.v ?? null
}
