import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import { comments } from '@/db/schema'
import { now } from '../../clock'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { mentioned } from '../../domain/plans/mentions'
import { notFound } from '../../errors'
import { memberNames } from '../../queries/member-names'
import { commentOnInput, settleCommentInput } from '../../schemas/plans'
import { notify } from '../notifications/notify'

/** Says something about anything; whoever is named by @ is told. Editors. `link`: where the comment stands, below the organisation's path. */
export async function commentOn(ctx: OrgCtx, input: z.input<typeof commentOnInput>): Promise<{ id: string; told: number }> {
  requireCapability(ctx, 'edit')
  const { subject, subject_id, text, link } = commentOnInput.parse(input)
  const mentions = mentioned(text, [...(await memberNames(ctx))].map(([id, name]) => ({ id, name })))
  return writing(ctx, async (tx, w) => {
    const id = randomUUID()
    await tx.insert(comments).values({ organisationId: ctx.org.id, id, subject, subjectId: subject_id, text, mentions, actorId: ctx.actor.id, actorLabel: ctx.actor.label, createdAt: now() })
    const told = await notify(tx, w, ctx, { to: mentions, kind: 'mention', title: `${ctx.actor.label} named you in a comment`, body: text.slice(0, 500), link: link.startsWith('/') ? link : '' })
    await w.audit({ action: 'comment.added', subject, subjectId: subject_id, detail: { comment: id } })
    w.publish('plans')
    return { id, told: told.length }
  })
}

/** Marks a comment as dealt with, or opens it again. Editors; an unknown one is `not_found`. */
export async function settleComment(ctx: OrgCtx, input: z.input<typeof settleCommentInput>): Promise<void> {
  requireCapability(ctx, 'edit')
  const { comment, resolved } = settleCommentInput.parse(input)
  await writing(ctx, async (tx, w) => {
    const [found] = await tx.update(comments).set({ resolvedAt: resolved ? now() : null }).where(and(eq(comments.organisationId, ctx.org.id), eq(comments.id, comment))).returning({ subject: comments.subject, subjectId: comments.subjectId })
    if (!found) throw notFound('comment')
    await w.audit({ action: resolved ? 'comment.resolved' : 'comment.reopened', subject: found.subject, subjectId: found.subjectId, detail: { comment } })
    w.publish('plans')
  })
}
