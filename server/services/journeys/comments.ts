import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import { journeyComments } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { notFound } from '../../errors'
import { journeyRow } from '../../queries/journeys/journey-row'
import { commentInput, resolveCommentInput } from '../../schemas/journeys'

/** Says something about a cell, a step or the whole map. Editors. */
export async function addComment(ctx: OrgCtx, input: z.input<typeof commentInput>): Promise<{ id: string }> {
  requireCapability(ctx, 'edit')
  const { journey, lane, step, text } = commentInput.parse(input)
  return writing(ctx, async (tx, w) => {
    const row = await journeyRow(tx, ctx, journey)
    const id = randomUUID()
    await tx.insert(journeyComments).values({ organisationId: ctx.org.id, journeyId: row.id, id, laneId: lane, stepId: step, text, actorId: ctx.actor.id, actorLabel: ctx.actor.label, createdAt: ctx.now })
    await w.audit({ action: 'journey.commented', subject: 'journey', subjectId: row.id, detail: { slug: row.slug, comment: id } })
    w.publish('journey_edits')
    return { id }
  })
}

/** Marks a comment as dealt with, or opens it again. Editors; an unknown one is `not_found`. */
export async function resolveComment(ctx: OrgCtx, input: z.input<typeof resolveCommentInput>): Promise<void> {
  requireCapability(ctx, 'edit')
  const { journey, comment, resolved } = resolveCommentInput.parse(input)
  await writing(ctx, async (tx, w) => {
    const row = await journeyRow(tx, ctx, journey)
    const [found] = await tx.update(journeyComments).set({ resolvedAt: resolved ? ctx.now : null })
      .where(and(eq(journeyComments.organisationId, ctx.org.id), eq(journeyComments.journeyId, row.id), eq(journeyComments.id, comment))).returning({ id: journeyComments.id })
    if (!found) throw notFound('comment')
    await w.audit({ action: resolved ? 'journey.comment_resolved' : 'journey.comment_reopened', subject: 'journey', subjectId: row.id, detail: { slug: row.slug, comment } })
    w.publish('journey_edits')
  })
}
