import { timingSafeEqual } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { GENESIS, SEALED, sealedContent, sealedHead, sealedLink, type Sealed } from './chain'

export type AuditFault = { organisation: string; seq: number | null; entry: string | null; what: string }
export type AuditCheck = { organisations: number; entries: number; waiting: number; faults: AuditFault[]; heads: { organisation: string; seq: number; hash: string }[] }

type Row = Sealed & { seq: number; content: Buffer | null; hash: Buffer | null }
const AT_ONCE = 2000
/** Sealing runs every ten seconds; what has waited longer than this was kept from it, or nothing seals. */
const LATE_MINUTES = 10

/**
 * Walks every organisation's trail from its first entry: numbers without gaps, each entry as it was sealed, the end where it
 * was left. What an erasure emptied is right when a sealed entry says so (`audit.redacted`). Reads only.
 */
export async function checkAudit(db: Db): Promise<AuditCheck> {
  return db.snapshot(async (tx) => {
    const found: AuditCheck = { organisations: 0, entries: 0, waiting: 0, faults: [], heads: [] }
    const organisations = (await tx.execute<{ id: string; waiting: number; late: number }>(sql`
      select o.id, count(a.id) filter (where a.seq is null)::int as waiting, count(a.id) filter (where a.seq is null and a.at < now() - ${`${LATE_MINUTES} minutes`}::interval)::int as late
      from (select organisation_id as id from audit union select organisation_id from audit_heads) o left join audit a on a.organisation_id = o.id group by 1 order by 1`)).rows
    for (const { id, waiting, late } of organisations) {
      found.organisations++
      found.waiting += waiting
      const fault = (what: string, row?: Row) => found.faults.push({ organisation: id, seq: row?.seq ?? null, entry: row?.id ?? null, what })
      if (late > 0) fault(`${late} ${late === 1 ? 'entry has' : 'entries have'} waited for more than ${LATE_MINUTES} minutes to be sealed`)
      const emptied = new Map<string, Row>()
      let last: { seq: number; hash: Buffer } = { seq: 0, hash: GENESIS }
      for (;;) {
        const { rows } = await tx.execute<Row>(sql`select ${sql.raw(SEALED)}, a.seq::float8 as seq, a.content_hash as content, a.hash from audit a
          where a.organisation_id = ${id} and a.seq > ${last.seq} order by a.seq limit ${AT_ONCE}`)
        for (const row of rows) {
          found.entries++
          if (row.seq !== last.seq + 1) fault(row.seq === last.seq + 2 ? `entry ${last.seq + 1} is missing` : `entries ${last.seq + 1} to ${row.seq - 1} are missing`, row)
          const whole = row.hash !== null && row.content !== null && whole32(row.hash) && sealedLink([id, row.seq, last.hash, row, row.content], row.hash)
          // After a gap the link before is not known: the gap has been said.
          if (!whole && row.seq === last.seq + 1) fault(`entry ${row.seq} is not as it was written, or the one before it is another`, row)
          else if (row.content !== null && !(whole32(row.content) && sealedContent(row, row.content))) {
            if (row.subjectId === 'erased' && JSON.stringify(row.detail) === '{}') emptied.set(row.id, row)
            else fault(`what entry ${row.seq} says has been changed`, row)
          }
          if (row.action === 'audit.redacted' && whole) for (const entry of namedIn(row.detail)) emptied.delete(entry)
          last = { seq: row.seq, hash: row.hash ?? GENESIS }
        }
        if (rows.length < AT_ONCE) break
      }
      for (const row of emptied.values()) fault(`entry ${row.seq} was emptied, and no erasure says so`, row)
      const [head] = (await tx.execute<{ seq: number; hash: Buffer; mac: Buffer }>(sql`select seq::float8 as seq, hash, mac from audit_heads where organisation_id = ${id}`)).rows
      if (!head) { if (last.seq > 0) fault('where the trail ends is not known any more') } else {
        if (!(whole32(head.mac) && sealedHead([id, head.seq, head.hash], head.mac))) fault('where the trail ends has been changed')
        if (head.seq > last.seq) fault(`the last ${head.seq - last.seq} ${head.seq - last.seq === 1 ? 'entry is' : 'entries are'} missing`)
        else if (head.seq < last.seq || !same(head.hash, last.hash)) fault('the trail does not end where it was left')
        found.heads.push({ organisation: id, seq: head.seq, hash: head.hash.toString('hex') })
      }
    }
    return found
  })
}

/** What a check found, for a person; its first word says whether the trail holds. */
export function sayAudit({ organisations, entries, faults, heads }: AuditCheck): string {
  const n = (count: number, one: string, many: string) => `${count.toLocaleString('en')} ${count === 1 ? one : many}`
  const of = `${n(entries, 'entry', 'entries')} of ${n(organisations, 'organisation', 'organisations')}`
  if (faults.length === 0) return [`Whole: ${of}, each as it was written, none missing.`, ...heads.map((head) => `${head.organisation} ends with ${head.seq} ${head.hash}`)].join('\n')
  return [`BROKEN: ${n(faults.length, 'place', 'places')} in ${of}.`, ...faults.map(({ organisation, what }) => `${organisation}: ${what}.`)].join('\n')
}

/** Nothing shortened: a shorter one is easier to guess. */
const whole32 = (bytes: Buffer): boolean => bytes.length === 32
const same = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b)

function namedIn(detail: unknown): string[] {
  const entries = typeof detail === 'object' && detail !== null && 'entries' in detail ? detail.entries : []
  return Array.isArray(entries) ? entries.filter((one) => typeof one === 'string') : []
}
