import { randomUUID } from 'node:crypto'
import { and, eq, gt, isNull } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { audit, invitations, links, members, organisations, users } from '@/db/schema'
import { TouchstoneError } from '@/server/errors'
import { publish } from '@/server/live'
import type { Door, Me } from '@/server/queries/people'
import { rank } from '@/server/domain/people/roles'
import { acceptAsNewInput } from '@/server/schemas/people'
import type { Role } from '@/db/vocabulary'
import { hashToken } from './links'
import { requireGoodPassword } from './new-password'
import { hashPassword } from './passwords'

const gone = () => new TouchstoneError('not_found', 'This invitation has been accepted, taken back or has run out. Ask for a new one.')

/** Accepts as somebody new: makes the person with the invitation's e-mail, and the member. */
export async function acceptAsNew(door: Door, input: unknown): Promise<{ email: string; slug: string }> {
  const { token, name, password } = acceptAsNewInput.parse(input)
  const hash = hashToken(token)
  // Looked at first, so that a made-up link costs no hash.
  const [open] = await door.db.maintenance((tx) => tx.select({ email: invitations.email, organisation: organisations.name, slug: organisations.slug }).from(links)
    .innerJoin(invitations, and(eq(invitations.organisationId, links.forOrganisation), eq(invitations.id, links.invitationId))).innerJoin(organisations, eq(organisations.id, links.forOrganisation))
    .where(and(eq(links.hash, hash), isNull(links.usedAt), gt(links.expiresAt, door.now))))
  if (!open) throw gone()
  await requireGoodPassword(password, { name, email: open.email, words: [open.organisation, open.slug] })
  const passwordHash = await hashPassword(password)
  return door.db.maintenance(async (tx) => {
    const invitation = await takeInvitation(tx, hash, door.now)
    const id = randomUUID()
    const [made] = await tx.insert(users).values({ id, email: invitation.email, name, passwordHash, createdAt: door.now }).onConflictDoNothing({ target: users.email }).returning({ id: users.id })
    if (!made) throw new TouchstoneError('conflict', 'There is an account with this e-mail already. Sign in, then open the link again.')
    await join(tx, { ...invitation, userId: id, label: name }, door.now)
    return { email: invitation.email, slug: invitation.slug }
  })
}

/** Accepts as whoever is signed in; the link is the proof, so their e-mail may be another. */
export async function acceptAsMe(me: Me, token: string): Promise<{ slug: string }> {
  return me.db.maintenance(async (tx) => {
    const invitation = await takeInvitation(tx, hashToken(token), me.now)
    const [user] = await tx.select({ name: users.name }).from(users).where(eq(users.id, me.userId))
    if (!user) throw new TouchstoneError('unauthenticated', 'This session has ended. Sign in again.')
    await join(tx, { ...invitation, userId: me.userId, label: user.name }, me.now)
    return { slug: invitation.slug }
  })
}

type Taken = { id: string; organisationId: string; slug: string; email: string; role: Role }

/** Uses the link up, within the caller's transaction: two at once, and one of them finds it used. */
async function takeInvitation(tx: Tx, hash: Buffer, now: Date): Promise<Taken> {
  const [link] = await tx.update(links).set({ usedAt: now })
    .where(and(eq(links.hash, hash), eq(links.purpose, 'invitation'), isNull(links.usedAt), gt(links.expiresAt, now))).returning()
  if (!link?.forOrganisation || !link.invitationId) throw gone()
  const [taken] = await tx.update(invitations).set({ acceptedAt: now })
    .where(and(eq(invitations.organisationId, link.forOrganisation), eq(invitations.id, link.invitationId), isNull(invitations.acceptedAt), isNull(invitations.revokedAt), gt(invitations.expiresAt, now))).returning()
  if (!taken) throw gone()
  const [organisation] = await tx.select({ slug: organisations.slug }).from(organisations).where(eq(organisations.id, taken.organisationId))
  if (!organisation) throw gone()
  return { id: taken.id, organisationId: taken.organisationId, slug: organisation.slug, email: taken.email, role: taken.role }
}

/** Accepts every open invitation to an e-mail address the single sign-on provider has verified; answers how many. */
export async function acceptAllFor(tx: Tx, user: { id: string; email: string; name: string }, now: Date): Promise<number> {
  const open = await tx.update(invitations).set({ acceptedAt: now })
    .where(and(eq(invitations.email, user.email), isNull(invitations.acceptedAt), isNull(invitations.revokedAt), gt(invitations.expiresAt, now))).returning()
  for (const one of open) await join(tx, { id: one.id, organisationId: one.organisationId, role: one.role, userId: user.id, label: user.name }, now)
  return open.length
}

async function join(tx: Tx, one: { id: string; organisationId: string; role: Role; userId: string; label: string }, now: Date): Promise<void> {
  const { organisationId, userId, role } = one
  const [present] = await tx.select({ role: members.role }).from(members).where(and(eq(members.organisationId, organisationId), eq(members.userId, userId))).for('update')
  // Somebody who may more already keeps it: an invitation is never a demotion.
  if (!present) await tx.insert(members).values({ organisationId, userId, role, createdAt: now })
  else if (rank(role) > rank(present.role)) await tx.update(members).set({ role }).where(and(eq(members.organisationId, organisationId), eq(members.userId, userId)))
  await tx.insert(audit).values({
    organisationId, id: randomUUID(), at: now, actorKind: 'user', actorId: userId, actorLabel: one.label,
    action: 'member.joined', subject: 'invitation', subjectId: one.id, detail: { role },
  })
  await publish(tx, organisationId, ['members'])
}
