import { randomUUID } from 'node:crypto'
import { and, eq, isNull } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { invitations, links, members, users } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '@/server/context'
import { env } from '@/server/env'
import { invalid, TouchstoneError } from '@/server/errors'
import { inviteInput } from '@/server/schemas/people'
import type { Role } from '@/db/vocabulary'
import { hashToken, INVITATION_VALID_MS, invitationPath, newToken } from './links'
import { canMail, sendMail } from './mail'
import { requireGivable } from './roles'

export type InvitationLink = { id: string; path: string; mailed: boolean; expiresAt: Date }

/**
 * Invites an e-mail address. The link is answered once, to be copied, and mailed when the instance can. `now` is the
 * wall clock, also in a sample organisation, whose own clock stands still.
 */
export async function inviteMember(ctx: OrgCtx, input: unknown, now: Date): Promise<InvitationLink> {
  requireCapability(ctx, 'admin')
  const { email, role } = inviteInput.parse(input)
  requireGivable(ctx, role)
  const [already] = await ctx.db.maintenance((tx) => tx.select({ id: users.id }).from(users)
    .innerJoin(members, and(eq(members.userId, users.id), eq(members.organisationId, ctx.org.id))).where(eq(users.email, email)))
  if (already) throw invalid('This person is a member already.', [{ field: 'email', reason: 'belongs to a member already' }])
  const id = randomUUID()
  const expiresAt = new Date(now.getTime() + INVITATION_VALID_MS)
  await writing(ctx, async (tx, w) => {
    // Inviting again replaces: an older link must not give another role.
    await tx.update(invitations).set({ revokedAt: now })
      .where(and(eq(invitations.organisationId, ctx.org.id), eq(invitations.email, email), isNull(invitations.acceptedAt), isNull(invitations.revokedAt)))
    await tx.insert(invitations).values({ organisationId: ctx.org.id, id, email, role, invitedBy: ctx.actor.kind === 'user' ? ctx.actor.id : null, createdAt: now, expiresAt })
    await w.audit({ action: 'member.invited', subject: 'invitation', subjectId: id, detail: { email, role } })
    w.publish('members')
  })
  return linkFor(ctx, { id, email, role }, expiresAt, now)
}

/** A new link for an open invitation, valid anew; the older one stops working. */
export async function renewInvitation(ctx: OrgCtx, invitationId: string, now: Date): Promise<InvitationLink> {
  requireCapability(ctx, 'admin')
  const expiresAt = new Date(now.getTime() + INVITATION_VALID_MS)
  const invitation = await writing(ctx, async (tx, w) => {
    const found = await openInvitation(tx, ctx, invitationId)
    requireGivable(ctx, found.role)
    await tx.update(invitations).set({ expiresAt }).where(and(eq(invitations.organisationId, ctx.org.id), eq(invitations.id, invitationId)))
    await w.audit({ action: 'member.invitation_renewed', subject: 'invitation', subjectId: invitationId, detail: { email: found.email } })
    w.publish('members')
    return found
  })
  return linkFor(ctx, invitation, expiresAt, now)
}

export async function revokeInvitation(ctx: OrgCtx, invitationId: string, now: Date): Promise<void> {
  requireCapability(ctx, 'admin')
  await writing(ctx, async (tx, w) => {
    const found = await openInvitation(tx, ctx, invitationId)
    await tx.update(invitations).set({ revokedAt: now }).where(and(eq(invitations.organisationId, ctx.org.id), eq(invitations.id, invitationId)))
    await w.audit({ action: 'member.invitation_revoked', subject: 'invitation', subjectId: invitationId, detail: { email: found.email } })
    w.publish('members')
  })
}

async function openInvitation(tx: Tx, ctx: OrgCtx, id: string): Promise<{ id: string; email: string; role: Role }> {
  const [found] = await tx.select({ id: invitations.id, email: invitations.email, role: invitations.role }).from(invitations)
    .where(and(eq(invitations.organisationId, ctx.org.id), eq(invitations.id, id), isNull(invitations.acceptedAt), isNull(invitations.revokedAt))).for('update')
  if (!found) throw new TouchstoneError('not_found', 'This invitation has been accepted or taken back.')
  return found
}

async function linkFor(ctx: OrgCtx, invitation: { id: string; email: string; role: Role }, expiresAt: Date, now: Date): Promise<InvitationLink> {
  const token = newToken()
  await ctx.db.door(async (tx) => {
    await tx.delete(links).where(and(eq(links.invitationId, invitation.id), eq(links.forOrganisation, ctx.org.id)))
    await tx.insert(links).values({ hash: hashToken(token), purpose: 'invitation', forOrganisation: ctx.org.id, invitationId: invitation.id, createdAt: now, expiresAt })
  })
  const path = invitationPath(token)
  const { PUBLIC_URL } = env()
  const mailed = canMail() && await sendMail({
    to: invitation.email, subject: `${ctx.actor.label} invites you to ${ctx.org.name} on Touchstone`,
    text: `${ctx.actor.label} invites you to ${ctx.org.name} on Touchstone.\n\nAccept within 7 days:\n${new URL(path, PUBLIC_URL).toString()}\n`,
  })
  return { id: invitation.id, path, mailed, expiresAt }
}
