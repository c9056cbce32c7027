import { sql } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { log } from '@/server/log'
import { contentHash, GENESIS, headMac, link, SEALED, type Sealed } from './chain'
import { repeatedly } from '../../repeatedly'

const AT_ONCE = 500
const EVERY_MS = 10_000

/**
 * Gives every entry that has none its number and its link in the organisation's chain, in short transactions. Entries are
 * sealed in the order in which they are found committed, so that writers never wait for each other: what a long transaction
 * wrote earlier and committed later is sealed later. One process at a time per organisation. Answers how many it sealed.
 */
export async function sealAudit(db: Db): Promise<number> {
  let sealed = 0
  const waiting = await db.maintenance(async (tx) => (await tx.execute<{ id: string }>(sql`select distinct organisation_id as id from audit where seq is null`)).rows)
  for (const { id } of waiting) {
    for (;;) {
      const done = await db.maintenance((tx) => sealSome(tx, id))
      sealed += done
      if (done < AT_ONCE) break
    }
  }
  return sealed
}

async function sealSome(tx: Tx, organisationId: string): Promise<number> {
  // Of several processes one goes on; the others come again.
  const [free] = (await tx.execute<{ free: boolean }>(sql`select pg_try_advisory_xact_lock(hashtextextended(${organisationId}, 7046123453)) as free`)).rows
  if (!free?.free) return 0
  const [head] = (await tx.execute<{ seq: number; hash: Buffer }>(sql`select seq::float8 as seq, hash from audit_heads where organisation_id = ${organisationId}`)).rows
  const { rows } = await tx.execute<Sealed>(sql`select ${sql.raw(SEALED)} from audit a where a.organisation_id = ${organisationId} and a.seq is null order by a.at, a.id limit ${AT_ONCE}`)
  if (rows.length === 0) return 0
  let { seq, hash } = head ?? { seq: 0, hash: GENESIS }
  const links = rows.map((entry) => {
    seq++
    const content = contentHash(entry)
    hash = link(organisationId, seq, hash, entry, content)
    return { id: entry.id, seq, content: content.toString('hex'), hash: hash.toString('hex') }
  })
  await tx.execute(sql`update audit a set seq = l.seq, content_hash = decode(l.content, 'hex'), hash = decode(l.hash, 'hex')
    from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as l(id uuid, seq int8, content text, hash text) where a.organisation_id = ${organisationId} and a.id = l.id and a.seq is null`)
  const mac = headMac(organisationId, seq, hash)
  await tx.execute(sql`insert into audit_heads (organisation_id, seq, hash, mac, sealed_at) values (${organisationId}, ${seq}, ${hash}, ${mac}, now())
    on conflict (organisation_id) do update set seq = excluded.seq, hash = excluded.hash, mac = excluded.mac, sealed_at = excluded.sealed_at`)
  // A log kept elsewhere shows an end that somebody has set back.
  log('info', 'audit.sealed', { organisation: organisationId, entries: rows.length, seq, hash: hash.toString('hex') })
  return rows.length
}

/** Seals what has been written, every ten seconds and once more at the end. A failure is logged and tried again. */
export function startSealing(db: Db): { stop(): Promise<void> } {
  const seal = () => sealAudit(db).then(() => {}, (error: unknown) => log('error', 'audit.seal_failed', { message: error instanceof Error ? error.message : String(error) }))
  const sealing = repeatedly(seal, EVERY_MS, { atOnce: true })
  return {
    async stop() {
      await sealing.stop()
      await seal()
    },
  }
}
