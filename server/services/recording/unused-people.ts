import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { forgetDerived } from './identify'
import { arrayOf } from './sql'
import { PLAIN_KINDS, TABLE_OF } from './tables'

/**
 * Removes the profiles an import first created of whom nothing is left, and their customers; returns those customers.
 * Of whom something is left, the import of their oldest record counts as having created them from now on.
 */
export async function removeUnused(tx: Tx, organisationId: string, importId: string): Promise<string[]> {
  const mine = sql`select id from profiles where organisation_id = ${organisationId} and import_id = ${importId}`
  const left: SQL[] = [
    ...PLAIN_KINDS.map((kind) => sql`select x.profile_id, r.import_id, r.received_at as at from ${sql.raw(TABLE_OF[kind])} x join records r on r.organisation_id = x.organisation_id and r.id = x.id where x.organisation_id = ${organisationId} and x.profile_id in (${mine})`),
    sql`select x.referred_profile_id, r.import_id, r.received_at from referrals x join records r on r.organisation_id = x.organisation_id and r.id = x.id where x.organisation_id = ${organisationId} and x.referred_profile_id in (${mine})`,
    sql`select f.profile_id, f.import_id, f.updated_at from facts f where f.organisation_id = ${organisationId} and f.profile_id in (${mine})`,
  ]
  await tx.execute(sql`update profiles p set import_id = l.import_id
    from (select distinct on (profile_id) profile_id, import_id from (${sql.join(left, sql` union all `)}) a order by profile_id, import_id nulls first, at) l
    where p.organisation_id = ${organisationId} and p.id = l.profile_id`)
  // Whom somebody identified or merged, a person or a feed has vouched for: those stay.
  const joined = sql`exists (select from profiles q where q.organisation_id = p.organisation_id and q.customer_id = p.id and q.id <> p.id)`
  const gone = (await tx.execute<{ id: string }>(sql`delete from profiles p where p.organisation_id = ${organisationId} and p.import_id = ${importId} and not ${joined} and (p.customer_id is null or p.customer_id = p.id) returning p.id`)).rows.map((row) => row.id)
  await forgetDerived(tx, organisationId, gone)
  return (await tx.execute<{ id: string }>(sql`delete from customers where organisation_id = ${organisationId} and id = any(${arrayOf('uuid', gone)}::uuid[]) returning id`)).rows.map((row) => row.id)
}
