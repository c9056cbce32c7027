import { randomUUID } from 'node:crypto'
import { and, eq, inArray, not, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { segmentations, segmentationVersions, segments, type SegmentationDefinition } from '@/db/schema'
import type { OrgCtx } from '../../context'
import { uuidV5 } from '../../domain/ids'
import { slugOf } from '../../domain/slug'
import { notFound, TouchstoneError } from '../../errors'
import { segmentationRow } from '../../queries/segments'
import { queueResegment } from './schedule'

export type Segmentation = typeof segmentations.$inferSelect

/** The stored row to change (`wanted` a slug), or null where a new one may be made under this name. */
export async function rowToChange(tx: Tx, ctx: OrgCtx, wanted: string | undefined, name: string, kind: SegmentationDefinition['kind']): Promise<{ slug: string; before: Segmentation | null }> {
  const slug = wanted ?? slugOf(name)
  const before = await segmentationRow(tx, ctx, slug)
  if (wanted === undefined && before) throw new TouchstoneError('conflict', `There is a segmentation called “${before.name}” already.`, [{ field: 'name', reason: 'is taken' }])
  if (wanted !== undefined && (!before || before.definition.kind !== kind)) throw notFound(`segmentation “${wanted}”`)
  return { slug, before: before ?? null }
}

/** A new segmentation with its segments, and the job that cuts all of its history. */
export async function create(tx: Tx, ctx: OrgCtx, slug: string, name: string, definition: SegmentationDefinition, names: readonly string[]): Promise<{ id: string; version: number }> {
  const id = randomUUID()
  await tx.insert(segmentations).values({ organisationId: ctx.org.id, id, slug, name, definition })
  await keepVersion(tx, ctx, id, 1, name, definition)
  await writeSegments(tx, ctx, id, names)
  await queueResegment(tx, ctx, id, ctx.now)
  return { id, version: 1 }
}

/** Another definition for one that exists, as its next version; only the name changes where `same`. */
export async function redefine(tx: Tx, ctx: OrgCtx, before: Segmentation, name: string, definition: SegmentationDefinition, names: readonly string[], same: boolean): Promise<{ id: string; version: number }> {
  const mine = and(eq(segmentations.organisationId, ctx.org.id), eq(segmentations.id, before.id))
  if (same) {
    await tx.update(segmentations).set({ name }).where(mine)
    return before
  }
  // Definitions from before versions were kept.
  await keepVersion(tx, ctx, before.id, before.version, before.name, before.definition, { by: 'Touchstone', at: before.createdAt })
  const version = before.version + 1
  await tx.update(segmentations).set({ name, definition, version }).where(mine)
  await keepVersion(tx, ctx, before.id, version, name, definition)
  await writeSegments(tx, ctx, before.id, names)
  await queueResegment(tx, ctx, before.id, ctx.now)
  return { id: before.id, version }
}

async function keepVersion(tx: Tx, ctx: OrgCtx, segmentationId: string, version: number, name: string, definition: SegmentationDefinition, { by, at } = { by: ctx.actor.label, at: ctx.now }): Promise<void> {
  await tx.insert(segmentationVersions).values({ organisationId: ctx.org.id, segmentationId, version, name, definition, fromDay: definition.since ?? null, by, createdAt: at }).onConflictDoNothing()
}

/** A segment keeps its id while it keeps its name; one that is gone stays, ranked last, for the past it belongs to. */
async function writeSegments(tx: Tx, ctx: OrgCtx, segmentationId: string, names: readonly string[]): Promise<void> {
  const rows = names.map((name, i) => ({ organisationId: ctx.org.id, segmentationId, id: segmentId(segmentationId, name), slug: slugOf(name), name, rank: i + 1 }))
  await tx.insert(segments).values(rows).onConflictDoUpdate({ target: [segments.organisationId, segments.segmentationId, segments.id], set: { name: sql`excluded.name`, rank: sql`excluded.rank` } })
  await tx.update(segments).set({ rank: sql`${names.length} + ${segments.rank}` })
    .where(and(eq(segments.organisationId, ctx.org.id), eq(segments.segmentationId, segmentationId), not(inArray(segments.id, rows.map((r) => r.id)))))
}

export const segmentId = (segmentationId: string, name: string): string => uuidV5(segmentationId, slugOf(name))
