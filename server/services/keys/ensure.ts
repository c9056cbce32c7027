import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { apiKeyHashes, apiKeys } from '@/db/schema'
import type { Scope } from '@/db/vocabulary'
import { hashSecret } from '@/server/domain/key-hash'

/**
 * The key of a headless set-up (INIT_API_KEY): created when absent, left alone when present, so that a key somebody has
 * revoked stays revoked. Returns whether it was created; throws an Error when another organisation holds the same key.
 */
export async function ensureKey(db: Db, organisationId: string, secret: string, scopes: readonly Scope[], now: Date, name = 'INIT_API_KEY'): Promise<boolean> {
  const hash = hashSecret(secret)
  return db.maintenance(async (tx) => {
    const id = randomUUID()
    // Several server processes may start at once: whoever inserts the hash creates the key.
    const inserted = await tx.insert(apiKeyHashes).values({ hash, ofOrganisation: organisationId, apiKeyId: id }).onConflictDoNothing().returning({ id: apiKeyHashes.apiKeyId })
    if (inserted.length === 0) {
      const [known] = await tx.select({ of: apiKeyHashes.ofOrganisation }).from(apiKeyHashes).where(eq(apiKeyHashes.hash, hash))
      if (known && known.of !== organisationId) throw new Error('INIT_API_KEY already belongs to another organisation of this instance.')
      return false
    }
    await tx.insert(apiKeys).values({ organisationId, id, name, prefix: secret.slice(0, 4), scopes: [...scopes], createdAt: now, system: true })
    return true
  })
}
