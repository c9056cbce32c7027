import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { OrgCtx } from '@/server/context'
import { eraseCustomer } from '../recording/erase-customer'
import { erasureHashes } from '../recording/erasure-key'

/** That somebody was erased: the keyed hash of their id, in hexadecimal. */
export type Erased = { organisationId: string; hash: string }

/** Who has been erased in a database, all organisations. */
export async function erasedIn(db: Db): Promise<Erased[]> {
  return db.maintenance(async (tx) => (await tx.execute<{ organisation_id: string; hash: string }>(sql`select organisation_id, encode(hash, 'hex') as hash from erasures`)).rows.map((row) => ({ organisationId: row.organisation_id, hash: row.hash })))
}

const MANY = 5000

/** Erases those of the database whom `erased` names; returns how many customers. Nobody else's data is looked at but ids. */
export async function eraseAgain(db: Db, erased: readonly Erased[], ctxOf: (organisationId: string) => Promise<OrgCtx>): Promise<number> {
  let done = 0
  for (const organisationId of new Set(erased.map((one) => one.organisationId))) {
    const [there] = await db.maintenance(async (tx) => (await tx.execute<{ id: string }>(sql`select id from organisations where id = ${organisationId}`)).rows)
    if (!there) continue
    const hashes = new Set(erased.filter((one) => one.organisationId === organisationId).map((one) => one.hash))
    const ctx = await ctxOf(organisationId)
    const found: string[] = []
    for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
      const rows = await db.maintenance(async (tx) => (await tx.execute<{ id: string; external_id: string }>(sql`
        select id, external_id from profiles where organisation_id = ${organisationId} and id > ${after} and not anonymous order by id limit ${MANY}`)).rows)
      found.push(...rows.filter((row) => erasureHashes(organisationId, { externalId: row.external_id, anonymous: false }).some((hash) => hashes.has(hash))).map((row) => row.external_id))
      const last = rows.at(-1)
      if (!last || rows.length < MANY) break
      after = last.id
    }
    for (const externalId of found) {
      await eraseCustomer(ctx, externalId).then(() => { done++ }, (error: unknown) => {
        // Erased a moment ago under another of their ids.
        if ((error as { fault?: string }).fault !== 'not_found') throw error
      })
    }
  }
  return done
}
