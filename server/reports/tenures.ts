import { sql, type SQL } from 'drizzle-orm'
import type { Interval } from '@/db/vocabulary'
import { addDays, type LocalDay } from '../domain/time/local-day'
import { NONE, type View } from './relationships'
import { presentlyWith } from './split'

/**
 * Whole elapsed units between two days (SQL dates). Months by the calendar: 31 January to 28 February is one, as the
 * month's last day stands for the missing 31st; the inverse of server/domain/time addMonths.
 */
export function elapsed(start: SQL, end: SQL, unit: Interval): SQL {
  if (unit === 'day') return sql`(${end} - ${start})`
  if (unit === 'week') return sql`((${end} - ${start}) / 7)`
  const lastOf = sql`extract(day from (date_trunc('month', ${end}::timestamp) + interval '1 month' - interval '1 day'))`
  return sql`((extract(year from ${end}) - extract(year from ${start})) * 12 + extract(month from ${end}) - extract(month from ${start})
    - case when extract(day from ${end}) < least(extract(day from ${start}), ${lastOf}) then 1 else 0 end)::int`
}

/** How a retention curve reads relationships. `from`: only customers acquired since; `until`: last day seen. */
export type TenureView = { unit: Interval; from: LocalDay | null; until: LocalDay }

/**
 * One row per customer's first relationship, as a subquery: customer_id, grp, fate, entry, exit, event.
 * `fate` says why one is not on the curve: `unknown_start`, `before_recording` (left before leaving was recorded),
 * `without_group`; null for those who are on it. entry and exit are whole units since acquisition.
 *
 * - Delayed entry: the risk set is entered on the day leaving began to be recorded (`observed_from`: of the organisation,
 *   or the earliest among the sources that sent the customer's own record where they have one of their own).
 * - Grouped by segment: the segment of the day the risk set is entered. Who had none yet enters with the first one,
 *   on its day, because it was given only to those who were still there.
 */
export function tenures(asked: Pick<View, 'ctx' | 'split'>, view: TenureView, grouped: boolean): SQL {
  const { ctx: { org }, split } = asked
  const by = grouped ? split.by : ({ kind: 'none' } as const)
  const unknown = org.lapseDays === null ? sql`not s.start_stated` : sql`false`
  const bySource = Object.entries(org.observedFromBySource)
  const observed = bySource.length === 0 ? sql`${org.observedFrom}::date` : sql`coalesce(src.observed, ${org.observedFrom}::date)`
  const sources = bySource.length === 0 ? sql`` : sql`left join (
      select p.customer_id, min(coalesce(own.day, ${org.observedFrom}::date)) as observed from profiles p
      join facts f on f.organisation_id = p.organisation_id and f.profile_id = p.id and f.kind = 'customer'
      left join unnest(${sql.param(bySource.map(([source]) => source))}::text[], ${sql.param(bySource.map(([, day]) => day))}::date[]) own(source, day) on own.source = f.source
      where p.organisation_id = ${org.id} group by 1) src on src.customer_id = s.customer_id`
  const first = sql`
    select s.customer_id, s.start_day, case when s.end_day <= ${view.until}::date then s.end_day end as end_day, ${observed} as observed,
      case when ${unknown} then 'unknown_start' when s.end_day <= ${view.until}::date and s.end_day < ${observed} or ${observed} > ${view.until}::date and s.start_day < ${observed} then 'before_recording' end as fate
    from spells s ${sources}
    where s.organisation_id = ${org.id} and s.number = 1 and s.start_day <= ${view.until}::date ${view.from ? sql`and s.start_day >= ${view.from}::date` : sql``}
      and ${presentlyWith(sql`s.customer_id`, asked.ctx, split.attribute)}`
  // The filter names a segment: the same rule as for a group.
  const wanted = split.segment
  const member = (segmentation: string) => sql`left join lateral (
      select m.segment_id, m.from_day from memberships m where m.organisation_id = ${org.id} and m.customer_id = b.customer_id and m.segmentation_id = ${segmentation}
        and (m.to_day is null or m.to_day > greatest(b.start_day, b.observed)) and m.from_day <= ${view.until}::date and (b.end_day is null or m.from_day < b.end_day)
      order by m.from_day limit 1)`
  const groupJoin = by.kind === 'segmentation' ? sql`${member(by.segmentation.id)} g on true` : by.kind === 'attribute' ? sql`join customers c on c.organisation_id = ${org.id} and c.id = b.customer_id` : sql``
  const filterJoin = wanted ? sql`${member(wanted.segmentation.id)} w on true` : sql``
  const group = by.kind === 'segmentation' ? sql`g.segment_id::text` : by.kind === 'attribute' ? sql`coalesce(c.attributes->>${by.name}, ${NONE})` : sql`'total'::text`
  const entered = sql`greatest(b.start_day, b.observed ${by.kind === 'segmentation' ? sql`, g.from_day` : sql``} ${wanted ? sql`, w.from_day` : sql``})`
  const fate = by.kind === 'segmentation' ? sql`coalesce(b.fate, case when g.segment_id is null then 'without_group' end)` : sql`b.fate`
  return sql`(
    select x.customer_id, x.grp, x.fate, least(${elapsed(sql`x.start_day`, sql`x.entered`, view.unit)}, ${elapsed(sql`x.start_day`, sql`x.ended`, view.unit)}) as entry,
      ${elapsed(sql`x.start_day`, sql`x.ended`, view.unit)} as exit, x.event
    from (
      select b.customer_id, ${group} as grp, ${fate} as fate, b.start_day, ${entered} as entered, coalesce(b.end_day, ${view.until}::date) as ended, b.end_day is not null as event
      from (${first}) b ${groupJoin} ${filterJoin} ${wanted ? sql`where w.segment_id = ${wanted.segmentId}` : sql``}) x)`
}

export const lastSeen = (to: LocalDay): LocalDay => addDays(to, -1)
