import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { reading, type OrgCtx } from '../context'
import { sharedTelling } from '../domain/identity/likeness'
import type { DuplicatesInput } from '../schemas/identity'
import { knownCustomer } from './customer-page-ids'
import { sumOfMonths } from './customer-months'

/** Keys are read in the order of their index, so many at once: a million customers are looked through page by page. */
const SCANNED = 50_000
/** A key that more share (info@…, John Smith) tells nobody. */
const MOST_ALIKE = 20
const PAIRS = 50

export const DUPLICATE_KEYS = {
  email: { key: sql`lower(btrim(c.email))`, has: sql`c.email is not null and btrim(c.email) <> ''` },
  name: { key: sql`lower(btrim(regexp_replace(c.name, '[[:space:][:punct:]]+', ' ', 'g')))`, has: sql`c.name is not null and btrim(c.name) <> ''` },
} as const

export type Alike = { id: string; name: string | null; email: string | null; since: string | null; last: string | null; interactions: number }
/** `keep` is the one known longest. `shared`: what they have in common. */
export type DuplicatePair = { keep: Alike; other: Alike; shared: string[] }
export type Duplicates = { pairs: DuplicatePair[]; /** Customers looked through for this page. */ looked: number; next: string | null }

type Group = { key: string; ids: string[] }
type Person = Alike & { stored: string; attributes: Record<string, string | number | boolean> }

/**
 * Customers who may be one person: the same e-mail, or the same name and a telling attribute (a telephone number, a
 * birthday, a postcode …) as well. Pairs somebody has told apart are left out. One page reads a bounded stretch of the
 * index on that key; `next` goes on where it ended.
 */
export function findDuplicates(ctx: OrgCtx, { by, cursor }: DuplicatesInput): Promise<Duplicates> {
  return reading(ctx, async (tx) => {
    const { groups, looked, next } = await alike(tx, ctx, by, cursor ?? null)
    const people = await peopleOf(tx, ctx, groups.flatMap((group) => group.ids))
    const apart = await toldApartAmong(tx, ctx, [...people.keys()])
    const pairs: DuplicatePair[] = []
    let last = next
    for (const { key, ids } of groups) {
      const members = ids.flatMap((id) => people.get(id) ?? [])
      const found = pairsAmong(members, by).filter(({ keep, other }) => !apart.has([keep.stored, other.stored].toSorted().join(' ')))
      pairs.push(...found.map(({ keep, other, shared }) => ({ keep: shown(keep), other: shown(other), shared: [by === 'email' ? 'e-mail' : 'name', ...shared] })))
      if (pairs.length >= PAIRS && key !== groups.at(-1)?.key) {
        last = key
        break
      }
    }
    return { pairs, looked, next: last }
  })
}

/** Who may be the same person as this customer, by the same rules; without those told apart from them. Unknown: `not_found`. */
export function likelySame(ctx: OrgCtx, id: string): Promise<{ other: Alike; shared: string[] }[]> {
  return reading(ctx, async (tx) => {
    const me = await knownCustomer(tx, ctx, id)
    const found: { other: Person; shared: string[] }[] = []
    for (const by of ['email', 'name'] as const) {
      const { key, has } = DUPLICATE_KEYS[by]
      const { rows } = await tx.execute<{ id: string }>(sql`
        select c.id::text as id from customers c where c.organisation_id = ${ctx.org.id} and ${has} and ${key} = (select ${key} from customers c where c.organisation_id = ${ctx.org.id} and c.id = ${me} and ${has}) order by c.id limit ${MOST_ALIKE + 1}`)
      if (rows.length < 2 || rows.length > MOST_ALIKE) continue
      const people = await peopleOf(tx, ctx, rows.map((row) => row.id))
      const own = people.get(me)
      const apart = await toldApartAmong(tx, ctx, [...people.keys()])
      for (const other of people.values()) {
        const [pair] = own && other.stored !== me && !found.some((one) => one.other.stored === other.stored) ? pairsAmong([own, other], by) : []
        if (pair && !apart.has([me, other.stored].toSorted().join(' '))) found.push({ other, shared: [by === 'email' ? 'e-mail' : 'name', ...pair.shared] })
      }
    }
    return found.map(({ other, shared }) => ({ other: shown(other), shared }))
  })
}

const shown = ({ stored: _stored, attributes: _attributes, ...alike }: Person): Alike => alike

/** Every other one with the first it is like; the first is known longest. */
function pairsAmong(members: readonly Person[], by: 'email' | 'name'): { keep: Person; other: Person; shared: string[] }[] {
  return members.slice(1).flatMap((other, i) => {
    for (const keep of members.slice(0, i + 1)) {
      const shared = sharedTelling(keep.attributes, other.attributes)
      // The same name alone is no reason; the same e-mail as well is found under e-mails.
      if (by === 'email' || (shared.length > 0 && !(keep.email !== null && emailKey(keep) === emailKey(other)))) return [{ keep, other, shared }]
    }
    return []
  })
}

const emailKey = ({ email }: Person) => email?.trim().toLowerCase()

async function alike(tx: Tx, ctx: OrgCtx, by: 'email' | 'name', after: string | null): Promise<{ groups: Group[]; looked: number; next: string | null }> {
  const { key, has } = DUPLICATE_KEYS[by]
  // The last key of a full stretch may go on behind it: it is left to the next one, which begins after the key before.
  const found = await tx.execute<Group & { looked: number; last: string | null; before: string | null; n: number }>(sql`
    with stretch as materialized (
      select ${key} as key, c.id, coalesce(c.acquired_at, c.first_at, c.created_at) as since from customers c
      where c.organisation_id = ${ctx.org.id} and ${has} ${after === null ? sql`` : sql`and ${key} > ${after}`} order by 1 limit ${SCANNED}),
    edge as (select count(*)::int as looked, max(key) as last, max(key) filter (where key < (select max(key) from stretch)) as before from stretch)
    select e.looked, e.last, e.before, s.key, coalesce(s.ids, '{}') as ids, coalesce(s.n, 0) as n from edge e left join (
      select key, count(*)::int as n, array_agg(id::text order by since, id) as ids from stretch group by 1 having count(*) between 2 and ${MOST_ALIKE}) s on true
    order by s.key`)
  const [first] = found.rows
  const full = (first?.looked ?? 0) === SCANNED
  const next = full ? first?.before ?? first?.last ?? null : null
  return { looked: first?.looked ?? 0, next, groups: found.rows.filter((row) => row.n > 0 && (!full || next === null || row.key <= next)).map(({ key: k, ids }) => ({ key: k, ids })) }
}

async function peopleOf(tx: Tx, ctx: OrgCtx, ids: readonly string[]): Promise<Map<string, Person>> {
  if (ids.length === 0) return new Map()
  const local = (column: string) => sql`to_char(${sql.raw(column)} at time zone ${ctx.org.timezone}, 'YYYY-MM-DD')`
  const rows = (await tx.execute<Person>(sql`
    select c.id as stored, c.external_id as id, c.name, c.email, c.attributes, ${local('coalesce(c.acquired_at, c.first_at)')} as since, ${local('c.last_at')} as last,
      ${sumOfMonths('interactions', { organisationId: ctx.org.id, customer: sql`c.id`, where: sql`true` })} as interactions
    from customers c where c.organisation_id = ${ctx.org.id} and c.id = any(${sql.param(ids)}::uuid[])`)).rows
  return new Map(rows.map((row) => [row.stored, row]))
}

async function toldApartAmong(tx: Tx, ctx: OrgCtx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = (await tx.execute<{ a: string; b: string }>(sql`select a, b from told_apart where organisation_id = ${ctx.org.id} and a = any(${sql.param(ids)}::uuid[])`)).rows
  return new Set(rows.map(({ a, b }) => `${a} ${b}`))
}

export type MergeRow = { merge: number; from: string; into: string; name: string | null; at: string; by: string; profiles: number; undone_at: string | null; undone_by: string | null }

/** What has been merged, newest first; ids as they were sent. Of one `customer`: what is in them and not undone; unknown: `not_found`. */
export function listMerges(ctx: OrgCtx, { cursor, customer }: { cursor?: number | null; customer?: string | undefined }): Promise<{ merges: MergeRow[]; next: number | null }> {
  return reading(ctx, async (tx) => {
    const person = customer === undefined ? null : await knownCustomer(tx, ctx, customer)
    const iso = (column: string) => sql`to_char(${sql.raw(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`
    const { rows } = await tx.execute<MergeRow>(sql`
      select m.number as merge, f.external_id as from, i.external_id as into, c.name, ${iso('m.merged_at')} as at, m.merged_by as by, jsonb_array_length(m.profiles) as profiles, ${iso('m.undone_at')} as undone_at, m.undone_by
      from merges m join profiles f on f.organisation_id = m.organisation_id and f.id = m.from_customer_id join profiles i on i.organisation_id = m.organisation_id and i.id = m.into_customer_id
      left join customers c on c.organisation_id = i.organisation_id and c.id = i.customer_id
      where m.organisation_id = ${ctx.org.id} ${cursor ? sql`and m.number < ${cursor}` : sql``} ${person === null ? sql`` : sql`and m.undone_at is null and i.customer_id = ${person}`} order by m.number desc limit ${PAIRS + 1}`)
    return { merges: rows.slice(0, PAIRS), next: rows.length > PAIRS ? rows[PAIRS - 1]?.merge ?? null : null }
  })
}
