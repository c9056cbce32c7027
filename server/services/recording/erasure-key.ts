import { createHmac } from 'node:crypto'
import type { Tx } from '@/db/client'
import { secretsIn } from '@/server/secrets'
import type { Draft, Someone } from './draft'
import { arrayOf, prepared } from './sql'

let keys: readonly string[] | undefined

/** Set once at boot (server/boot), from the instance's secrets: without it a hash of an erased id could be guessed back. */
export function setErasureKey(secret: string): void {
  keys = secretsIn(secret)
}

/**
 * Keyed hashes of a sender's id, in hexadecimal, by every secret the instance has and had: whoever was erased under an
 * earlier one stays erased. Throws when no key was set: better no erasure than a guessable one.
 */
export function erasureHashes(organisationId: string, one: Pick<Someone, 'externalId' | 'anonymous'>): string[] {
  if (keys === undefined) throw new Error('The key of erasure hashes is not set: setErasureKey must be called at boot.')
  const text = JSON.stringify(['erasure', organisationId, one.anonymous ? 'anonymous' : 'customer', one.externalId])
  return keys.map((key) => createHmac('sha256', key).update(text).digest('hex').slice(0, 32))
}

/** By the present secret: what an erasure writes down. */
export const erasureHash = (...of: Parameters<typeof erasureHashes>): string => erasureHashes(...of)[0] ?? ''

/** The profiles among those named that were erased; empty, at no cost, where nobody ever was. */
export async function erasedAmong(tx: Tx, organisationId: string, drafts: readonly Draft[]): Promise<Set<string>> {
  const hashes = new Map<string, string[]>()
  for (const draft of drafts) for (const one of draft.other ? [draft.who, draft.other] : [draft.who]) if (!hashes.has(one.id)) hashes.set(one.id, erasureHashes(organisationId, one))
  const rows = await prepared<{ hash: string }>(tx, 'erased', "select encode(hash, 'hex') as hash from erasures where organisation_id = $1 and hash = any(array(select decode(h, 'hex') from unnest($2::text[]) h))",
    [organisationId, arrayOf('text', [...hashes.values()].flat())])
  const found = new Set(rows.map((row) => row.hash))
  return new Set([...hashes].filter(([, all]) => all.some((hash) => found.has(hash))).map(([id]) => id))
}
