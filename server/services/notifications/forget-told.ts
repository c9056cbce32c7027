import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { arrayOf } from '../recording/sql'

/**
 * Removes what members and systems were told about people who are being erased: notices that lead to them go, texts that
 * name one of their ids are emptied, mails and messages about them that still wait are not sent. Their profiles must still
 * be there.
 */
export async function forgetTold(tx: Tx, organisationId: string, profiles: readonly string[]): Promise<void> {
  const found = await tx.execute<{ id: string }>(sql`select external_id as id from profiles where organisation_id = ${organisationId} and id = any(${arrayOf('uuid', profiles)}::uuid[])`)
  if (found.rows.length === 0) return
  const links = arrayOf('text', found.rows.map(({ id }) => `/customers/${encodeURIComponent(id)}`))
  // Whole ids only: forgetting c1 leaves c12 alone.
  const named = (text: SQL, spell: (id: string) => string = (id) => id) => sql`${text} ~ any(${arrayOf('text', found.rows.map(({ id }) => `(^|[^[:alnum:]_])${spell(id).replaceAll(/[^\p{L}\p{N}_]/gu, '\\$&')}($|[^[:alnum:]_])`))}::text[])`
  const inJson = (id: string) => JSON.stringify(id).slice(1, -1)
  await tx.execute(sql`delete from notifications where organisation_id = ${organisationId} and link = any(${links}::text[])`)
  await tx.execute(sql`update notifications set body = '' where organisation_id = ${organisationId} and ${named(sql`body`)}`)
  await tx.execute(sql`update alert_firings set body = '' where organisation_id = ${organisationId} and ${named(sql`body`)}`)
  await tx.execute(sql`delete from mails where organisation_id = ${organisationId} and state in ('waiting', 'failed') and ${named(sql`text`)}`)
  await tx.execute(sql`update webhook_deliveries set body = '{}', state = case when state = 'waiting' then 'dropped' else state end where organisation_id = ${organisationId} and ${named(sql`body`, inJson)}`)
}
