import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { OrgCtx } from '@/server/context'
import { queueJob } from '@/server/jobs/queue'

/** Queues every customer to be settled again. One statement, in key order, so that two of them cannot deadlock. */
export async function queueEverybody(tx: Tx, ctx: OrgCtx): Promise<void> {
  await tx.execute(sql`
    insert into settle_queue (organisation_id, customer_id, queued_at)
    select organisation_id, id, ${ctx.now.toISOString()}::timestamptz from customers where organisation_id = ${ctx.org.id} order by id
    on conflict (organisation_id, customer_id) do update set queued_at = excluded.queued_at`)
  await queueJob(tx, ctx.org.id, 'settle', 'org', {}, ctx.now)
}

/** Queues those known customers who ever met the touchpoint. */
export async function queueCustomersOf(tx: Tx, ctx: OrgCtx, touchpointId: string): Promise<void> {
  await tx.execute(sql`
    insert into settle_queue (organisation_id, customer_id, queued_at)
    select distinct p.organisation_id, p.customer_id, ${ctx.now.toISOString()}::timestamptz
    from interactions i join profiles p on p.organisation_id = i.organisation_id and p.id = i.profile_id
    where i.organisation_id = ${ctx.org.id} and i.touchpoint_id = ${touchpointId} and p.customer_id is not null order by p.customer_id
    on conflict (organisation_id, customer_id) do update set queued_at = excluded.queued_at`)
  await queueJob(tx, ctx.org.id, 'settle', 'org', {}, ctx.now)
}
