import { and, eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { members } from '@/db/schema'
import type { OrgCtx } from '../../context'
import { invalid } from '../../errors'
import { nameOf } from '../../queries/member-names'

/** A member's name by their id; `invalid`, naming `field`, for anybody else. */
export async function memberName(tx: Tx, ctx: OrgCtx, userId: string, names: ReadonlyMap<string, string>, field = 'owner'): Promise<string> {
  const [found] = await tx.select({ userId: members.userId }).from(members).where(and(eq(members.organisationId, ctx.org.id), eq(members.userId, userId)))
  if (!found) throw invalid('Whoever it is given to is no member of this organisation.', [{ field, reason: 'is no member of this organisation' }])
  return nameOf(names, userId)
}
