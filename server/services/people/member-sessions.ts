import { and, eq, gt, isNull } from 'drizzle-orm'
import { sessions } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '@/server/context'
import { TouchstoneError } from '@/server/errors'
import { requireRulesOver } from '@/server/queries/member-sessions'
import { endMemberSessionsInput } from '@/server/schemas/people'

/** Ends one session of a member, or all of them: a lost telephone, somebody who has left. Answers how many. `now` is the wall clock. */
export async function endMemberSessions(ctx: OrgCtx, input: unknown, now: Date): Promise<number> {
  requireCapability(ctx, 'admin')
  const { userId, sessionId } = endMemberSessionsInput.parse(input)
  await requireRulesOver(ctx, userId)
  const ended = await ctx.db.door((tx) => tx.update(sessions).set({ revokedAt: now })
    .where(and(eq(sessions.userId, userId), isNull(sessions.revokedAt), gt(sessions.expiresAt, now), sessionId ? eq(sessions.id, sessionId) : undefined)).returning({ id: sessions.id }))
  if (sessionId && ended.length === 0) throw new TouchstoneError('not_found', 'That session has already ended.')
  await writing(ctx, async (_tx, w) => {
    await w.audit({ action: 'member.sessions_ended', subject: 'member', subjectId: userId, detail: { sessions: ended.length } })
    w.publish('members')
  })
  return ended.length
}
