import type { Tx } from '@/db/client'
import { writing, type OrgCtx } from '../../context'
import { addDays, localDayOf, startOfDay } from '../../domain/time/local-day'
import { queueJob } from '../../jobs/queue'
import { queueAlerts } from '../alerts/schedule'
import { wakeOutgoing } from '../mail/queue-mail'
import { queueMonday } from '../monday/send-monday'
import { queueReminders } from '../promises/remind-owners'
import { queueScore } from '../risk/schedule'
import { ensureDefaultTiers } from '../segments/ensure-default-tiers'
import { resegmentIfChanged } from '../segments/schedule'
import { queuePredict } from '../value/schedule'
import { keepStatistics } from './keep-statistics'
import { queueDue } from './queue'
import { settleOrganisation } from './settle'

/** A ctx older than this stands still (a sample organisation): time does not pass there. */
const FROZEN_MS = 60_000

export type SettleRun = { /** First day the passing of time has not been looked at for; null: not now. */ since: string | null; signal?: AbortSignal; onProgress?: (progress: { done: number; of: number }) => void; clock: Date }

/**
 * One run of the settle job: those whom the passing of days has changed (once a day), everybody queued, value tiers
 * where transactions have come without any, a new cut where history has changed, and the next midnight's run.
 * Returns how many customers were settled.
 */
export async function runSettle(ctx: OrgCtx, { since, signal, onProgress, clock }: SettleRun): Promise<number> {
  const today = localDayOf(ctx.now.getTime(), ctx.org.timezone)
  if (since !== null && since <= today) await writing(ctx, (tx) => queueDue(tx, ctx.org, since, today))
  const { customers, left } = await settleOrganisation(ctx, { signal, onBatch: ({ customers: done, left }) => onProgress?.({ done, of: done + left }) })
  await keepStatistics(ctx, customers)
  await writing(ctx, async (tx, w) => {
    // Records that came while the queue was taken wait for the next run: without anybody settled, a cut would find nobody.
    if ((customers > 0 || left === 0) && await ensureDefaultTiers(tx, ctx)) w.publish('segments')
    else if (customers > 0) await resegmentIfChanged(tx, ctx, clock)
    if (customers > 0) await queueScore(tx, ctx, clock)
    if (customers > 0) await queuePredict(tx, ctx, clock)
    // New data, or a new day: alerts are looked at, each at most as often as it says.
    await queueAlerts(tx, ctx, clock)
    await queueReminders(tx, ctx, clock)
    await wakeOutgoing(tx, ctx, clock)
    await queueMonday(tx, ctx, clock)
    await queueMidnight(tx, ctx, clock)
  })
  return customers
}

async function queueMidnight(tx: Tx, ctx: OrgCtx, clock: Date): Promise<void> {
  if (Math.abs(clock.getTime() - ctx.now.getTime()) > FROZEN_MS) return
  const tomorrow = addDays(localDayOf(clock.getTime(), ctx.org.timezone), 1)
  await queueJob(tx, ctx.org.id, 'settle', 'midnight', { since: tomorrow }, new Date(startOfDay(tomorrow, ctx.org.timezone)))
}
