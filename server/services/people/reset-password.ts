import { and, eq, gt, isNull } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { links, users } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '@/server/context'
import { env } from '@/server/env'
import { TouchstoneError } from '@/server/errors'
import { myOrganisations, type Door } from '@/server/queries/people'
import { rulesOver } from '@/server/queries/member-sessions'
import { requestResetInput, resetInput } from '@/server/schemas/people'
import { HANDED_RESET_VALID_MS, hashToken, newToken, RESET_VALID_MS, resetPath } from './links'
import { canMail, sendMail } from './mail'
import { requireGoodPassword } from './new-password'
import { hashPassword } from './passwords'
import { endSessions } from './sessions'
import { forgetFailures } from './sign-in'
import { countAttempt } from './throttle'

const REQUESTS = 3

async function newResetLink(tx: Tx, userId: string, now: Date, validMs: number): Promise<string> {
  const token = newToken()
  // One open link at a time: a newer one closes the older.
  await tx.delete(links).where(and(eq(links.userId, userId), eq(links.purpose, 'reset'), isNull(links.usedAt)))
  await tx.insert(links).values({ hash: hashToken(token), purpose: 'reset', userId, createdAt: now, expiresAt: new Date(now.getTime() + validMs) })
  return resetPath(token)
}

/**
 * Mails a reset link, if this e-mail has an account. Answers the same whether it has or not; `mail: false` says that
 * this instance sends no mail, so that the person asks an admin instead.
 */
export async function requestReset(door: Door, input: unknown): Promise<{ mail: boolean }> {
  const { email } = requestResetInput.parse(input)
  if (!canMail()) return { mail: false }
  const link = await door.db.door(async (tx) => {
    if (await countAttempt(tx, [{ key: `reset:${email}`, most: REQUESTS }], door.now)) return null
    const [user] = await tx.select({ id: users.id }).from(users).where(eq(users.email, email))
    return user ? newResetLink(tx, user.id, door.now, RESET_VALID_MS) : null
  })
  // Not waited for: how long a mail server takes would tell whether there is an account.
  if (link) {
    void sendMail({
      to: email, subject: 'Set a new Touchstone password',
      text: `Somebody, probably you, asked for a new password.\n\nSet it here within an hour:\n${new URL(link, env().PUBLIC_URL).toString()}\n\nIf it was not you, nothing has changed and you need do nothing.\n`,
    })
  }
  return { mail: true }
}

/** A link an admin hands to a member who cannot get in. Refused where it would open more than the admin already rules. */
export async function makeResetLink(ctx: OrgCtx, userId: string, now: Date): Promise<{ path: string; validHours: number }> {
  requireCapability(ctx, 'admin')
  if (!(await rulesOver(ctx, userId))) {
    throw new TouchstoneError('forbidden', 'This person has a higher role, or belongs to organisations you do not administer. Whoever runs the server can make a link: npm run reset -- their e-mail.')
  }
  await writing(ctx, (_tx, w) => w.audit({ action: 'member.reset_link_made', subject: 'member', subjectId: userId }))
  const path = await ctx.db.door((tx) => newResetLink(tx, userId, now, HANDED_RESET_VALID_MS))
  return { path, validHours: HANDED_RESET_VALID_MS / 3_600_000 }
}

/** For the console of the server, where no role is asked: null when nobody has this e-mail. */
export async function resetLinkFor(db: Db, email: string, now: Date): Promise<string | null> {
  return db.door(async (tx) => {
    const [user] = await tx.select({ id: users.id }).from(users).where(eq(users.email, email.trim().toLowerCase()))
    return user ? newResetLink(tx, user.id, now, RESET_VALID_MS) : null
  })
}

/** Sets the password behind a link, once; ends every session, and forgets failed attempts. Answers the e-mail to sign in with. */
export async function resetPassword(door: Door, input: unknown): Promise<{ email: string }> {
  const { token, password } = resetInput.parse(input)
  const hash = hashToken(token)
  const open = and(eq(links.hash, hash), eq(links.purpose, 'reset'), isNull(links.usedAt), gt(links.expiresAt, door.now))
  const gone = new TouchstoneError('not_found', 'This link has been used or has run out. Ask for a new one.')
  // Looked at first, so that a made-up link costs no hash.
  const [there] = await door.db.door((tx) => tx.select({ userId: users.id, name: users.name, email: users.email }).from(links).innerJoin(users, eq(users.id, links.userId)).where(open))
  if (!there) throw gone
  await requireGoodPassword(password, { ...there, words: (await myOrganisations(door.db, there.userId)).flatMap((o) => [o.name, o.slug]) })
  const passwordHash = await hashPassword(password)
  return door.db.door(async (tx) => {
    const [used] = await tx.update(links).set({ usedAt: door.now }).where(open).returning({ userId: links.userId })
    if (!used?.userId) throw gone
    const [user] = await tx.update(users).set({ passwordHash }).where(eq(users.id, used.userId)).returning({ email: users.email })
    if (!user) throw gone
    await endSessions(tx, used.userId, door.now)
    await forgetFailures(tx, user.email)
    return { email: user.email }
  })
}
