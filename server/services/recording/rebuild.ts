import { sql } from 'drizzle-orm'
import { requireCapability, writing, type OrgCtx } from '@/server/context'
import { queueJob } from '@/server/jobs/queue'
import { setZone } from './apply'
import { CELL, contribute } from './contribute'
import { contributeFacts } from './fact-cells'
import { lockStructure } from './lock'
import { rowsOf } from './remove-records'
import { PLAIN_KINDS } from './tables'

/**
 * Computes every local day and every roll-up anew from the rows, in the organisation's time zone, and queues all its
 * customers for settling. What was erased stays on the days it was counted on: its instants are gone. Recording waits
 * meanwhile. Requires `admin`.
 */
export async function rebuild(ctx: OrgCtx): Promise<{ interactions: number }> {
  requireCapability(ctx, 'admin')
  const org = ctx.org.id
  return writing(ctx, async (tx, w) => {
    await lockStructure(tx, org)
    await setZone(tx, ctx)
    for (const [table, at] of [['interactions', 'occurred_at'], ['transactions', 'occurred_at'], ['responses', 'coalesce(occurred_at, asked_at)']] as const) {
      const day = sql.raw(`(${at} at time zone current_setting('app.zone'))::date`)
      await tx.execute(sql`update ${sql.raw(table)} set day = ${day} where organisation_id = ${org} and day is distinct from ${day}`)
    }
    for (const table of ['rollup_daily', 'rollup_segment_daily', 'rollup_customer_month', 'rollup_customer_month_batches', 'source_daily']) await tx.execute(sql`delete from ${sql.raw(table)} where organisation_id = ${org}`)
    for (const kind of PLAIN_KINDS) await contribute(tx, org, kind, rowsOf(org, kind, { by: 'all' }), 1)
    await contributeFacts(tx, org, sql`from facts f where f.organisation_id = ${org}`, 1)
    const sums = ['interactions', 'duration_s', 'durations', 'cost', 'costs', 'failed', 'met', 'exceeded', 'strong_negative', 'strong_positive']
    await tx.execute(sql`insert into rollup_daily as t (organisation_id, ${sql.raw(CELL)}, ${sql.raw(sums.join(', '))})
      select organisation_id, ${sql.raw(CELL)}, ${sql.raw(sums.join(', '))} from erased_daily where organisation_id = ${org}
      on conflict (organisation_id, ${sql.raw(CELL)}) do update set ${sql.raw(sums.map((sum) => `${sum} = t.${sum} + excluded.${sum}`).join(', '))}`)
    await tx.execute(sql`insert into settle_queue (organisation_id, customer_id) select organisation_id, id from customers where organisation_id = ${org} order by id
      on conflict (organisation_id, customer_id) do update set queued_at = excluded.queued_at`)
    const interactions = (await tx.execute<{ n: number }>(sql`select coalesce(sum(interactions), 0)::float8 as n from rollup_daily where organisation_id = ${org}`)).rows[0]?.n ?? 0
    await w.audit({ action: 'rollups.rebuilt', subject: 'organisation', subjectId: org, detail: { timezone: ctx.org.timezone, interactions } })
    for (const topic of ['interactions', 'customers', 'transactions', 'moments'] as const) w.publish(topic)
    await queueJob(tx, org, 'settle', 'org', {}, ctx.now)
    return { interactions }
  })
}
