import { randomUUID } from 'node:crypto'
import { and, eq, gt, isNull } from 'drizzle-orm'
import { invitations, users } from '@/db/schema'
import type { Door } from '@/server/queries/people'
import { email as emailSchema } from '@/server/schemas/people'
import { acceptAllFor } from './accept-invitation'
import { endSessions } from './sessions'

export type Identity = {
  /** The provider's `sub`, which never changes; the e-mail may. */
  issuer: string
  subject: string
  email: string | null
  emailVerified: boolean
  name: string | null
}
export type OidcOutcome = { ok: true; userId: string } | { ok: false; reason: 'unverified' | 'uninvited' }

/**
 * Who an identity of the single sign-on provider is here. Known by its subject; else linked to the person with its
 * e-mail, if the provider has verified it; else made new, if that e-mail has been invited. Linking takes the password
 * away and ends older sessions: whoever set them never had to prove that the e-mail was theirs, the provider did.
 */
export async function signInWithIdentity(door: Door, identity: Identity): Promise<OidcOutcome> {
  const subject = `${identity.issuer.replace(/\/$/, '')} ${identity.subject}`
  const email = emailSchema.safeParse(identity.email)
  const now = door.now
  return door.db.maintenance(async (tx) => {
    const [linked] = await tx.select().from(users).where(eq(users.oidcSubject, subject))
    if (linked) {
      if (identity.emailVerified && email.data === linked.email) await acceptAllFor(tx, linked, now)
      return { ok: true, userId: linked.id }
    }
    if (!email.success || !identity.emailVerified) return { ok: false, reason: 'unverified' }
    const [existing] = await tx.select().from(users).where(eq(users.email, email.data)).for('update')
    if (existing) {
      // The e-mail belongs to another identity of the provider: an address handed on to somebody new.
      if (existing.oidcSubject !== null) return { ok: false, reason: 'uninvited' }
      await tx.update(users).set({ oidcSubject: subject, passwordHash: null }).where(eq(users.id, existing.id))
      await endSessions(tx, existing.id, now)
      await acceptAllFor(tx, existing, now)
      return { ok: true, userId: existing.id }
    }
    const [invited] = await tx.select({ id: invitations.id }).from(invitations)
      .where(and(eq(invitations.email, email.data), isNull(invitations.acceptedAt), isNull(invitations.revokedAt), gt(invitations.expiresAt, now))).limit(1)
    if (!invited) return { ok: false, reason: 'uninvited' }
    const user = { id: randomUUID(), email: email.data, name: identity.name?.trim().slice(0, 100) || (email.data.split('@')[0] ?? email.data) }
    await tx.insert(users).values({ ...user, oidcSubject: subject, createdAt: now })
    await acceptAllFor(tx, user, now)
    return { ok: true, userId: user.id }
  })
}
