import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { writing, type OrgCtx } from '@/server/context'
import { log } from '@/server/log'
import { nextNight, type Retention } from '@/server/domain/retention'
import { queueJob } from '@/server/jobs/queue'
import { expire } from './expire'

/** The next night's run, while anything is not kept for ever. `clock` is the wall's. */
export async function queueExpire(tx: Tx, ctx: OrgCtx, retention: Retention, clock: Date): Promise<void> {
  if (Object.keys(retention).length === 0) {
    await tx.execute(sql`delete from jobs where organisation_id = ${ctx.org.id} and kind = 'expire' and state = 'queued'`)
    return
  }
  const due = nextNight(clock, ctx.org.timezone)
  await queueJob(tx, ctx.org.id, 'expire', 'org', { due: due.toISOString() }, due)
}

/** A run this late was either not done because the server was off, or a clock has jumped: what goes cannot be brought back. */
const LATE_MS = 7 * 86_400_000

/** One run of the job, and the next night's. A run that comes a week or more after its time removes nothing, and waits for that night. */
export async function runExpire(ctx: OrgCtx, { clock, due, ...options }: { signal?: AbortSignal; onProgress?: (progress: { done: number; of: number }) => void; clock: Date; due?: unknown }): Promise<void> {
  if (typeof due === 'string' && clock.getTime() - Date.parse(due) > LATE_MS) log('warn', 'retention.waits', { organisation: ctx.org.id, due, reason: 'the clock is a week or more past the time of this run; if it is right, the next night does it' })
  else await expire(ctx, options)
  await writing(ctx, (tx) => queueExpire(tx, ctx, ctx.org.retention, clock))
}
