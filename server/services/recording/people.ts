import type { Tx } from '@/db/client'
import type { Someone } from './draft'
import { inOrder } from './order'
import { arrayOf, prepared } from './sql'

/** Profile id → the customer it belongs to; null while anonymous. */
export type People = Map<string, string | null>
/** Some of the customers who wait to be settled: these need not be queued again. */
export type Waiting = Set<string>

/**
 * Makes sure that everybody named exists: a profile each, and a customer for each that is known. Those of them found to
 * wait for settling already are added to `waiting`: under the structure lock (./lock) they go on waiting.
 */
export async function ensurePeople(tx: Tx, organisationId: string, everybody: ReadonlyMap<string, Someone>, importId: string | null, now: Date, waiting: Waiting = new Set()): Promise<People> {
  const ids = inOrder([...everybody.keys()], (id) => id)
  const people: People = new Map()
  if (ids.length === 0) return people
  await look(tx, organisationId, ids, people, waiting)
  const unknown = ids.filter((id) => !people.has(id)).flatMap((id) => everybody.get(id) ?? [])
  if (unknown.length === 0) return people
  const made = await prepared<{ id: string }>(tx, 'profiles', `
    insert into profiles (organisation_id, id, customer_id, anonymous, external_id, import_id, created_at)
    select $1, u.id, case when u.anonymous = 1 then null else u.id end, u.anonymous = 1, u.external_id, $5::uuid, $6::timestamptz
    from unnest($2::uuid[], $3::int4[], $4::text[]) as u(id, anonymous, external_id) on conflict do nothing returning id`,
  [organisationId, arrayOf('uuid', unknown.map((one) => one.id)), arrayOf('int4', unknown.map((one) => (one.anonymous ? 1 : 0))), arrayOf('text', unknown.map((one) => one.externalId)), importId, now.toISOString()])
  const known = unknown.filter((one) => !one.anonymous)
  await prepared(tx, 'customers', `
    insert into customers (organisation_id, id, external_id, created_at)
    select $1, u.id, u.external_id, $4::timestamptz from unnest($2::uuid[], $3::text[]) as u(id, external_id) on conflict do nothing`,
  [organisationId, arrayOf('uuid', known.map((one) => one.id)), arrayOf('text', known.map((one) => one.externalId)), now.toISOString()])
  if (made.length === unknown.length) for (const one of unknown) people.set(one.id, one.anonymous ? null : one.id)
  // Somebody else created one of them meanwhile, and may have pointed it elsewhere.
  else await look(tx, organisationId, unknown.map((one) => one.id), people, waiting)
  return people
}

/**
 * Whoever waits to be settled is a customer, and a customer's own profile points to it: of those nothing more is asked.
 * Of the others, only who is not there or somebody else comes back.
 */
async function look(tx: Tx, organisationId: string, ids: readonly string[], into: People, waiting: Waiting): Promise<void> {
  const rows = await prepared<{ id: string; customer_id: string | null; missing: boolean }>(tx, 'people-idle', `
    with idle as materialized (select u.id from (select unnest($2::uuid[]) as id) u
      where not exists (select from settle_queue q where q.organisation_id = $1 and q.customer_id = u.id and q.queued_at < 'infinity'))
    select i.id, p.customer_id, p.id is null as missing from idle i left join profiles p on p.organisation_id = $1 and p.id = i.id`, [organisationId, arrayOf('uuid', ids)])
  const told = new Set<string>()
  for (const row of rows) {
    told.add(row.id)
    if (row.missing) into.delete(row.id)
    else into.set(row.id, row.customer_id)
  }
  for (const id of ids) {
    if (told.has(id)) continue
    into.set(id, id)
    waiting.add(id)
  }
}
