import type { Tx } from '@/db/client'
import { NIL_ID } from '@/db/vocabulary'
import type { Draft } from './draft'
import { removeRecords } from './remove-records'
import { inOrder } from './order'
import { arrayOf, prepared, preparedText, rowSource, type Column } from './sql'

const RECORD: Column[] = [{ name: 'id', type: 'uuid' }, { name: 'kind', type: 'text', few: true }, { name: 'profile_id', type: 'uuid' }, { name: 'content_hash', type: 'bytea' }]

export type PlainOutcome = {
  accepted: Draft[]
  /** The drafts whose rows must be inserted: the last accepted of each id. */
  winners: Draft[]
  duplicates: Draft[]
  conflicts: Draft[]
  /** Would replace what has gone because it was kept long enough, and stays counted. */
  expired: Draft[]
  replaced: number
}

/**
 * Counts each record once. Its row in `records` is inserted or not, by its id alone; what was there before is a
 * duplicate if its content is the same and a conflict if not, unless the sender says that it replaces it. Within one
 * batch the same holds, in the order given.
 *
 * `trusting` that all are new, as they nearly always are, they are inserted without asking first, which costs a third
 * less: then one that was there fails the statement (unique_violation), and the whole batch must be done again without.
 */
export async function countOnce(tx: Tx, organisationId: string, drafts: readonly Draft[], { replace, trusting, importId, now }: { replace: boolean; trusting: boolean; importId: string | null; now: Date }): Promise<PlainOutcome> {
  const outcome: PlainOutcome = { accepted: [], winners: [], duplicates: [], conflicts: [], expired: [], replaced: 0 }
  if (drafts.length === 0) return outcome
  const first = new Map<string, Draft>()
  for (const draft of drafts) if (!first.has(draft.id)) first.set(draft.id, draft)
  const sorted = inOrder([...first.values()], (draft) => draft.id)
  const cells = [(d: Draft) => d.id, (d: Draft) => d.kind, (d: Draft) => d.who.id, (d: Draft) => d.hash]
  const { columns, select, from, values } = rowSource(RECORD, (i) => sorted.map(cells[i] as (d: Draft) => string), 4)
  const insert = `insert into records (organisation_id, import_id, received_at, ${columns}) select $1, $2::uuid, $3::timestamptz, ${select} from ${from}`
  const whole = [organisationId, importId, now.toISOString()]
  if (trusting && sorted.length === drafts.length) {
    await preparedText(tx, insert, [...whole, ...values])
    return { ...outcome, accepted: [...drafts], winners: sorted }
  }
  const ids = sorted.map((draft) => draft.id)
  // Mostly all of them are new: then their number says it, and no ids travel back.
  const [inserted] = await preparedText<{ n: number; ids: string[] | null }>(tx, `with fresh as (${insert} on conflict do nothing returning id)
    select count(*)::int4 as n, case when count(*) < $${4 + values.length} then array_agg(id::text) end as ids from fresh`, [...whole, ...values, drafts.length])
  if (inserted?.n === drafts.length) return { ...outcome, accepted: [...drafts], winners: sorted }
  const fresh = new Set(inserted?.ids)
  const old = ids.filter((id) => !fresh.has(id))
  const present = new Map<string, string>()
  const expired = new Set<string>()
  if (old.length > 0) {
    const rows = await prepared<{ id: string; hash: string; expired: boolean }>(tx, 'record-hashes-2', "select id, encode(content_hash, 'hex') as hash, profile_id = $3 as expired from records where organisation_id = $1 and id = any($2::uuid[])", [organisationId, arrayOf('uuid', old), NIL_ID])
    for (const row of rows) {
      present.set(row.id, row.hash)
      if (row.expired) expired.add(row.id)
    }
  }
  const winners = new Map<string, Draft>()
  for (const draft of drafts) {
    const hash = present.get(draft.id)
    if (hash === draft.hash) outcome.duplicates.push(draft)
    else if (expired.has(draft.id)) outcome.expired.push(draft)
    else if (hash === undefined || replace) {
      outcome.accepted.push(draft)
      winners.set(draft.id, draft)
      present.set(draft.id, draft.hash)
    } else outcome.conflicts.push(draft)
  }
  outcome.winners = ids.flatMap((id) => winners.get(id) ?? [])
  await rewrite(tx, organisationId, outcome.winners.filter((draft) => first.get(draft.id) !== draft || !fresh.has(draft.id)), outcome, old)
  return outcome
}

/** Replaced records: their old rows go, with what they added to the roll-ups; who first recorded them stays. */
async function rewrite(tx: Tx, organisationId: string, changed: readonly Draft[], outcome: PlainOutcome, old: readonly string[]): Promise<void> {
  if (changed.length === 0) return
  const before = new Set(old)
  const replaced = changed.filter((draft) => before.has(draft.id)).map((draft) => draft.id)
  if (replaced.length > 0) await removeRecords(tx, organisationId, { by: 'ids', ids: replaced })
  outcome.replaced = replaced.length
  await prepared(tx, 'rewrite-records', `
    update records r set content_hash = decode(u.hash, 'hex'), profile_id = u.profile_id from unnest($2::uuid[], $3::text[], $4::uuid[]) as u(id, hash, profile_id)
    where r.organisation_id = $1 and r.id = u.id`,
  [organisationId, arrayOf('uuid', changed.map((d) => d.id)), arrayOf('text', changed.map((d) => d.hash)), arrayOf('uuid', changed.map((d) => d.who.id))])
}
