import type { Tx } from '@/db/client'
import { arrayOf, prepared } from './sql'

/**
 * Marks customers whose derived rows (spells, moments, effects) must be computed again; those who wait already, and are
 * not being settled, are left as they are. Only under the structure lock (./lock), for which settling waits before it
 * takes anybody: else a customer could be settled without what is being recorded now. `customers` sorted.
 */
export async function queueCustomers(tx: Tx, organisationId: string, customers: readonly string[]): Promise<void> {
  if (customers.length === 0) return
  await prepared(tx, 'settle-queue-missing', `insert into settle_queue (organisation_id, customer_id)
    select $1, u.id from unnest($2::uuid[]) as u(id) left join settle_queue q on q.organisation_id = $1 and q.customer_id = u.id
    where q.customer_id is null or q.queued_at = 'infinity'
    on conflict (organisation_id, customer_id) do update set queued_at = excluded.queued_at`, [organisationId, arrayOf('uuid', customers)])
}
