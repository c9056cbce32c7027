import { and, asc, eq, inArray, or, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Tx } from '@/db/client'
import { comments, planActions } from '@/db/schema'
import { reading, type OrgCtx } from '../context'
import { commentsOfInput } from '../schemas/comments'

/** What was said about a subject (or one place in it), oldest first; of a plan also what was said about its actions. */
export async function commentsOn(tx: Tx, ctx: OrgCtx, { subject, subject_id: id, place }: z.input<typeof commentsOfInput>) {
  const ofActions = subject === 'plan' ? inArray(comments.subjectId, tx.select({ id: sql<string>`${planActions.id}::text` }).from(planActions).where(and(eq(planActions.organisationId, ctx.org.id), eq(sql`${planActions.planId}::text`, id)))) : undefined
  const rows = await tx.select().from(comments).where(and(eq(comments.organisationId, ctx.org.id), or(
    and(eq(comments.subject, subject), eq(comments.subjectId, id), place === undefined ? undefined : eq(comments.place, place)), ofActions && and(eq(comments.subject, 'action'), ofActions),
  ))).orderBy(asc(comments.createdAt), asc(comments.id))
  return rows.map(({ id: comment, subject: about, subjectId, place: where, text, mentions, actorLabel, createdAt, resolvedAt }) => ({ id: comment, subject: about, subjectId, place: where, text, mentions, by: actorLabel, at: createdAt, resolved: resolvedAt !== null }))
}
export type Comment = Awaited<ReturnType<typeof commentsOn>>[number]

export const commentsOf = (ctx: OrgCtx, of: z.input<typeof commentsOfInput>) => reading(ctx, (tx) => commentsOn(tx, ctx, of))
