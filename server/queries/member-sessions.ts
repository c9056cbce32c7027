import { eq } from 'drizzle-orm'
import { members, organisations } from '@/db/schema'
import { requireCapability, type OrgCtx } from '../context'
import { TouchstoneError } from '../errors'
import { rank } from '../domain/people/roles'
import { sessionsOf, type MySession } from './people'

/**
 * Whether an admin may act on a member's account, which is one in all organisations: they have no higher role here, and
 * belong to no other organisation (samples aside) in which the admin does not rank at least as high. Throws `not_found`
 * for who is no member here.
 */
export async function rulesOver(ctx: OrgCtx, userId: string): Promise<boolean> {
  requireCapability(ctx, 'admin')
  const [theirs, mine] = await ctx.db.maintenance(async (tx) => [
    await tx.select({ organisationId: members.organisationId, role: members.role, sample: organisations.sample })
      .from(members).innerJoin(organisations, eq(organisations.id, members.organisationId)).where(eq(members.userId, userId)),
    // A key or the system is nobody's superior.
    ctx.actor.kind === 'user' ? await tx.select({ organisationId: members.organisationId, role: members.role }).from(members).where(eq(members.userId, ctx.actor.id)) : [],
  ] as const)
  if (!theirs.some((row) => row.organisationId === ctx.org.id)) throw new TouchstoneError('not_found', 'There is no such member here.')
  return theirs.every((row) => {
    if (row.sample && row.organisationId !== ctx.org.id) return true
    const my = mine.find((m) => m.organisationId === row.organisationId)
    return my !== undefined && rank(my.role) >= rank('admin') && rank(my.role) >= rank(row.role)
  })
}

/** Throws `forbidden` unless `rulesOver`. */
export async function requireRulesOver(ctx: OrgCtx, userId: string): Promise<void> {
  if (!(await rulesOver(ctx, userId))) {
    throw new TouchstoneError('forbidden', 'This person has a higher role, or belongs to organisations you do not administer. You can remove them from this one.')
  }
}

/** Where a member is signed in now, the last seen first. `now` is the wall clock, also in a sample. */
export async function memberSessions(ctx: OrgCtx, userId: string, now: Date): Promise<Omit<MySession, 'current'>[]> {
  await requireRulesOver(ctx, userId)
  return sessionsOf(ctx.db, userId, now)
}
