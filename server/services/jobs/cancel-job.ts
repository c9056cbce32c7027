import { sql } from 'drizzle-orm'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { JOBS_CHANNEL } from '../../jobs/queue'

/**
 * Cancels a waiting or running job; its worker hears of it and stops at the next point where that is safe.
 * Returns false when it had ended already or never was.
 */
export async function cancelJob(ctx: OrgCtx, jobId: string): Promise<boolean> {
  requireCapability(ctx, 'edit')
  return writing(ctx, async (tx, w) => {
    const found = await tx.execute<{ kind: string }>(sql`
      update jobs set state = 'cancelled', finished_at = ${ctx.now.toISOString()}::timestamptz, lease_until = null
      where organisation_id = ${ctx.org.id} and id = ${jobId} and state in ('queued', 'running') returning kind`)
    const kind = found.rows[0]?.kind
    if (!kind) return false
    await tx.execute(sql`select pg_notify(${JOBS_CHANNEL}, 'cancelled')`)
    await w.audit({ action: 'job.cancelled', subject: 'job', subjectId: jobId, detail: { kind } })
    w.publish('jobs')
    return true
  })
}
