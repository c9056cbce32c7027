import { and, eq, sql } from 'drizzle-orm'
import * as Y from 'yjs'
import { journeys, journeySittings, journeyUpdates } from '@/db/schema'
import type { Tx } from '@/db/client'
import type { OrgCtx, Writing } from '../../context'
import { compareContents, touchedBy, type Touched } from '../../domain/journeys/compare'
import type { MapContent } from '../../domain/journeys/content'
import { contentOf } from '../../domain/journeys/document'
import { MOST_STATE, tooMuch } from '../../domain/journeys/limits'
import { notFound, TouchstoneError } from '../../errors'
import { documentNow } from '../../queries/journeys/journey'
import { project } from './project'

/** So many updates are kept beside the state before they are folded into it. */
const FOLD_AFTER = 40

export type JourneyRow = typeof journeys.$inferSelect

/** Takes the map for writing until the transaction ends; whoever else writes to it waits. */
export async function lockJourney(tx: Tx, ctx: OrgCtx, id: string): Promise<JourneyRow> {
  const [row] = await tx.select().from(journeys).where(and(eq(journeys.organisationId, ctx.org.id), eq(journeys.id, id))).for('update')
  if (!row) throw notFound('journey')
  return row
}

export type Changed = { row: JourneyRow; doc: Y.Doc; seq: number; changed: boolean }

/**
 * Changes the document and, in the same transaction, its projection: what is new is appended as one update (folded into
 * the state now and then), counted for the sitting, and told to open maps. A change that changes nothing leaves no trace.
 * Throws `invalid` where the map would become larger than is kept.
 */
export async function changeDocument(tx: Tx, ctx: OrgCtx, w: Writing, locked: JourneyRow, sitting: string, change: (doc: Y.Doc) => void): Promise<Changed> {
  const doc = await documentNow(tx, locked)
  const before = contentOf(doc)
  const written: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => written.push(update))
  change(doc)
  // Something that came before this is missing here: kept aside it would be lost, so its sender is asked for everything.
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) throw new TouchstoneError('conflict', 'The change builds on others that have not arrived. Send everything since the last answer.')
  if (written.length === 0) return { row: locked, doc, seq: locked.seq, changed: false }
  const after = contentOf(doc)
  const fault = tooMuch(after)
  if (fault) throw new TouchstoneError('invalid', `The map ${fault}.`, [{ field: 'update', reason: fault }])
  const seq = locked.seq + 1
  const fold = seq - locked.stateSeq >= FOLD_AFTER
  const state = fold ? Buffer.from(Y.encodeStateAsUpdate(doc)) : null
  if (state && state.length > MOST_STATE) throw new TouchstoneError('too_large', 'The map has grown too large. Bring a copy of it in as a new map.')
  const where = and(eq(journeyUpdates.organisationId, ctx.org.id), eq(journeyUpdates.journeyId, locked.id))
  if (state) await tx.delete(journeyUpdates).where(where)
  else await tx.insert(journeyUpdates).values({ organisationId: ctx.org.id, journeyId: locked.id, seq, update: Buffer.from(Y.mergeUpdates(written)) })
  const [row] = await tx.update(journeys).set({ seq, editedAt: ctx.now, editedBy: ctx.actor.label, ...(state ? { state, stateSeq: seq } : {}) })
    .where(and(eq(journeys.organisationId, ctx.org.id), eq(journeys.id, locked.id))).returning()
  await project(tx, ctx, locked.id, before, after)
  await countSitting(tx, ctx, w, locked, sitting, before, after)
  w.publish('journey_edits')
  if (boundDifferently(before, after)) w.publish('journeys')
  return { row: row ?? locked, doc, seq, changed: true }
}

/** What reports depend on: which steps there are, in which order, and what they are bound to. */
const boundDifferently = (before: MapContent, after: MapContent) => bindings(before) !== bindings(after)
const bindings = ({ phases, steps }: MapContent) => JSON.stringify([phases.map(({ id }) => id), steps.map(({ id, phase, touchpoint, child }) => [id, phase, touchpoint, child])])

/** Adds to what the sitting touched; its first change is written to the audit trail. */
async function countSitting(tx: Tx, ctx: OrgCtx, w: Writing, row: JourneyRow, id: string, before: MapContent, after: MapContent): Promise<void> {
  const changed = compareContents(before, after)
  const mine = and(eq(journeySittings.organisationId, ctx.org.id), eq(journeySittings.journeyId, row.id), eq(journeySittings.id, id))
  const [known] = await tx.select({ changes: journeySittings.changes, actorId: journeySittings.actorId }).from(journeySittings).where(mine)
  if (known && known.actorId !== ctx.actor.id) throw new TouchstoneError('forbidden', 'This sitting is somebody else’s.')
  if (known) {
    // Two saves of one word are one change of one cell.
    const changes = touchedBy(changed, known.changes as Touched)
    await tx.update(journeySittings).set({ changes, lastAt: ctx.now, updates: sql`${journeySittings.updates} + 1` }).where(mine)
    return
  }
  await tx.insert(journeySittings).values({ organisationId: ctx.org.id, journeyId: row.id, id, actorId: ctx.actor.id, actorLabel: ctx.actor.label, startedAt: ctx.now, lastAt: ctx.now, updates: 1, changes: touchedBy(changed) })
  await w.audit({ action: 'journey.edited', subject: 'journey', subjectId: row.id, detail: { slug: row.slug, sitting: id } })
}
