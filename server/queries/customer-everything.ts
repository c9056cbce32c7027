import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { reading, requireCapability, type OrgCtx } from '../context'
import { recordId } from '../domain/ids'
import { notFound } from '../errors'

/** How a table may name a person; every table that has such a column is looked in, so that a new one cannot be forgotten. */
const NAMES_PROFILE = ['profile_id', 'referred_profile_id', 'a', 'b']
const NAMES_CUSTOMER = ['customer_id', 'from_customer_id', 'into_customer_id']
/** What is ours and not about them: whose row it is, and how we tell one from another. */
const OURS = ['organisation_id', 'content_hash']
const WORK = new Set(['settle_queue'])

export type Everything = { customer: string; of: string; exported_at: string; ids: { id: string; anonymous: boolean }[]; tables: Record<string, Record<string, unknown>[]> }

/**
 * Everything that is kept about a customer, under every id they had: what they may ask to see (GDPR, Art. 15 and 20).
 * Rows as they are stored, by table. Throws `not_found`. Requires `admin`.
 */
export async function everythingAbout(ctx: OrgCtx, customer: string): Promise<Everything> {
  requireCapability(ctx, 'admin')
  const org = ctx.org.id
  return reading(ctx, async (tx) => {
    const profiles = (await tx.execute<{ id: string; external_id: string; anonymous: boolean; customer_id: string | null }>(sql`
      select p.id, p.external_id, p.anonymous, p.customer_id from profiles me join profiles p on p.organisation_id = me.organisation_id and (p.customer_id = me.customer_id or p.id = me.id)
      where me.organisation_id = ${org} and me.id in (${recordId(org, 'customer', '', customer)}, ${recordId(org, 'anonymous', '', customer)}) order by p.external_id`)).rows
    if (profiles.length === 0) throw notFound('customer')
    const tables: Everything['tables'] = { customers: await rowsOf(tx, org, 'customers', ['id'], profiles.flatMap((p) => p.customer_id ?? [])) }
    for (const { name, columns } of await tablesAboutPeople(tx)) {
      const people = columns.every((column) => NAMES_CUSTOMER.includes(column)) ? profiles.flatMap((p) => p.customer_id ?? []) : profiles.map((p) => p.id)
      const rows = await rowsOf(tx, org, name, columns, people)
      if (rows.length > 0) tables[name] = rows
    }
    return { customer, of: ctx.org.name, exported_at: ctx.now.toISOString(), ids: profiles.map((p) => ({ id: p.external_id, anonymous: p.anonymous })), tables }
  })
}

async function tablesAboutPeople(tx: Tx): Promise<{ name: string; columns: string[] }[]> {
  const found = await tx.execute<{ name: string; columns: string[] }>(sql`
    select c.relname as name, array_agg(a.attname::text order by a.attname) as columns from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.atttypid = 'uuid'::regtype
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and (a.attname = any(${sql.param([...NAMES_PROFILE, ...NAMES_CUSTOMER])}))
    group by 1 order by 1`)
  return found.rows.filter(({ name }) => !WORK.has(name))
}

async function rowsOf(tx: Tx, org: string, table: string, columns: readonly string[], people: readonly string[]): Promise<Record<string, unknown>[]> {
  if (people.length === 0) return []
  const anyOf = sql.join(columns.map((column) => sql`t.${sql.identifier(column)} = any(${sql.param(people)}::uuid[])`), sql` or `)
  const found = await tx.execute<{ row: Record<string, unknown> }>(sql`select to_jsonb(t) - ${sql.param(OURS)}::text[] as row from ${sql.identifier(table)} t where t.organisation_id = ${org} and (${anyOf})`)
  return found.rows.map(({ row }) => row)
}
