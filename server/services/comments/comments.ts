import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Tx } from '@/db/client'
import { assumptions, comments, opportunities, planActions } from '@/db/schema'
import type { CommentSubject } from '@/db/vocabulary'
import { now } from '../../clock'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { mentioned } from '../../domain/mentions'
import { CLAIMS } from '../../domain/plans/claims'
import { notFound } from '../../errors'
import { memberNames } from '../../queries/member-names'
import { requireJourney } from '../../queries/journeys/journey-row'
import { planRow } from '../../reports/plans/plan-row'
import { reportNamed } from '../../reports/registry'
import { commentOnInput, settleCommentInput } from '../../schemas/comments'
import { notify } from '../notifications/notify'

/**
 * Says something about anything that is there; whoever is named by @ is told. Editors; `not_found` for what is not there.
 * `link`: where the comment stands, below the organisation's path.
 */
export async function commentOn(ctx: OrgCtx, input: z.input<typeof commentOnInput>): Promise<{ id: string; told: number }> {
  requireCapability(ctx, 'edit')
  const { subject, subject_id, place, text, link } = commentOnInput.parse(input)
  const mentions = mentioned(text, [...(await memberNames(ctx))].map(([id, name]) => ({ id, name })))
  return writing(ctx, async (tx, w) => {
    const about = await requireSubject(tx, ctx, subject, subject_id)
    const id = randomUUID()
    await tx.insert(comments).values({ organisationId: ctx.org.id, id, subject, subjectId: subject_id, place, text, mentions, actorId: ctx.actor.id, actorLabel: ctx.actor.label, createdAt: now() })
    const told = await notify(tx, w, ctx, { to: mentions, kind: 'mention', title: `${ctx.actor.label} named you in a comment on “${briefly(about)}”`, body: text.slice(0, 500), link: link.startsWith('/') ? link : '' })
    await w.audit({ action: 'comment.added', subject, subjectId: subject_id, detail: { comment: id } })
    w.publish('comments')
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
    w.publish('comments')
  })
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u

const NAME_LENGTH = 80
const briefly = (name: string): string => (name.length <= NAME_LENGTH ? name : `${name.slice(0, NAME_LENGTH - 1).trimEnd()}…`)

/** What it is called. Nobody talks about what is not there. A published claim nobody has touched yet has its name for an id. */
async function requireSubject(tx: Tx, ctx: OrgCtx, subject: CommentSubject, id: string): Promise<string> {
  if (subject === 'report') {
    const report = reportNamed(id)
    if (!report) throw notFound(`report “${id}”`)
    return report.title
  }
  const claim = subject === 'assumption' && CLAIMS.find(({ key }) => key === id)
  if (claim) return claim.statement
  if (!UUID.test(id)) throw notFound(subject)
  if (subject === 'plan') return (await planRow(tx, ctx, id)).name
  if (subject === 'journey') return (await requireJourney(tx, ctx, id)).name
  const { table, name } = { action: { table: planActions, name: planActions.title }, opportunity: { table: opportunities, name: opportunities.title }, assumption: { table: assumptions, name: assumptions.statement } }[subject]
  const [found] = await tx.select({ name }).from(table).where(and(eq(table.organisationId, ctx.org.id), eq(table.id, id)))
  if (!found) throw notFound(subject)
  return found.name
}
