import type { Tx } from '@/db/client'
import { prepared } from './sql'

/**
 * Whose record is whose, and which segment a customer is in, must not change while a batch moves roll-ups by it.
 * Batches share this lock; what changes it (identify, merge, erase, take back, replace, rebuild, segmenting) takes it
 * alone. One lock per organisation and transaction costs nothing; locking every profile's row would write each of them.
 */
export async function lockStructure(tx: Tx, organisationId: string): Promise<void> {
  await prepared(tx, 'lock-alone', `select pg_advisory_xact_lock(hashtextextended($1, ${LOCK}))`, [organisationId])
}

/** The shared one, as a statement with which a batch's transaction opens. */
export const sharedStructure = (organisationId: string): string => `select pg_advisory_xact_lock_shared(hashtextextended('${organisationId}', ${LOCK}))`

const LOCK = 7_046_123_452
