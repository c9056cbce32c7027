import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { RESULT_DAYS } from '../../domain/settle/moments'
import type { Organisation } from '../../context'
import { queueJob } from '../../jobs/queue'
import { addDays, daysRange, type LocalDay } from '../../domain/time/local-day'

/** A customer queued again while being settled (services/settle/settle) has a time again, and so stays. */
const again = sql`on conflict (organisation_id, customer_id) do update set queued_at = excluded.queued_at`

/** Queues every customer; for settings that derived rows depend on (lapse gap, effect window, kinds, time zone). */
export async function queueAll(tx: Tx, organisationId: string): Promise<void> {
  await tx.execute(sql`
    insert into settle_queue (organisation_id, customer_id, queued_at)
    select organisation_id, id, now() from customers where organisation_id = ${organisationId} order by id ${again}`)
  await wake(tx, organisationId)
}

/** Queues whoever ever met this touchpoint; for a changed class or rule. */
export async function queueTouchpoint(tx: Tx, organisationId: string, touchpointId: string): Promise<void> {
  await tx.execute(sql`
    insert into settle_queue (organisation_id, customer_id, queued_at)
    select ${organisationId}, customer_id, now() from (
      select distinct p.customer_id from interactions i join profiles p on p.organisation_id = i.organisation_id and p.id = i.profile_id
      where i.organisation_id = ${organisationId} and i.touchpoint_id = ${touchpointId} and p.customer_id is not null) c order by customer_id ${again}`)
  await wake(tx, organisationId)
}

/** Queues these customers, as every write of a record about them does. */
export async function queueCustomers(tx: Tx, organisationId: string, customerIds: string[]): Promise<void> {
  if (customerIds.length === 0) return
  await tx.execute(sql`
    insert into settle_queue (organisation_id, customer_id, queued_at)
    select distinct ${organisationId}::uuid, id, now() from unnest(${sql.param(customerIds)}::uuid[]) as given (id) order by id ${again}`)
  await wake(tx, organisationId)
}

/**
 * Queues whom the days [since, today] alone have changed, without any record arriving: whose last purchase is now a
 * gap ago, whose stated acquisition or leaving has come, whose promise fell due, whose record was dated ahead, and
 * whose moment's seven days are over. Too many are queued rather than too few; settling changes only what differs.
 */
export async function queueDue(tx: Tx, org: Organisation, since: LocalDay, today: LocalDay): Promise<void> {
  const days = daysRange(since, addDays(today, 1), org.timezone)
  const instants = sql`>= ${new Date(days.start).toISOString()}::timestamptz`
  const until = sql`< ${new Date(days.end).toISOString()}::timestamptz`
  const dueFrom = new Date(daysRange(addDays(since, -1), since, org.timezone).start).toISOString()
  const lapsing = org.lapseDays === null ? sql`` : sql`
      union select t.profile_id from transactions t where t.organisation_id = ${org.id}
        and t.day between ${addDays(since, -org.lapseDays)}::date and ${addDays(today, -org.lapseDays)}::date`
  await tx.execute(sql`
    insert into settle_queue (organisation_id, customer_id, queued_at)
    select ${org.id}, customer_id, now() from (
      select p.customer_id from (
        select profile_id from promises where organisation_id = ${org.id} and due_at >= ${dueFrom}::timestamptz and due_at ${until}
        union select profile_id from interactions where organisation_id = ${org.id} and day between ${since}::date and ${today}::date
        union select profile_id from transactions where organisation_id = ${org.id} and day between ${since}::date and ${today}::date${lapsing}
        union select profile_id from moments where organisation_id = ${org.id} and result is null
          and day between ${addDays(since, -RESULT_DAYS - 1)}::date and ${addDays(today, -RESULT_DAYS - 1)}::date
      ) r join profiles p on p.organisation_id = ${org.id} and p.id = r.profile_id where p.customer_id is not null
      union select id from customers where organisation_id = ${org.id} and ((acquired_at ${instants} and acquired_at ${until}) or (left_at ${instants} and left_at ${until}))
    ) c order by customer_id ${again}`)
}

async function wake(tx: Tx, organisationId: string): Promise<void> {
  const at = await tx.execute<{ at: string }>(sql`select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`)
  await queueJob(tx, organisationId, 'settle', 'org', {}, new Date(at.rows[0]?.at ?? 0))
}
