import { sql } from 'drizzle-orm'
import type { Check } from '../../domain/findings/judge'
import { expectation } from '../../domain/statistics/expectation'
import type { Asked } from '../report'
import { newestWhole, periodName, periodsBetween, range, whole } from './series'

const NAME: Record<string, string> = { contact: 'contacts', lookup: 'look-ups', message: 'messages' }
/** Rare things are not news one by one. */
const LEAST_DIFFERENCE = 10
/** A touchpoint that got more than this part of its contacts through late channels says nothing about this week. */
const LATE_PART = 0.1

/** Contacts, look-ups and messages of each channel, and contacts at each touchpoint, in the newest whole week. */
export async function volumeChecks(asked: Asked<unknown>, silentChannels: ReadonlySet<string>): Promise<Check[]> {
  const week = newestWhole(asked.window, 'week')
  if (!week) return []
  const { ctx, tx } = asked
  // A week is known by how many before the newest one it lies: plain arithmetic on days.
  const series = await tx.execute<{ kind: 'channel' | 'touchpoint'; slug: string; name: string; direction: string; cost: number | null; period: string; n: number; late: number }>(sql`
    with r as (select ${week.period}::date - 7 * ((${week.period}::date - day + 6) / 7) as period, channel_id, touchpoint_id, direction, sum(interactions) as n from rollup_daily
      where organisation_id = ${ctx.org.id} and day >= ${week.since}::date and day < ${week.end}::date group by 1, 2, 3, 4)
    select 'channel' as kind, ch.slug, ch.name, r.direction, ch.cost_per_contact::float8 as cost, r.period::text as period, sum(r.n)::float8 as n, 0::float8 as late
      from r join channels ch on ch.organisation_id = ${ctx.org.id} and ch.id = r.channel_id group by 1, 2, 3, 4, 5, 6
    union all
    select 'touchpoint', tp.slug, tp.name, r.direction, (sum(r.n * ch.cost_per_contact) / nullif(sum(r.n) filter (where ch.cost_per_contact is not null), 0))::float8, r.period::text, sum(r.n)::float8, coalesce(sum(r.n) filter (where ch.slug = any(${sql.param([...silentChannels])}::text[])), 0)::float8
      from r join touchpoints tp on tp.organisation_id = ${ctx.org.id} and tp.id = r.touchpoint_id join channels ch on ch.organisation_id = ${ctx.org.id} and ch.id = r.channel_id
      where r.direction = 'contact' group by 1, 2, 3, 4, 6`)
  const groups = new Map<string, typeof series.rows>()
  for (const row of series.rows) {
    const key = `${row.kind} ${row.slug} ${row.direction}`
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups.values()].flatMap((rows): Check[] => {
    const first = rows[0]
    // A silent source makes its figures incomplete, never low.
    if (!first || (first.kind === 'channel' && silentChannels.has(first.slug))) return []
    if (sum(rows.map((r) => r.late)) > LATE_PART * sum(rows.map((r) => r.n))) return []
    const counts = new Map(rows.map((r) => [r.period, r.n]))
    const since = rows.reduce((least, r) => (r.period < least ? r.period : least), week.period)
    const history = periodsBetween(since, week.period, 'week').map((period) => ({ period, value: counts.get(period) ?? 0 }))
    const observed = counts.get(week.period) ?? 0
    const range95 = expectation('count', 'week', history, { period: week.period, value: observed })
    if (!range95.ok) return []
    const what = NAME[first.direction] ?? first.direction
    const cost = rows.reduce<(typeof rows)[number] | null>((newest, r) => (r.cost !== null && (!newest || r.period > newest.period) ? r : newest), null)?.cost ?? null
    return [{
      report: 'interactions-over-time',
      parameters: { interval: 'week', by: first.kind, [first.kind]: first.slug, from: week.period, to: week.end },
      text: `${first.name}: ${whole(observed)} ${what} in ${periodName(week.period, 'week')} (usual ${range(range95.low, range95.high)}).`,
      observed, expected: range95.expected, low: range95.low, high: range95.high, p: range95.p,
      money: first.direction === 'contact' && cost !== null ? (observed - range95.expected) * cost : null, leastDifference: LEAST_DIFFERENCE,
    }]
  })
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
