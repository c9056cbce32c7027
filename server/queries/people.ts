import { and, asc, desc, eq, gt, inArray, isNull } from 'drizzle-orm'
import { invitations, links, members, organisations, recoveryCodes, sessions, users } from '@/db/schema'
import type { Db } from '@/db/client'
import type { Role } from '@/db/vocabulary'
import { reading, requireCapability, type OrgCtx } from '../context'
import { TouchstoneError } from '../errors'
import { describeUserAgent } from '../domain/people/user-agent'

/** What concerns people across organisations: no tenant, only the database and the time. */
export type Door = { db: Db; now: Date }
/** Somebody signed in, in no organisation in particular. */
export type Me = Door & { userId: string; sessionId: string }

/** True until the first visit has made an owner. */
export async function isEmptyInstance(db: Db): Promise<boolean> {
  const [row] = await db.door((tx) => tx.select({ id: users.id }).from(users).limit(1))
  return row === undefined
}

export type MyOrganisation = { id: string; slug: string; name: string; sample: boolean; role: Role }

/** The organisations somebody is a member of: their own first, samples last, by name. */
export async function myOrganisations(db: Db, userId: string): Promise<MyOrganisation[]> {
  return db.maintenance((tx) => tx.select({ id: organisations.id, slug: organisations.slug, name: organisations.name, sample: organisations.sample, role: members.role })
    .from(members).innerJoin(organisations, eq(organisations.id, members.organisationId))
    .where(eq(members.userId, userId)).orderBy(asc(organisations.sample), asc(organisations.name), asc(organisations.slug)))
}

export type Profile = { userId: string; name: string; email: string; hasPassword: boolean; /** Since when there is a second factor, and how many recovery codes are left. */ secondFactor: { since: Date; codesLeft: number } | null; singleSignOn: boolean; organisations: MyOrganisation[] }

export async function myProfile(me: Me): Promise<Profile> {
  const { user, codesLeft } = await me.db.door(async (tx) => ({
    user: (await tx.select().from(users).where(eq(users.id, me.userId)))[0],
    codesLeft: await tx.$count(recoveryCodes, and(eq(recoveryCodes.userId, me.userId), isNull(recoveryCodes.usedAt))),
  }))
  if (!user) throw new TouchstoneError('unauthenticated', 'This session has ended. Sign in again.')
  return {
    secondFactor: user.secondFactorSince === null ? null : { since: user.secondFactorSince, codesLeft },
    userId: user.id, name: user.name, email: user.email, hasPassword: user.passwordHash !== null, singleSignOn: user.oidcSubject !== null,
    organisations: await myOrganisations(me.db, me.userId),
  }
}

export type MySession = { id: string; device: string; address: string; createdAt: Date; lastSeenAt: Date; current: boolean }

/** Where somebody is signed in now, the present browser first, then the last seen. */
export async function mySessions(me: Me): Promise<MySession[]> {
  return (await sessionsOf(me.db, me.userId, me.now)).map((row) => ({ ...row, current: row.id === me.sessionId })).toSorted((a, b) => Number(b.current) - Number(a.current))
}

/** Somebody's sessions that live, the last seen first. Whose may be asked for is decided by who asks. */
export async function sessionsOf(db: Db, userId: string, now: Date): Promise<Omit<MySession, 'current'>[]> {
  const rows = await db.door((tx) => tx.select().from(sessions)
    .where(and(eq(sessions.userId, userId), isNull(sessions.revokedAt), gt(sessions.expiresAt, now))).orderBy(desc(sessions.lastSeenAt)))
  return rows.map((row) => ({ id: row.id, device: describeUserAgent(row.userAgent), address: row.address, createdAt: row.createdAt, lastSeenAt: row.lastSeenAt }))
}

export type Member = { userId: string; name: string; email: string; role: Role; since: Date; lastSeenAt: Date | null; secondFactor: boolean }

/** Everybody in the organisation, owners first. Any member may know who else is one. */
export async function listMembers(ctx: OrgCtx): Promise<Member[]> {
  const rows = await reading(ctx, (tx) => tx.select().from(members).where(eq(members.organisationId, ctx.org.id)))
  const ids = rows.map((row) => row.userId)
  if (ids.length === 0) return []
  const [known, seen] = await ctx.db.door(async (tx) => [
    await tx.select({ id: users.id, name: users.name, email: users.email, secondFactorSince: users.secondFactorSince }).from(users).where(inArray(users.id, ids)),
    await tx.selectDistinctOn([sessions.userId], { userId: sessions.userId, at: sessions.lastSeenAt }).from(sessions).where(inArray(sessions.userId, ids)).orderBy(sessions.userId, desc(sessions.lastSeenAt)),
  ] as const)
  const lastSeen = new Map(seen.map((row) => [row.userId, row.at]))
  const people = new Map(known.map((user) => [user.id, user]))
  const order: Role[] = ['owner', 'admin', 'editor', 'viewer']
  return rows.flatMap((row) => {
    const user = people.get(row.userId)
    return user ? [{ userId: row.userId, name: user.name, email: user.email, role: row.role, since: row.createdAt, lastSeenAt: lastSeen.get(row.userId) ?? null, secondFactor: user.secondFactorSince !== null }] : []
  }).toSorted((a, b) => order.indexOf(a.role) - order.indexOf(b.role) || a.name.localeCompare(b.name))
}

export type OpenInvitation = { id: string; email: string; role: Role; createdAt: Date; expiresAt: Date; expired: boolean }

/** Invitations nobody has accepted or taken back. Admins only: an e-mail address is in them. `now` is the wall clock, also in a sample. */
export async function listInvitations(ctx: OrgCtx, now: Date): Promise<OpenInvitation[]> {
  requireCapability(ctx, 'admin')
  const rows = await reading(ctx, (tx) => tx.select().from(invitations)
    .where(and(eq(invitations.organisationId, ctx.org.id), isNull(invitations.acceptedAt), isNull(invitations.revokedAt))).orderBy(desc(invitations.createdAt)))
  return rows.map((row) => ({ id: row.id, email: row.email, role: row.role, createdAt: row.createdAt, expiresAt: row.expiresAt, expired: row.expiresAt <= now }))
}

export type LinkState<T> = ({ state: 'open' } & T) | { state: 'used' } | { state: 'expired' } | { state: 'unknown' }

/** What an invitation's link opens; `known`: somebody with this e-mail can sign in already. Takes the token's hash. */
export async function invitationByHash(door: Door, hash: Buffer): Promise<LinkState<{ organisation: string; slug: string; email: string; role: Role; known: boolean }>> {
  return door.db.maintenance(async (tx) => {
    const [row] = await tx.select({ link: links, invitation: invitations, organisation: organisations }).from(links)
      .innerJoin(invitations, and(eq(invitations.organisationId, links.forOrganisation), eq(invitations.id, links.invitationId)))
      .innerJoin(organisations, eq(organisations.id, invitations.organisationId))
      .where(and(eq(links.hash, hash), eq(links.purpose, 'invitation')))
    if (!row || row.invitation.revokedAt) return { state: 'unknown' }
    if (row.link.usedAt || row.invitation.acceptedAt) return { state: 'used' }
    if (row.link.expiresAt <= door.now || row.invitation.expiresAt <= door.now) return { state: 'expired' }
    const [existing] = await tx.select({ id: users.id }).from(users).where(eq(users.email, row.invitation.email))
    return { state: 'open', organisation: row.organisation.name, slug: row.organisation.slug, email: row.invitation.email, role: row.invitation.role, known: existing !== undefined }
  })
}

/** Whose password a reset link sets. Takes the token's hash. */
export async function resetByHash(door: Door, hash: Buffer): Promise<LinkState<{ email: string }>> {
  const [row] = await door.db.door((tx) => tx.select({ link: links, email: users.email }).from(links)
    .innerJoin(users, eq(users.id, links.userId)).where(and(eq(links.hash, hash), eq(links.purpose, 'reset'))))
  if (!row) return { state: 'unknown' }
  if (row.link.usedAt) return { state: 'used' }
  return row.link.expiresAt <= door.now ? { state: 'expired' } : { state: 'open', email: row.email }
}
