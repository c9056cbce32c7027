import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { segmentations } from '@/db/schema'
import { ticks } from '../../clock'
import { reading, requireCapability, writing, type OrgCtx } from '../../context'
import { segmentNames, type Definition } from '../../domain/segments/definition'
import { addMonths, firstOfMonth, localDayOf, startOfDay, type LocalDay } from '../../domain/time/local-day'
import { queueJob } from '../../jobs/queue'
import { cutAt, type Cut } from '../../queries/segment-assignment'
import { definitionOf } from '../../queries/stored-definition'
import { givingWay } from '../give-way'
import { PLANNED, tellPlanner } from '../planner'
import { lockStructure } from '../recording/lock'
import { misplaced, writeMemberships, type Cutting } from './memberships'
import { daysToCut, fingerprint, resegmentIfChanged } from './schedule'

/**
 * Customers rewritten in one transaction: recording waits that long at most, and in the embedded engine everybody. How
 * many that may be hangs on the machine and on how much each of them did, so it follows what the last ones took.
 */
const CHUNK = { first: 100, least: 100, most: 2000, ms: 400 }
/** Customers compared in one reading, for which nobody waits but in the embedded engine, with its one connection; the ids of those who are misplaced are held. */
const SLICE = { postgresql: 200_000, embedded: 10_000 }

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
  const giveWay = givingWay(ctx.db, signal)
  const cuts: Cut[] = []
  for (const day of plan.days) {
    signal?.throwIfAborted()
    await giveWay()
    cuts.push(await reading(ctx, async (tx) => { await withoutLoops(tx, ctx); return cutAt(tx, ctx.org, plan.definition, day) }))
    onProgress?.({ done: cuts.length, of: plan.days.length, note: 'cutting' })
  }
  const cutting: Cutting = { segmentationId, definition: plan.definition, since: plan.since, cuts }

  const passing: Passing = { plan, cutting, signal, giveWay, done: (done) => onProgress?.({ done, of: Math.max(plan.customers, done), note: 'assigning' }) }
  const changed = await assignEverybody(ctx, passing)
  await finish(ctx, segmentationId, plan, { saw: plan.saw, seconds: (ticks() - began) / 1000, ended: clock.toISOString() }, clock)
  return changed
}

type Passing = { plan: Plan; cutting: Cutting; signal?: AbortSignal; giveWay: () => Promise<void>; /** Told how many customers have been passed. */ done(customers: number): void }
const FIRST = '00000000-0000-0000-0000-000000000000'

/**
 * Goes through all customers in the order of their ids. Where memberships stand already, first everybody of a long slice
 * is compared with them in one reading; then only those who are misplaced are written, some at a time.
 */
async function assignEverybody(ctx: OrgCtx, passing: Passing): Promise<number> {
  const { plan, cutting, signal, giveWay } = passing
  const stand = await reading(ctx, (tx) => tx.execute(sql`select 1 from memberships where organisation_id = ${ctx.org.id} and segmentation_id = ${cutting.segmentationId} limit 1`))
  const statistics = statisticsKept(ctx)
  let changed = 0
  let passed = 0
  let after = FIRST
  let size = CHUNK.first
  for (;;) {
    signal?.throwIfAborted()
    const slice = await reading(ctx, (tx) => nextSlice(tx, ctx, after, stand.rows.length > 0 ? SLICE[ctx.db.kind] : size))
    if (slice === null) return changed
    const customers = stand.rows.length > 0
      ? await reading(ctx, async (tx) => { await withoutLoops(tx, ctx); return misplaced(tx, ctx, cutting, { after, upTo: slice.last }) })
      : slice.ids
    for (let i = 0; i < customers.length;) {
      signal?.throwIfAborted()
      await giveWay()
      const chunk = customers.slice(i, i + size)
      const began = ticks()
      const written = await writeChunk(ctx, plan, cutting, chunk)
      if (written === null) return changed
      size = nextSize(chunk.length, ticks() - began)
      i += chunk.length
      changed += written
      await statistics(changed)
      passing.done(passed + Math.round((slice.customers * i) / customers.length))
    }
    passed += slice.customers
    after = slice.last
    passing.done(passed)
  }
}

/** As many as would have taken `CHUNK.ms`, going by `customers` who took `ms`, waiting included: a busy database is asked for less. */
const nextSize = (customers: number, ms: number): number => Math.round(Math.min(CHUNK.most, Math.max(CHUNK.least, (customers * CHUNK.ms) / Math.max(ms, 1))))

/** The next so many customers by id; their ids only where they are few. Null at the end. */
async function nextSlice(tx: Tx, ctx: OrgCtx, after: string, most: number): Promise<{ last: string; customers: number; ids: string[] } | null> {
  const found = await tx.execute<{ last: string | null; customers: number; ids: string[] | null }>(sql`
    select max(id::text) as last, count(*)::int as customers, ${most <= CHUNK.most ? sql`array_agg(id::text)` : sql`null`} as ids
    from (select id from customers where organisation_id = ${ctx.org.id} and id > ${after}::uuid order by id limit ${most}) c`)
  const { last = null, customers = 0, ids = null } = found.rows[0] ?? {}
  return last === null ? null : { last, customers, ids: ids ?? [] }
}

/** Memberships that changed in one chunk; null where the definition is not the one planned for any more: that queued a job of its own. */
function writeChunk(ctx: OrgCtx, plan: Plan, cutting: Cutting, customers: string[]): Promise<number | null> {
  return writing(ctx, async (tx) => {
    await lockStructure(tx, ctx.org.id)
    const [row] = await tx.select({ version: segmentations.version }).from(segmentations).where(and(eq(segmentations.organisationId, ctx.org.id), eq(segmentations.id, cutting.segmentationId)))
    if (row?.version !== plan.version) return null
    return writeMemberships(tx, ctx, cutting, customers)
  })
}

/** Tells the planner whenever memberships have grown tenfold. */
function statisticsKept(ctx: OrgCtx): (changed: number) => Promise<void> {
  let next = CHUNK.most
  return async (changed) => {
    if (changed < next) return
    next = changed * 10
    await tellPlanner(ctx, PLANNED.segmented)
  }
}

/** For readings of everybody: the embedded engine has hardly any statistics and would take thousands of rows for a few; it is also small enough to be read whole. */
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
    await lockStructure(tx, ctx.org.id)
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
