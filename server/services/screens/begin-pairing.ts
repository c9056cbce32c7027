import { randomBytes } from 'node:crypto'
import { lt } from 'drizzle-orm'
import { screenPairings } from '@/db/schema'
import type { Db } from '@/db/client'
import { hashSecret } from '../../domain/key-hash'
import { CODE_VALID_MS, codeFrom } from '../../domain/screens/pairing-code'
import { TouchstoneError } from '../../errors'
import { countAttempt } from '../people/throttle'

/** New codes from one address in a quarter of an hour: a floor full of displays starting at once, and no more. */
const MOST_CODES = 200

export type Pairing = { code: string; token: string; expiresAt: Date }

/**
 * A display nobody knows yet asks for a code to show. What it is given besides becomes its token once an admin has typed
 * the code; only the hash is kept. Needs no permission: a code opens nothing by itself. `throttled` beyond reason.
 */
export async function beginPairing(db: Db, address: string, now: Date): Promise<Pairing> {
  const token = `tss_${randomBytes(32).toString('base64url')}`
  const expiresAt = new Date(now.getTime() + CODE_VALID_MS)
  return db.door(async (tx) => {
    const wait = await countAttempt(tx, [{ key: `pairing:address:${address}`, most: MOST_CODES }], now)
    if (wait > 0) throw new TouchstoneError('throttled', `Too many codes were asked for. Wait ${wait} minutes.`, [], wait * 60)
    await tx.delete(screenPairings).where(lt(screenPairings.expiresAt, now))
    for (;;) {
      const code = codeFrom(randomBytes(24))
      if (!code) continue
      const made = await tx.insert(screenPairings).values({ code, tokenHash: hashSecret(token), createdAt: now, expiresAt }).onConflictDoNothing().returning({ code: screenPairings.code })
      if (made.length > 0) return { code, token, expiresAt }
    }
  })
}
