import { sign, signedBy } from '@/server/sealed'

/** An entry of the trail as it is sealed. `at`: UTC with microseconds, as text. */
export type Sealed = { id: string; at: string; actorKind: string; actorId: string; actorLabel: string; action: string; subject: string; subjectId: string; detail: unknown }

/** What stands in place of the hash before the first. */
export const GENESIS: Buffer = Buffer.alloc(32)

const PURPOSE = 'audit'

/** Keyed hash of what an erasure empties: whom the entry is about, and what it says of them. */
export const contentHash = (entry: Content): Buffer => sign(PURPOSE, contentText(entry))
type Content = Pick<Sealed, 'id' | 'subjectId' | 'detail'>
const contentText = (entry: Content): string => JSON.stringify(['content', entry.id, entry.subjectId, canonical(entry.detail)])

/** The entry's link in its organisation's chain: over its number, itself and the link before. */
export const link = (...of: Linked): Buffer => sign(PURPOSE, linkText(...of))
type Linked = [organisationId: string, seq: number, before: Buffer, entry: Sealed, content: Buffer]
const linkText = (...[organisationId, seq, before, entry, content]: Linked): string =>
  JSON.stringify(['entry', organisationId, seq, before.toString('hex'), entry.id, entry.at, entry.actorKind, entry.actorId, entry.actorLabel, entry.action, entry.subject, content.toString('hex')])

/** Vouches for where the chain ends. */
export const headMac = (...of: Head): Buffer => sign(PURPOSE, headText(...of))
type Head = [organisationId: string, seq: number, hash: Buffer]
const headText = (...[organisationId, seq, hash]: Head): string => JSON.stringify(['head', organisationId, seq, hash.toString('hex')])

/** Whether each is as it was made, under the present secret or an earlier one. */
export const sealedContent = (entry: Content, made: Buffer): boolean => signedBy(PURPOSE, contentText(entry), made)
export const sealedLink = (of: Linked, made: Buffer): boolean => signedBy(PURPOSE, linkText(...of), made)
export const sealedHead = (of: Head, made: Buffer): boolean => signedBy(PURPOSE, headText(...of), made)

/** jsonb does not keep the order of keys: the same value always gives the same text. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, canonical(inner)])
}

/** The columns of `Sealed`, for a select from `audit a`. */
export const SEALED = `a.id, to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, a.actor_kind as "actorKind", a.actor_id as "actorId", a.actor_label as "actorLabel", a.action, a.subject, a.subject_id as "subjectId", a.detail`
