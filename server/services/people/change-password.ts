import { eq } from 'drizzle-orm'
import { users } from '@/db/schema'
import { invalid, TouchstoneError } from '@/server/errors'
import { myOrganisations, type Me } from '@/server/queries/people'
import { changePasswordInput } from '@/server/schemas/people'
import { requireGoodPassword } from './new-password'
import { hashPassword, verifyPassword } from './passwords'
import { endSessions } from './sessions'
import { countAttempt, forgiveAttempt } from './throttle'

const ATTEMPTS = 10

/** Sets one's own password and ends every other session. Who has none yet (single sign-on) need not prove one. */
export async function changePassword(me: Me, input: unknown): Promise<{ othersEnded: number }> {
  const { current, password } = changePasswordInput.parse(input)
  const key = `password:${me.userId}`
  const { user, minutes } = await me.db.door(async (tx) => {
    const [user] = await tx.select({ passwordHash: users.passwordHash, name: users.name, email: users.email }).from(users).where(eq(users.id, me.userId))
    return { user, minutes: await countAttempt(tx, [{ key, most: ATTEMPTS }], me.now) }
  })
  if (!user) throw new TouchstoneError('unauthenticated', 'This session has ended. Sign in again.')
  if (minutes > 0) throw new TouchstoneError('throttled', `Too many attempts. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`, [], minutes * 60)
  if (user.passwordHash !== null && !(await verifyPassword(current ?? '', user.passwordHash)).right) {
    throw invalid('The present password is not right.', [{ field: 'current', reason: 'is not right' }])
  }
  await requireGoodPassword(password, { ...user, words: (await myOrganisations(me.db, me.userId)).flatMap(({ name, slug }) => [name, slug]) })
  const passwordHash = await hashPassword(password)
  return me.db.door(async (tx) => {
    await forgiveAttempt(tx, [key], me.now)
    await tx.update(users).set({ passwordHash }).where(eq(users.id, me.userId))
    return { othersEnded: await endSessions(tx, me.userId, me.now, me.sessionId) }
  })
}
