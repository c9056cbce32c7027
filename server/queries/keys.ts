import { desc, eq } from 'drizzle-orm'
import { apiKeys } from '@/db/schema'
import type { Scope } from '@/db/vocabulary'
import { reading, requireCapability, type OrgCtx } from '../context'

export type KeyView = { id: string; name: string; prefix: string; scopes: Scope[]; createdAt: Date; lastUsedAt: Date | null; revokedAt: Date | null; system: boolean }

/** The organisation's API keys, newest first, revoked ones included. Never their secrets: those are not kept. Admins only. */
export async function listKeys(ctx: OrgCtx): Promise<KeyView[]> {
  requireCapability(ctx, 'admin')
  return reading(ctx, (tx) => tx.select({
    id: apiKeys.id, name: apiKeys.name, prefix: apiKeys.prefix, scopes: apiKeys.scopes, createdAt: apiKeys.createdAt,
    lastUsedAt: apiKeys.lastUsedAt, revokedAt: apiKeys.revokedAt, system: apiKeys.system,
  }).from(apiKeys).where(eq(apiKeys.organisationId, ctx.org.id)).orderBy(desc(apiKeys.createdAt), apiKeys.id))
}
