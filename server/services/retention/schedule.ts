import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { writing, type OrgCtx } from '@/server/context'
import { nextNight, type Retention } from '@/server/domain/retention'
import { queueJob } from '@/server/jobs/queue'
import { expire } from './expire'

/** The next night's run, while anything is not kept for ever. `clock` is the wall's. */
export async function queueExpire(tx: Tx, ctx: OrgCtx, retention: Retention, clock: Date): Promise<void> {
  if (Object.keys(retention).length === 0) {
    await tx.execute(sql`delete from jobs where organisation_id = ${ctx.org.id} and kind = 'expire' and state = 'queued'`)
    return
  }
  await queueJob(tx, ctx.org.id, 'expire', 'org', {}, nextNight(clock, ctx.org.timezone))
}

/** One run of the job, and the next night's. */
export async function runExpire(ctx: OrgCtx, { clock, ...options }: { signal?: AbortSignal; onProgress?: (progress: { done: number; of: number }) => void; clock: Date }): Promise<void> {
  await expire(ctx, options)
  await writing(ctx, (tx) => queueExpire(tx, ctx, ctx.org.retention, clock))
}
