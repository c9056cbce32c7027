import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { forgetTold } from '../notifications/forget-told'
import { arrayOf } from '../recording/sql'

/** Removes what colleagues wrote about people who are being erased: notes, merges, recovery, and what was told of them. */
export async function forgetSaid(tx: Tx, organisationId: string, profiles: readonly string[]): Promise<void> {
  const ids = sql`${arrayOf('uuid', profiles)}::uuid[]`
  await forgetTold(tx, organisationId, profiles)
  for (const table of ['customer_notes', 'recovery_acts', 'recovery_cases']) {
    await tx.execute(sql`delete from ${sql.raw(table)} where organisation_id = ${organisationId} and profile_id = any(${ids})`)
  }
  await tx.execute(sql`delete from merges where organisation_id = ${organisationId} and (from_customer_id = any(${ids}) or into_customer_id = any(${ids}) or profiles ?| ${ids}::text[])`)
  await tx.execute(sql`delete from told_apart where organisation_id = ${organisationId} and (a = any(${ids}) or b = any(${ids}))`)
}
