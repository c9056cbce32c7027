import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Organisation } from '../../context'
import { localDayOf, startOfDay, type LocalDay } from '../../domain/time/local-day'

/** Some customers of one organisation, settled together: what every statement of settling is given. */
export type Batch = { org: Organisation; customers: string[]; /** Everything sent under these ids is theirs. */ profiles: string[]; today: LocalDay; /** First instant of today, epoch ms. */ midnight: number }

/**
 * Reads whose records are whose, and keeps the planner from nested loops for the rest of the transaction: without
 * statistics (the embedded engine, or just after an import) it takes thousands of rows for a few, and then a batch
 * takes a hundred times as long. Tables are read by the batch's profiles and everything else is joined by hash.
 */
export async function batchOf(tx: Tx, org: Organisation, customers: string[], now: Date): Promise<Batch> {
  const today = localDayOf(now.getTime(), org.timezone)
  const found = await tx.execute<{ id: string }>(sql`select id from profiles where organisation_id = ${org.id} and customer_id = any(${sql.param(customers)}::uuid[])`)
  await tx.execute(sql`set local enable_nestloop = off`)
  return { org, customers, profiles: found.rows.map(({ id }) => id), today, midnight: startOfDay(today, org.timezone) }
}

/** The batch's profiles, as the subquery statements begin with. */
export const profilesOf = ({ org, profiles }: Batch): SQL => sql`
  select id as profile_id, customer_id from profiles where organisation_id = ${org.id} and id = any(${sql.param(profiles)}::uuid[])`

/** `alias`, a table of records, read by the batch's profiles: written out so that its key can be used without a loop. */
export const theirs = ({ org, profiles }: Batch, alias: string): SQL => sql`
  ${sql.raw(alias)}.organisation_id = ${org.id} and ${sql.raw(alias)}.profile_id = any(${sql.param(profiles)}::uuid[]) and ${sql.raw(alias)}.profile_id = p.profile_id`
