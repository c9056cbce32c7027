import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { writing, type OrgCtx } from '../../context'
import { ticks } from '../../clock'
import { addDays, localDayOf, startOfDay } from '../../domain/time/local-day'
import { queueJob } from '../../jobs/queue'
import { scoreCustomers, type Scoring } from './score-customers'

/** Of the time scoring took, this many times passes before new records bring it again. */
const REST = 10
/** A ctx older than this stands still (a sample organisation): time does not pass there. */
const FROZEN_MS = 60_000

/** Brings the next scoring forward because something has changed; at once, unless the last one took long and is not long ago. */
export async function queueScore(tx: Tx, ctx: OrgCtx, clock: Date): Promise<void> {
  const waiting = await tx.execute<{ payload: { seconds?: number; ended?: string } }>(sql`
    select payload from jobs where organisation_id = ${ctx.org.id} and kind = 'score' and state = 'queued'`)
  const { seconds = 0, ended } = waiting.rows[0]?.payload ?? {}
  const at = new Date(Math.max(clock.getTime(), ended === undefined ? 0 : Date.parse(ended) + REST * seconds * 1000))
  await queueJob(tx, ctx.org.id, 'score', 'org', {}, at)
  await tx.execute(sql`
    update jobs set run_at = least(run_at, ${at.toISOString()}::timestamptz) where organisation_id = ${ctx.org.id} and kind = 'score' and state = 'queued'`)
}

/** One run of the score job, and the next midnight's: silence grows by itself. */
export async function runScore(ctx: OrgCtx, { clock, ...scoring }: Scoring & { clock: Date }): Promise<void> {
  const began = ticks()
  await scoreCustomers(ctx, scoring)
  if (Math.abs(clock.getTime() - ctx.now.getTime()) > FROZEN_MS) return
  const tomorrow = addDays(localDayOf(clock.getTime(), ctx.org.timezone), 1)
  const memory = { seconds: (ticks() - began) / 1000, ended: clock.toISOString() }
  await writing(ctx, (tx) => queueJob(tx, ctx.org.id, 'score', 'org', memory, new Date(startOfDay(tomorrow, ctx.org.timezone))))
}
