import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { batchOf } from './batch'
import { settleMoments } from './moments'
import { settleFirstAndLast, settleSpells } from './spells'

/** Customers settled in one transaction: set-based work, yet a writer never waits long. */
const BATCH = 500

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
  for (;;) {
    options.signal?.throwIfAborted()
    const { customers, left } = await settleBatch(ctx, Math.min(BATCH, limit - total))
    total += customers
    options.onBatch?.({ customers: total, left })
    // Nobody taken, or nobody left; those queued again meanwhile are in `left` and come with the next round.
    if (customers === 0 || left === 0 || total >= limit) return { customers: total, left }
  }
}

function settleBatch(ctx: OrgCtx, limit: number): Promise<Settled> {
  return writing(ctx, async (tx, w) => {
    // One settler per organisation: an older snapshot must never overwrite what a newer one computed.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`settle:${ctx.org.id}`}, 0))`)
    const queued = await tx.execute<{ id: string; at: string }>(sql`
      select customer_id as id, queued_at::text as at from settle_queue where organisation_id = ${ctx.org.id} order by customer_id limit ${limit}`)
    const ids = queued.rows.map((row) => row.id)
    if (ids.length > 0) {
      const batch = await batchOf(tx, ctx.org, ids, ctx.now)
      const changedCustomers = await settleFirstAndLast(tx, batch) + await settleSpells(tx, batch)
      if (changedCustomers > 0) w.publish('customers')
      if (await settleMoments(tx, batch) > 0) w.publish('moments')
      await dequeue(tx, ctx.org.id, queued.rows)
    }
    const left = await tx.execute<{ left: number }>(sql`select count(*)::int as left from settle_queue where organisation_id = ${ctx.org.id}`)
    return { customers: ids.length, left: left.rows[0]?.left ?? 0 }
  })
}

/**
 * The rows are not locked while computing, so that recording never waits for settling. Whoever was queued again since
 * has another time and stays; a writer that has not committed yet makes this wait for it, and then its time differs.
 */
async function dequeue(tx: Tx, organisationId: string, rows: { id: string; at: string }[]): Promise<void> {
  await tx.execute(sql`
    delete from settle_queue q using unnest(${sql.param(rows.map((r) => r.id))}::uuid[], ${sql.param(rows.map((r) => r.at))}::timestamptz[]) as done (id, at)
    where q.organisation_id = ${organisationId} and q.customer_id = done.id and q.queued_at = done.at`)
}
