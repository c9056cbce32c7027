import type { Tx } from '@/db/client'
import { prepared } from './sql'

/**
 * Whose record is whose, and which segment a customer is in, must not change while a batch moves roll-ups by it.
 * Batches share this lock; what changes it (identify, merge, erase, take back, replace, rebuild, segmenting) takes it
 * alone. One lock per organisation and transaction costs nothing; locking every profile's row would write each of them.
 */
export async function lockStructure(tx: Tx, organisationId: string, how: 'shared' | 'alone'): Promise<void> {
  const call = how === 'shared' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock'
  await prepared(tx, `lock-${how}`, `select ${call}(hashtextextended($1, 7046123452))`, [organisationId])
}
