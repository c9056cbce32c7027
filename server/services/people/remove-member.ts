import { and, eq } from 'drizzle-orm'
import { members } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '@/server/context'
import { memberForChange } from './change-role'

/** Takes somebody out of the organisation, or leaves it oneself. What they recorded stays. The last owner stays. */
export async function removeMember(ctx: OrgCtx, userId: string): Promise<void> {
  const leaving = ctx.actor.kind === 'user' && ctx.actor.id === userId
  requireCapability(ctx, leaving ? 'read' : 'admin')
  await writing(ctx, async (tx, w) => {
    const role = await memberForChange(tx, ctx, userId, false)
    await tx.delete(members).where(and(eq(members.organisationId, ctx.org.id), eq(members.userId, userId)))
    await w.audit({ action: leaving ? 'member.left' : 'member.removed', subject: 'member', subjectId: userId, detail: { role } })
    w.publish('members')
  })
}
