import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { ticks } from '../../clock'
import { writing, type OrgCtx } from '../../context'
import { addDays, localDayOf, startOfDay } from '../../domain/time/local-day'
import { queueJob } from '../../jobs/queue'
import { refreshPredictions, type Refreshing } from './refresh-predictions'

/** Of the time predicting took, this many times passes before new records bring it again. */
const REST = 10
/** A ctx older than this stands still (a sample organisation): time does not pass there. */
const FROZEN_MS = 60_000

/** Brings the next prediction forward because something has changed; at once, unless the last one took long and is not long ago. */
export async function queuePredict(tx: Tx, ctx: OrgCtx, clock: Date): Promise<void> {
  const waiting = await tx.execute<{ payload: { seconds?: number; ended?: string } }>(sql`
    select payload from jobs where organisation_id = ${ctx.org.id} and kind = 'predict' and state = 'queued'`)
  const { seconds = 0, ended } = waiting.rows[0]?.payload ?? {}
  const at = new Date(Math.max(clock.getTime(), ended === undefined ? 0 : Date.parse(ended) + REST * seconds * 1000))
  await queueJob(tx, ctx.org.id, 'predict', 'org', {}, at)
  await tx.execute(sql`
    update jobs set run_at = least(run_at, ${at.toISOString()}::timestamptz) where organisation_id = ${ctx.org.id} and kind = 'predict' and state = 'queued'`)
}

/** One run of the predict job, and the next midnight's: silence alone changes what is expected. */
export async function runPredict(ctx: OrgCtx, { clock, ...refreshing }: Refreshing & { clock: Date }): Promise<void> {
  const began = ticks()
  await refreshPredictions(ctx, { ...refreshing, clock })
  if (Math.abs(clock.getTime() - ctx.now.getTime()) > FROZEN_MS) return
  const tomorrow = addDays(localDayOf(clock.getTime(), ctx.org.timezone), 1)
  const memory = { seconds: (ticks() - began) / 1000, ended: clock.toISOString() }
  await writing(ctx, (tx) => queueJob(tx, ctx.org.id, 'predict', 'org', memory, new Date(startOfDay(tomorrow, ctx.org.timezone))))
}
