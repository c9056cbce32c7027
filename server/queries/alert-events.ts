import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { AlertCondition } from '@/db/vocabulary'
import type { OrgCtx } from '../context'
import { localDayOf } from '../domain/time/local-day'
import { promiseState } from '../reports/promise-state'
import { resolveSplit } from '../reports/split'
import { waitingSql } from './recovery'

/** What an event rule tells of. `customer` is the sender's id. */
export type AlertEvent = { subject: string; customer: string; at: string; /** Of a moment: where it was. */ place?: string }
export type EventsFound = { events: AlertEvent[]; touchpoint: string | null; segment: string | null }

/** Nothing older is told of, however late it arrives: it is history. */
const FRESH_DAYS = 7
const MOST = 500

/** A promise (alias pr) by its due time: moved, it can be overdue again. */
const PROMISE = sql`pr.id::text || ':' || extract(epoch from pr.due_at)::bigint::text`

/** Events of a rule since it was made that it has not told of yet (with `ruleId` null: all of the last days), newest first. */
export async function alertEvents(tx: Tx, ctx: OrgCtx, condition: Exclude<AlertCondition, { kind: 'figure' }>, { ruleId, since }: { ruleId: string | null; since: Date }): Promise<EventsFound> {
  const { segment, touchpoints } = await resolveSplit(tx, ctx, { segment: condition.segment ?? undefined, touchpoint: condition.kind === 'moment_failed' ? condition.touchpoint ?? undefined : undefined })
  const days = FRESH_DAYS + (condition.kind === 'promise_overdue' ? condition.hours / 24 : 0)
  const fresh = (at: SQL) => sql`${at} >= ${since.toISOString()}::timestamptz and ${at} > ${ctx.now.toISOString()}::timestamptz - ${`${days * 24} hours`}::interval and ${at} <= ${ctx.now.toISOString()}::timestamptz`
  const untold = (subject: SQL) => ruleId === null ? sql`true` : sql`not exists (select 1 from alert_events e where e.organisation_id = ${ctx.org.id} and e.rule_id = ${ruleId} and e.subject = ${subject})`
  // The segment they were in by then: a moment must not move its customer out of sight.
  const inSegment = (customer: SQL, day: SQL) => segment === null ? sql`true` : sql`exists (select 1 from memberships b where b.organisation_id = ${ctx.org.id} and b.customer_id = ${customer}
    and b.segmentation_id = ${segment.segmentation.id} and b.segment_id = ${segment.segmentId} and b.from_day <= ${day} and (b.to_day is null or b.to_day > ${day}))`
  const said = { touchpoint: touchpoints?.map((part) => part.label).join(', ') ?? null, segment: segment?.name ?? null }
  if (condition.kind === 'moment_failed') {
    const subject = sql`m.interaction_id::text`
    const { rows } = await tx.execute<AlertEvent>(sql`
      select ${subject} as subject, c.external_id as customer, to_char(m.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at, t.name as place
      from moments m join touchpoints t on t.organisation_id = m.organisation_id and t.id = m.touchpoint_id join customers c on c.organisation_id = m.organisation_id and c.id = m.customer_id
      where m.organisation_id = ${ctx.org.id} and m.result = 'failed' and ${fresh(sql`m.occurred_at`)} and ${condition.critical ? sql`t.critical` : sql`true`}
        and ${touchpoints ? sql`m.touchpoint_id = any(${sql.param(touchpoints.map((part) => part.id))}::uuid[])` : sql`true`} and ${inSegment(sql`m.customer_id`, sql`m.day`)} and ${untold(subject)}
      order by m.occurred_at desc, m.interaction_id limit ${MOST}`)
    return { events: rows, ...said }
  }
  const subject = PROMISE
  const { rows } = await tx.execute<AlertEvent>(sql`
    select ${subject} as subject, c.external_id as customer, to_char(pr.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at
    from promises pr join profiles p on p.organisation_id = pr.organisation_id and p.id = pr.profile_id join customers c on c.organisation_id = p.organisation_id and c.id = p.customer_id
    where pr.organisation_id = ${ctx.org.id} and ${fresh(sql`pr.due_at`)} and pr.due_at <= ${ctx.now.toISOString()}::timestamptz - ${`${condition.hours} hours`}::interval and ${promiseState(ctx)} = 'overdue'
      and ${inSegment(sql`p.customer_id`, sql`(pr.due_at at time zone ${ctx.org.timezone}::text)::date`)} and ${untold(subject)}
    order by pr.due_at desc, pr.id limit ${MOST}`)
  return { events: rows, ...said }
}

/** Whether any of what a rule has told of lately stands still: a promise that is overdue by now, a failed moment nobody has acted on. */
export async function someStand(tx: Tx, ctx: OrgCtx, { kind }: Exclude<AlertCondition, { kind: 'figure' }>, { ruleId, seenSince }: { ruleId: string; seenSince: Date }): Promise<boolean> {
  const told = sql`(select e.subject from alert_events e where e.organisation_id = ${ctx.org.id} and e.rule_id = ${ruleId} and e.seen_at >= ${seenSince.toISOString()}::timestamptz)`
  const standing = kind === 'promise_overdue'
    ? sql`select 1 from promises pr where pr.organisation_id = ${ctx.org.id} and pr.due_at <= ${ctx.now.toISOString()}::timestamptz and ${promiseState(ctx)} = 'overdue' and ${PROMISE} in ${told}`
    : sql`select 1 from (${waitingSql(ctx, localDayOf(ctx.now.getTime(), ctx.org.timezone), null)}) w where w.kind <> 'promise' and w.id::text in ${told}`
  const { rows } = await tx.execute<{ some: boolean }>(sql`select exists (${standing}) as some`)
  return rows[0]?.some ?? false
}
