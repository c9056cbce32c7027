import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { givingWay } from '../give-way'
import { FOLDED, foldAllMonths, foldMonths } from '../recording/fold-months'
import { lockStructure } from '../recording/lock'
import { batchOf } from './batch'
import { settleMoments } from './moments'
import { relationshipsChanged } from '../segments/schedule'
import { settleFirstAndLast, settleSpells } from './spells'

/** Customers settled in one transaction: set-based work, yet a writer never waits long. */
const BATCH = 500
/** Customers taken from the queue at a time: writers wait for it, so it is not done for every batch. */
const TAKEN = 10 * BATCH

export type Settled = { /** Customers computed. */ customers: number; /** Customers still waiting. */ left: number }

/**
 * Computes the derived rows (first and last record, spells, moments with result and effect) of up to `limit` queued
 * customers, all by default; in batches, each its own transaction. Writes only what differs: running it again changes
 * nothing. A customer queued again meanwhile stays queued. Everything counts as of ctx.now's local day.
 */
export async function settleOrganisation(ctx: OrgCtx, options: { limit?: number; signal?: AbortSignal; onBatch?: (settled: Settled) => void } = {}): Promise<Settled> {
  requireCapability(ctx, 'ingest')
  const limit = options.limit ?? Number.POSITIVE_INFINITY
  let total = 0
  const giveWay = givingWay(ctx.db, options.signal)
  for (;;) {
    options.signal?.throwIfAborted()
    await giveWay()
    const { customers, left } = await settleBatch(ctx, Math.min(BATCH, limit - total))
    total += customers
    options.onBatch?.({ customers: total, left })
    // Nobody taken, or nobody left; those queued again meanwhile are in `left` and come with the next round.
    if (customers === 0 || left === 0 || total >= limit) {
      await foldAllMonths(ctx)
      return { customers: total, left }
    }
  }
}

async function settleBatch(ctx: OrgCtx, limit: number): Promise<Settled> {
  await take(ctx)
  return writing(ctx, async (tx, w) => {
    await alone(tx, ctx)
    const taken = await tx.execute<{ id: string }>(sql`
      select customer_id as id from settle_queue where organisation_id = ${ctx.org.id} and queued_at = 'infinity' order by customer_id limit ${limit}`)
    const ids = taken.rows.map((row) => row.id)
    if (ids.length > 0) {
      const batch = await batchOf(tx, ctx.org, ids, ctx.now)
      const seen = await settleFirstAndLast(tx, batch)
      const relationships = await settleSpells(tx, batch)
      if (seen + relationships.changed > 0) w.publish('customers')
      if (relationships.from !== null) await relationshipsChanged(tx, ctx.org.id, relationships.from)
      if (await settleMoments(tx, batch) > 0) w.publish('moments')
      await foldMonths(tx, ctx.org.id, FOLDED)
      await dequeue(tx, ctx.org.id, ids)
    }
    const left = await tx.execute<{ left: number }>(sql`select count(*)::int as left from settle_queue where organisation_id = ${ctx.org.id}`)
    return { customers: ids.length, left: left.rows[0]?.left ?? 0 }
  })
}

/** One settler per organisation: an older snapshot must never overwrite what a newer one computed. */
async function alone(tx: Tx, ctx: OrgCtx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`settle:${ctx.org.id}`}, 0))`)
}

/**
 * Marks who is settled next, unless some are marked already. A batch of records does not touch customers who wait
 * anyway: that is safe because this waits for every batch under way (the structure lock), so that what they wrote is
 * seen, and because a batch that comes after sees the mark, and queues again.
 */
async function take(ctx: OrgCtx): Promise<void> {
  await writing(ctx, async (tx) => {
    // Else who was queued again while being settled could be marked by another settler, and taken for settled by the first.
    await alone(tx, ctx)
    const marked = await tx.execute(sql`select 1 from settle_queue where organisation_id = ${ctx.org.id} and queued_at = 'infinity' limit 1`)
    if (marked.rows.length > 0) return
    await lockStructure(tx, ctx.org.id)
    await tx.execute(sql`
      update settle_queue q set queued_at = 'infinity' from (
        select customer_id from settle_queue where organisation_id = ${ctx.org.id} order by customer_id limit ${TAKEN}) next
      where q.organisation_id = ${ctx.org.id} and q.customer_id = next.customer_id`)
  })
}

/**
 * The rows are not locked while computing, so that recording never waits for settling. Whoever was queued again since
 * has lost the mark and stays; a writer that has not committed yet makes this wait for it, and then the mark is gone.
 */
async function dequeue(tx: Tx, organisationId: string, ids: readonly string[]): Promise<void> {
  await tx.execute(sql`
    delete from settle_queue q using unnest(${sql.param(ids)}::uuid[]) as done (id)
    where q.organisation_id = ${organisationId} and q.customer_id = done.id and q.queued_at = 'infinity'`)
}
