import { and, eq } from 'drizzle-orm'
import { members, notificationSettings } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '@/server/context'
import { sign, signedBy } from '@/server/sealed'

const ID = 16
const SIGNATURE = 16
const bytes = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex')
const text = (part: Buffer) => part.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** The address that stops the Monday mail of one member, without signing in. */
export function unsubscribePath(organisation: string, userId: string): string {
  const body = Buffer.concat([bytes(organisation), bytes(userId)])
  return `/u/${Buffer.concat([body, sign('unsubscribe', body).subarray(0, SIGNATURE)]).toString('base64url')}`
}

/** Whose mail a token stops; null for one that was not made here. */
export function unsubscribeToken(token: string): { organisation: string; userId: string } | null {
  if (!/^[A-Za-z0-9_-]{64}$/.test(token)) return null
  const all = Buffer.from(token, 'base64url')
  const body = all.subarray(0, 2 * ID)
  return signedBy('unsubscribe', body, all.subarray(2 * ID)) ? { organisation: text(body.subarray(0, ID)), userId: text(body.subarray(ID)) } : null
}

/** Stops it; twice changes nothing, and who is no member any more gets none anyway. */
export async function unsubscribe(ctx: OrgCtx, userId: string): Promise<void> {
  requireCapability(ctx, 'admin')
  await writing(ctx, async (tx) => {
    const [member] = await tx.select({ id: members.userId }).from(members).where(and(eq(members.organisationId, ctx.org.id), eq(members.userId, userId)))
    if (member) await tx.update(notificationSettings).set({ mondayMail: false }).where(and(eq(notificationSettings.organisationId, ctx.org.id), eq(notificationSettings.userId, userId)))
  })
}
