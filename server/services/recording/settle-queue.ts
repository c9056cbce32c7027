import type { Tx } from '@/db/client'
import { arrayOf, prepared } from './sql'

/** Marks customers whose derived rows (spells, moments, effects) must be computed again. `customers` sorted. */
export async function queueCustomers(tx: Tx, organisationId: string, customers: readonly string[]): Promise<void> {
  if (customers.length === 0) return
  await prepared(tx, 'settle-queue', `insert into settle_queue (organisation_id, customer_id) select $1, u.id from unnest($2::uuid[]) as u(id)
    on conflict (organisation_id, customer_id) do update set queued_at = excluded.queued_at`, [organisationId, arrayOf('uuid', customers)])
}
