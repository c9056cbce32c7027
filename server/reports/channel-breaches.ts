import { sql, type SQL } from 'drizzle-orm'
import { addDays, startOfDay, type LocalDay } from '../domain/time/local-day'
import type { Asked } from './report'
import { memberAsOf } from './split'

/** An issue nobody touched for this many days and nobody resolved was given up. */
export const GIVEN_UP_DAYS = 30

/**
 * CTEs ending in `judged` (rule_id, touchpoint_id, issue_id, profile_id, customer_id, ended_at, given_up, breached): every issue that closed in the
 * window under an active channel rule (METRICS §3). Closed: resolved, or given up. Offered: an interaction of the issue on
 * a required channel, or a hand-over to one, before its end; so trying the web first is no breach. The segment is the one
 * of the day the issue opened. Only what can have closed in the window is read: it was resolved there, or somebody was in
 * touch about it the given days before.
 */
export function judgedIssues({ ctx: { org }, ctx, window, split }: Pick<Asked<unknown>, 'ctx' | 'window' | 'split'>): SQL {
  const start = (day: LocalDay) => sql`${new Date(startOfDay(day, org.timezone)).toISOString()}::timestamptz`
  const local = (instant: SQL) => sql`(${instant} at time zone ${org.timezone})::date`
  return sql`
    rule as (select id, touchpoint_id, segmentation_id, segment_id, array(select jsonb_array_elements_text(required)) as required from channel_rules
      where organisation_id = ${org.id} and active and jsonb_array_length(required) > 0),
    candidate as materialized (
      select id as issue_id from issues where organisation_id = ${org.id} and resolved_at >= ${start(window.from)} and resolved_at < ${start(window.to)}
      union select issue_id from interactions where organisation_id = ${org.id} and issue_id is not null and day >= ${addDays(window.from, -GIVEN_UP_DAYS - 1)}::date and day <= ${addDays(window.to, -GIVEN_UP_DAYS)}::date),
    touched as materialized (
      select x.issue_id, min(x.occurred_at) as first_at, max(x.occurred_at) as last_at, (array_agg(x.touchpoint_id order by x.occurred_at, x.id))[1] as touchpoint_id
      from candidate c join interactions x on x.organisation_id = ${org.id} and x.issue_id = c.issue_id group by 1),
    ended as (
      select s.id as issue_id, s.profile_id, p.customer_id, coalesce(s.touchpoint_id, t.touchpoint_id) as touchpoint_id, coalesce(s.opened_at, t.first_at) as opened_at,
        coalesce(s.resolved_at, t.last_at + ${GIVEN_UP_DAYS} * interval '1 day') as ended_at, s.resolved_at is null as given_up
      from candidate c join issues s on s.organisation_id = ${org.id} and s.id = c.issue_id join profiles p on p.organisation_id = s.organisation_id and p.id = s.profile_id left join touched t on t.issue_id = s.id),
    under as (
      select r.id as rule_id, r.required, e.* from ended e join rule r on r.touchpoint_id = e.touchpoint_id
      where ${local(sql`e.ended_at`)} >= ${window.from}::date and ${local(sql`e.ended_at`)} < ${window.to}::date
        and (r.segment_id is null or exists (select 1 from memberships ms where ms.organisation_id = ${org.id} and ms.customer_id = e.customer_id and ms.segmentation_id = r.segmentation_id and ms.segment_id = r.segment_id
          and ms.from_day <= ${local(sql`e.opened_at`)} and (ms.to_day is null or ms.to_day > ${local(sql`e.opened_at`)})))
        and ${memberAsOf(sql`e.customer_id`, local(sql`e.opened_at`), ctx, split.segment)}),
    judged as (
      select u.*, not exists (select 1 from interactions x join channels ch on ch.organisation_id = x.organisation_id and ch.id = x.channel_id
        where x.organisation_id = ${org.id} and x.issue_id = u.issue_id and x.occurred_at <= u.ended_at
          and (ch.slug = any(u.required) or lower(x.handed_over_to) in (select lower(word) from channels c2 cross join lateral unnest(array[c2.slug, c2.name]) as word where c2.organisation_id = ${org.id} and c2.slug = any(u.required)))) as breached
      from under u)`
}

/** Breached issues per touchpoint at which issues closed under a rule; without such an issue nothing was kept or broken, and the touchpoint is not in it. */
export async function breachesByTouchpoint(asked: Asked<unknown>, ids: readonly string[]): Promise<Map<string, number>> {
  const { tx, ctx: { org } } = asked
  const ruled = await tx.execute<{ id: string }>(sql`select distinct touchpoint_id::text as id from channel_rules where organisation_id = ${org.id} and active and jsonb_array_length(required) > 0 and touchpoint_id = any(${sql.param(ids)}::uuid[])`)
  if (ruled.rows.length === 0) return new Map()
  const found = await tx.execute<{ id: string; n: number }>(sql`with ${judgedIssues(asked)} select touchpoint_id::text as id, (count(distinct issue_id) filter (where breached))::int as n from judged group by 1`)
  return new Map(found.rows.map(({ id, n }) => [id, n]))
}
