import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { MONTH_SUMS } from '@/db/schema'

/**
 * Moves what recording has added for some customers (null: for everybody) into the roll-up per customer and month. No
 * sum over both changes. One at a time per organisation; what is being recorded meanwhile stays for the next time.
 */
export async function foldMonths(tx: Tx, organisationId: string, customers: readonly string[] | null): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`months:${organisationId}`}, 0))`)
  const sums = MONTH_SUMS.join(', ')
  await tx.execute(sql`
    with taken as (
      delete from rollup_customer_month_added where organisation_id = ${organisationId} ${customers === null ? sql`` : sql`and customer_id = any(${sql.param(customers)}::uuid[])`}
      returning customer_id, month, channel_id, ${sql.raw(sums)})
    insert into rollup_customer_month as t (organisation_id, customer_id, month, channel_id, ${sql.raw(sums)})
    select ${organisationId}::uuid, customer_id, month, channel_id, ${sql.raw(MONTH_SUMS.map((sum) => `sum(${sum})`).join(', '))} from taken group by 2, 3, 4 order by 2, 3, 4
    on conflict (organisation_id, customer_id, month, channel_id) do update set ${sql.raw(MONTH_SUMS.map((sum) => `${sum} = t.${sum} + excluded.${sum}`).join(', '))}`)
}
