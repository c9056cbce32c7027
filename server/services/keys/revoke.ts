import { and, eq, isNull } from 'drizzle-orm'
import { apiKeys } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '@/server/context'
import { notFound } from '@/server/errors'
import { keyId } from '@/server/schemas/keys'

/** Revokes an API key at once and for good. Revoking twice changes nothing; unknown ids are `not_found`. */
export async function revokeKey(ctx: OrgCtx, input: { id: string }): Promise<{ id: string; name: string }> {
  requireCapability(ctx, 'admin')
  const id = keyId.parse(input.id)
  return writing(ctx, async (tx, w) => {
    const mine = and(eq(apiKeys.organisationId, ctx.org.id), eq(apiKeys.id, id))
    const [key] = await tx.select({ id: apiKeys.id, name: apiKeys.name }).from(apiKeys).where(mine)
    if (!key) throw notFound('API key with this id')
    const changed = await tx.update(apiKeys).set({ revokedAt: ctx.now }).where(and(mine, isNull(apiKeys.revokedAt))).returning({ id: apiKeys.id })
    if (changed.length > 0) {
      await w.audit({ action: 'key.revoked', subject: 'key', subjectId: id, detail: { name: key.name } })
      w.publish('keys')
    }
    return key
  })
}
