import { randomUUID } from 'node:crypto'
import { and, eq, inArray, not, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { segmentations, segments } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { slugOf, uuidV5 } from '../../domain/ids'
import { horizon, type TiersDefinition } from '../../domain/segments/definition'
import { localDayOf } from '../../domain/time/local-day'
import { notFound, TouchstoneError } from '../../errors'
import { recordedDays } from '../../queries/customer-value'
import { segmentationRow, type StoredTiers } from '../../queries/segments'
import { defineTiersInput, type DefineTiersInput } from '../../schemas/segments'
import { minorOf } from '../catalogue/minor-of'
import { queueResegment } from './schedule'

/**
 * Creates value tiers, or redefines those with the given slug. A redefinition holds from today on (where the data ended
 * earlier, from its end on): cutting again never changes a past period. Memberships follow by a job. Editors;
 * an unknown slug is `not_found`, a name whose slug is taken `conflict`.
 */
export async function defineValueTiers(ctx: OrgCtx, input: DefineTiersInput): Promise<{ slug: string; version: number }> {
  requireCapability(ctx, 'edit')
  const { slug: wanted, name, window_days: windowDays, cut, tiers } = defineTiersInput.parse(input)
  const definition: TiersDefinition = {
    kind: 'value_tiers', windowDays, cut, tiers: cut === 'thresholds' ? tiers.map((t, i) => ({ name: t.name, at: minorOf(t.at, ctx.org.currency, `tiers[${i}].at`) })) : tiers,
  }
  return writing(ctx, async (tx, w) => {
    const slug = wanted ?? slugOf(name)
    const before = await segmentationRow(tx, ctx, slug)
    if (wanted === undefined && before) throw new TouchstoneError('conflict', `There are value tiers called “${before.name}” already.`, [{ field: 'name', reason: 'is taken' }])
    if (wanted !== undefined && !before) throw notFound(`segmentation “${wanted}”`)
    const saved = before ? await redefine(tx, ctx, before, name, definition) : await create(tx, ctx, slug, name, definition)
    await w.audit({ action: before ? 'segmentation.redefined' : 'segmentation.created', subject: 'segmentation', subjectId: saved.id, detail: { slug, name, ...definition } })
    w.publish('segments')
    return { slug, version: saved.version }
  })
}

/** A new segmentation with its tiers, and the job that cuts all of its history. */
export async function create(tx: Tx, ctx: OrgCtx, slug: string, name: string, definition: TiersDefinition): Promise<{ id: string; version: number }> {
  const id = randomUUID()
  await tx.insert(segmentations).values({ organisationId: ctx.org.id, id, slug, name, definition })
  await writeSegments(tx, ctx, id, definition)
  await queueResegment(tx, ctx, id, ctx.now)
  return { id, version: 1 }
}

async function redefine(tx: Tx, ctx: OrgCtx, before: typeof segmentations.$inferSelect, name: string, definition: TiersDefinition): Promise<{ id: string; version: number }> {
  const { since, ...old }: StoredTiers = before.definition
  const mine = and(eq(segmentations.organisationId, ctx.org.id), eq(segmentations.id, before.id))
  const same = JSON.stringify([old.windowDays, old.cut, old.tiers.map((t) => [t.name, t.at])]) === JSON.stringify([definition.windowDays, definition.cut, definition.tiers.map((t) => [t.name, t.at])])
  if (same) {
    await tx.update(segmentations).set({ name }).where(mine)
    return before
  }
  const today = localDayOf(ctx.now.getTime(), ctx.org.timezone)
  // Never cut yet: there is no past to keep.
  const stored: StoredTiers = { ...definition, since: before.computedAt === null ? since ?? null : horizon(await recordedDays(tx, ctx.org, today), today) }
  const version = before.version + 1
  await tx.update(segmentations).set({ name, definition: stored, version }).where(mine)
  await writeSegments(tx, ctx, before.id, definition)
  await queueResegment(tx, ctx, before.id, ctx.now)
  return { id: before.id, version }
}

/** A tier keeps its id while it keeps its name; one that is gone stays, ranked last, for the past it belongs to. */
async function writeSegments(tx: Tx, ctx: OrgCtx, segmentationId: string, { tiers }: TiersDefinition): Promise<void> {
  const rows = tiers.map(({ name }, i) => ({ organisationId: ctx.org.id, segmentationId, id: segmentId(segmentationId, name), slug: slugOf(name), name, rank: i + 1 }))
  await tx.insert(segments).values(rows).onConflictDoUpdate({ target: [segments.organisationId, segments.segmentationId, segments.id], set: { name: sql`excluded.name`, rank: sql`excluded.rank` } })
  await tx.update(segments).set({ rank: sql`${tiers.length} + ${segments.rank}` })
    .where(and(eq(segments.organisationId, ctx.org.id), eq(segments.segmentationId, segmentationId), not(inArray(segments.id, rows.map((r) => r.id)))))
}

export const segmentId = (segmentationId: string, tierName: string): string => uuidV5(segmentationId, slugOf(tierName))
