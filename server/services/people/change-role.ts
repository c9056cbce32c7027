import { and, asc, eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { members } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '@/server/context'
import { TouchstoneError } from '@/server/errors'
import { changeRoleInput } from '@/server/schemas/people'
import type { Role } from '@/db/vocabulary'
import { requireGivable } from './roles'

/** Changes what a member may do. Owners are changed by owners only, and the last one stays. */
export async function changeRole(ctx: OrgCtx, input: unknown): Promise<{ role: Role }> {
  requireCapability(ctx, 'admin')
  const { userId, role } = changeRoleInput.parse(input)
  requireGivable(ctx, role)
  return writing(ctx, async (tx, w) => {
    const before = await memberForChange(tx, ctx, userId, role === 'owner')
    if (before === role) return { role }
    await tx.update(members).set({ role }).where(and(eq(members.organisationId, ctx.org.id), eq(members.userId, userId)))
    await w.audit({ action: 'member.role_changed', subject: 'member', subjectId: userId, detail: { from: before, to: role } })
    w.publish('members')
    return { role }
  })
}

/**
 * Locks the organisation's owners, so that two of them cannot step down at once, and answers the member's present
 * role. Throws when the change is not the actor's to make, or would leave no owner.
 */
export async function memberForChange(tx: Tx, ctx: OrgCtx, userId: string, staysOwner: boolean): Promise<Role> {
  const owners = await tx.select({ userId: members.userId }).from(members)
    .where(and(eq(members.organisationId, ctx.org.id), eq(members.role, 'owner'))).orderBy(asc(members.userId)).for('update')
  const [member] = await tx.select({ role: members.role }).from(members).where(and(eq(members.organisationId, ctx.org.id), eq(members.userId, userId))).for('update')
  if (!member) throw new TouchstoneError('not_found', 'There is no such member here.')
  if (member.role === 'owner' && !staysOwner) {
    if (!ctx.can.has('own')) throw new TouchstoneError('forbidden', 'Only an owner can change or remove an owner.')
    if (owners.length === 1) throw new TouchstoneError('conflict', 'This is the last owner. Make somebody else an owner first.')
  }
  return member.role
}
