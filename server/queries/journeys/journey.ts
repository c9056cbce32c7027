import { and, asc, eq, gt, inArray } from 'drizzle-orm'
import * as Y from 'yjs'
import { journeys, journeyUpdates, personas } from '@/db/schema'
import type { Tx } from '@/db/client'
import { reading, type OrgCtx } from '../../context'
import { toBase64 } from '../../domain/journeys/base64'
import type { MapContent } from '../../domain/journeys/content'
import { contentOf, documentFrom } from '../../domain/journeys/document'
import { journeyRef, type JourneyFile } from '../../schemas/journeys'
import { commentsOn } from '../comments'
import { presentAt } from '../presence'
import { journeyRow } from './journey-row'

type Stored = Pick<typeof journeys.$inferSelect, 'organisationId' | 'id' | 'state' | 'stateSeq'>

/** The document as it is now: its state and the updates since. */
export async function documentNow(tx: Tx, row: Stored): Promise<Y.Doc> {
  const later = await tx.select({ update: journeyUpdates.update }).from(journeyUpdates)
    .where(and(eq(journeyUpdates.organisationId, row.organisationId), eq(journeyUpdates.journeyId, row.id), gt(journeyUpdates.seq, row.stateSeq))).orderBy(asc(journeyUpdates.seq))
  return documentFrom([row.state, ...later.map(({ update }) => update)])
}

/** The map as it is now, as plain data. */
export async function contentNow(tx: Tx, row: Stored): Promise<MapContent> {
  return contentOf(await documentNow(tx, row))
}

/** A map with its document, for whoever opens it. `state` and `vector` are base64. */
export function journeyOf(ctx: OrgCtx, ref: string) {
  return reading(ctx, async (tx) => {
    const row = await journeyRow(tx, ctx, journeyRef.parse(ref))
    const doc = await documentNow(tx, row)
    const own = eq(journeys.organisationId, ctx.org.id)
    const [parent] = row.parentId ? await tx.select({ slug: journeys.slug, name: journeys.name, level: journeys.level }).from(journeys).where(and(own, eq(journeys.id, row.parentId))) : []
    const parts = await tx.select({ id: journeys.id, slug: journeys.slug, name: journeys.name, level: journeys.level }).from(journeys).where(and(own, eq(journeys.parentId, row.id))).orderBy(asc(journeys.name))
    const shown = row.personas.length === 0 ? [] : await tx.select({ id: personas.id, name: personas.name, segments: personas.segments }).from(personas).where(and(eq(personas.organisationId, ctx.org.id), inArray(personas.id, row.personas)))
    return {
      id: row.id, slug: row.slug, name: row.name, level: row.level, parent: parent ?? null, parts, personas: shown, review_on: row.reviewOn, archived: row.archivedAt !== null,
      edited_at: row.editedAt, edited_by: row.editedBy, seq: row.seq, state: toBase64(Y.encodeStateAsUpdate(doc)), vector: toBase64(Y.encodeStateVector(doc)),
    }
  })
}
export type JourneyView = Awaited<ReturnType<typeof journeyOf>>

/** What is said about its cells and who is at it; asked often, so it leaves the document alone. */
export function journeyAround(ctx: OrgCtx, id: string) {
  return reading(ctx, async (tx) => {
    const row = await journeyRow(tx, ctx, journeyRef.parse(id))
    const comments = (await commentsOn(tx, ctx, { subject: 'journey', subject_id: row.id })).map(({ place, ...said }) => ({ ...said, lane: place.split(':')[0] ?? '', step: place.split(':')[1] ?? '' }))
    const present = await presentAt(tx, ctx, { subject: 'journey', subject_id: row.id })
    return { seq: row.seq, comments, present }
  })
}

/** The whole document again, for those who only read. */
export function journeySince(ctx: OrgCtx, id: string) {
  return reading(ctx, async (tx) => {
    const row = await journeyRow(tx, ctx, journeyRef.parse(id))
    const doc = await documentNow(tx, row)
    return { seq: row.seq, update: toBase64(Y.encodeStateAsUpdate(doc)), vector: toBase64(Y.encodeStateVector(doc)) }
  })
}

/** A map as a file that createJourney takes. */
export function journeyFileOf(ctx: OrgCtx, ref: string): Promise<JourneyFile> {
  return reading(ctx, async (tx) => {
    const row = await journeyRow(tx, ctx, journeyRef.parse(ref))
    return { format: 'touchstone-journey-1' as const, name: row.name, level: row.level, map: await contentNow(tx, row) }
  })
}
