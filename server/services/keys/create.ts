import { randomBytes, randomUUID } from 'node:crypto'
import type { Scope } from '@/db/vocabulary'
import { apiKeyHashes, apiKeys } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '@/server/context'
import { hashSecret } from '@/server/domain/key-hash'
import { createKeyInput, type CreateKeyInput } from '@/server/schemas/keys'

export type CreatedKey = { id: string; name: string; scopes: Scope[]; prefix: string; /** Shown this once; only its hash is kept. */ secret: string }

const SHOWN = 10

/** A new API key: 256 random bits after `ts_`, which secret scanners can recognise. Admins only. */
export async function createKey(ctx: OrgCtx, input: CreateKeyInput): Promise<CreatedKey> {
  requireCapability(ctx, 'admin')
  const { name, scopes } = createKeyInput.parse(input)
  const secret = `ts_${randomBytes(32).toString('base64url')}`
  const key = { id: randomUUID(), name, scopes, prefix: secret.slice(0, SHOWN) }
  // The hash belongs to no tenant, so it is a transaction of its own; it goes first, because a hash without its key opens nothing.
  await ctx.db.door((tx) => tx.insert(apiKeyHashes).values({ hash: hashSecret(secret), ofOrganisation: ctx.org.id, apiKeyId: key.id }))
  await writing(ctx, async (tx, w) => {
    await tx.insert(apiKeys).values({ ...key, organisationId: ctx.org.id, createdBy: ctx.actor.kind === 'user' && isUuid(ctx.actor.id) ? ctx.actor.id : null, createdAt: ctx.now })
    await w.audit({ action: 'key.created', subject: 'key', subjectId: key.id, detail: { name, scopes } })
    w.publish('keys')
  })
  return { ...key, secret }
}

const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
