import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { contribute } from './contribute'
import { PLAIN_KINDS, TABLE_OF, type PlainKind } from './tables'
import { arrayOf } from './sql'

/** Which records are meant: some by id, all that an import first recorded, all of some profiles, or all there are. */
export type Scope = { by: 'ids'; ids: readonly string[] } | { by: 'import'; importId: string } | { by: 'profiles'; ids: readonly string[] } | { by: 'all' }

/** `from … where …` giving a kind's rows in a scope as `x`. */
export function rowsOf(organisationId: string, kind: PlainKind, scope: Scope): SQL {
  const table = sql.raw(TABLE_OF[kind])
  if (scope.by === 'all') return sql`from ${table} x where x.organisation_id = ${organisationId}`
  if (scope.by === 'profiles') return sql`from ${table} x where x.organisation_id = ${organisationId} and x.profile_id = any(${arrayOf('uuid', scope.ids)}::uuid[])`
  const which = scope.by === 'ids' ? sql`r.id = any(${arrayOf('uuid', scope.ids)}::uuid[])` : sql`r.import_id = ${scope.importId}`
  return sql`from records r join ${table} x on x.organisation_id = r.organisation_id and x.profile_id = r.profile_id and x.id = r.id where r.organisation_id = ${organisationId} and r.kind = ${kind} and ${which}`
}

/**
 * Removes the rows of plain records and, in the same transaction, what they added to the roll-ups. Their `records` rows
 * stay for the caller to change or delete. Needs the structure lock alone. `keepDaily`: an erasure leaves the daily
 * roll-up as it is, since what happened, happened.
 */
export async function removeRecords(tx: Tx, organisationId: string, scope: Scope, options: { keepDaily?: boolean } = {}): Promise<void> {
  for (const kind of PLAIN_KINDS) {
    await contribute(tx, organisationId, kind, rowsOf(organisationId, kind, scope), -1, options)
    await tx.execute(sql`delete from ${sql.raw(TABLE_OF[kind])} where organisation_id = ${organisationId} and (profile_id, id) in (select x.profile_id, x.id ${rowsOf(organisationId, kind, scope)})`)
  }
}
