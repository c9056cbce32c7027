import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { segmentations } from '@/db/schema'
import { ticks } from '../../clock'
import { reading, requireCapability, writing, type OrgCtx } from '../../context'
import { segmentNames, type Definition } from '../../domain/segments/definition'
import { addMonths, firstOfMonth, localDayOf, startOfDay, type LocalDay } from '../../domain/time/local-day'
import { queueJob } from '../../jobs/queue'
import { cutAt, type Cut } from '../../queries/segment-assignment'
import { definitionOf } from '../../queries/segments'
import { lockStructure } from '../recording/lock'
import { writeMemberships, type Cutting } from './memberships'
import { daysToCut, fingerprint, resegmentIfChanged } from './schedule'

/** Customers rewritten in one transaction: recording waits that long at most. */
const CHUNK = 2000

export type Resegmenting = { signal?: AbortSignal; onProgress?: (progress: { done: number; of: number; note?: string }) => void; clock?: Date }

/**
 * Cuts a segmentation: who belonged to which segment, by month, each cut computed from earlier records only; then moves
 * the roll-ups of those whose present segment changed, and plans the next monthly cut. Running it again changes
 * nothing. Unknown ids (taken away meanwhile) are left alone. Returns how many memberships changed.
 */
export async function resegment(ctx: OrgCtx, segmentationId: string, { signal, onProgress, clock = ctx.now }: Resegmenting = {}): Promise<number> {
  requireCapability(ctx, 'edit')
  const began = ticks()
  const plan = await planOf(ctx, segmentationId)
  if (!plan) return 0
  const cuts: Cut[] = []
  for (const day of plan.days) {
    signal?.throwIfAborted()
    cuts.push(await reading(ctx, async (tx) => { await withoutLoops(tx, ctx); return cutAt(tx, ctx.org, plan.definition, day) }))
    onProgress?.({ done: cuts.length, of: plan.days.length, note: 'cutting' })
  }
  const cutting: Cutting = { segmentationId, definition: plan.definition, since: plan.since, cuts }

  let changed = 0
  let done = 0
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    signal?.throwIfAborted()
    const chunk = await writing(ctx, async (tx) => {
      await lockStructure(tx, ctx.org.id, 'alone')
      const [row] = await tx.select({ version: segmentations.version }).from(segmentations).where(and(eq(segmentations.organisationId, ctx.org.id), eq(segmentations.id, segmentationId)))
      const ids = await tx.execute<{ id: string }>(sql`select id from customers where organisation_id = ${ctx.org.id} and id > ${after}::uuid order by id limit ${CHUNK}`)
      // Redefined meanwhile: that queued a job of its own, which cuts by the new rules.
      if (row?.version !== plan.version || ids.rows.length === 0) return null
      const customers = ids.rows.map(({ id }) => id)
      await withoutLoops(tx, ctx)
      return { customers, changed: await writeMemberships(tx, ctx, cutting, customers) }
    })
    if (!chunk) break
    changed += chunk.changed
    done += chunk.customers.length
    after = chunk.customers.at(-1) ?? after
    onProgress?.({ done, of: plan.customers, note: 'assigning' })
  }
  await finish(ctx, segmentationId, plan, { saw: plan.saw, seconds: (ticks() - began) / 1000, ended: clock.toISOString() }, clock)
  return changed
}

/** The embedded engine has hardly any statistics and would take thousands of rows for a few; it is also small enough to be read whole. */
async function withoutLoops(tx: Tx, ctx: OrgCtx): Promise<void> {
  if (ctx.db.kind === 'embedded') await tx.execute(sql`set local enable_nestloop = off`)
}

type Plan = { definition: Definition; /** Memberships before it stay as they are. */ since: LocalDay | null; version: number; days: LocalDay[]; saw: string; customers: number }

function planOf(ctx: OrgCtx, segmentationId: string): Promise<Plan | null> {
  return writing(ctx, async (tx) => {
    const [row] = await tx.select().from(segmentations).where(and(eq(segmentations.organisationId, ctx.org.id), eq(segmentations.id, segmentationId)))
    if (!row || row.archivedAt !== null) return null
    const { days, since } = await daysToCut(tx, ctx, row.definition)
    const customers = await tx.execute<{ n: number }>(sql`select count(*)::int as n from customers where organisation_id = ${ctx.org.id}`)
    // Said before anything is read: what settling changes from here on makes this cut stale.
    await tx.update(segmentations).set({ lastCut: days.at(-1) ?? null }).where(and(eq(segmentations.organisationId, ctx.org.id), eq(segmentations.id, segmentationId)))
    return { definition: definitionOf(row.definition), since, version: row.version, days, saw: await fingerprint(tx, ctx, segmentationId, row.definition), customers: customers.rows[0]?.n ?? 0 }
  })
}

async function finish(ctx: OrgCtx, segmentationId: string, plan: Plan, memory: { saw: string; seconds: number; ended: string }, clock: Date): Promise<void> {
  await writing(ctx, async (tx, w) => {
    await lockStructure(tx, ctx.org.id, 'alone')
    const mine = sql`organisation_id = ${ctx.org.id} and segmentation_id = ${segmentationId}`
    await tx.execute(sql`delete from rollup_segment_daily where ${mine} and interactions = 0`)
    // Tiers of earlier definitions that nobody was ever in.
    await tx.execute(sql`
      delete from segments s where ${mine} and rank > ${segmentNames(plan.definition).length}
        and not exists (select 1 from memberships m where m.organisation_id = s.organisation_id and m.segmentation_id = s.segmentation_id and m.segment_id = s.id)`)
    await tx.execute(sql`
      update segmentations set computed_at = ${ctx.now.toISOString()}::timestamptz
      where organisation_id = ${ctx.org.id} and id = ${segmentationId} and version = ${plan.version}`)
    const month = addMonths(firstOfMonth(localDayOf(clock.getTime(), ctx.org.timezone)), 1)
    await queueJob(tx, ctx.org.id, 'resegment', segmentationId, memory, new Date(startOfDay(month, ctx.org.timezone)))
    w.publish('segments')
  })
  // What arrived while cutting.
  await writing(ctx, (tx) => resegmentIfChanged(tx, ctx, clock))
}
