import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'

/**
 * What waits to go out, mails and webhook messages alike: rows with state, due_at and claimed_at. Each is claimed before it
 * is handed over; one claimed longer than `claimMs` ago was left by a process that died, and is due again.
 */
export type Outbox = { table: 'mails' | 'webhook_deliveries'; claimMs: number }

const interval = ({ claimMs }: Outbox): SQL => sql`${`${claimMs} milliseconds`}::interval`

/** `(organisation_id, id)` of the row due for longest, for an update: nobody else takes it meanwhile. */
export const dueRow = (box: Outbox, organisationId: string, clock: Date): SQL => {
  const at = sql`${clock.toISOString()}::timestamptz`
  return sql`(${sql.identifier(box.table)}.organisation_id, ${sql.identifier(box.table)}.id) = (
    select organisation_id, id from ${sql.identifier(box.table)} where organisation_id = ${organisationId} and ((state = 'waiting' and due_at <= ${at}) or (state = 'sending' and claimed_at <= ${at} - ${interval(box)}))
    order by due_at, id limit 1 for update skip locked)`
}

/** When the next one is due, in epoch ms; null when none waits. */
export async function nextDue(tx: Tx, box: Outbox, organisationId: string): Promise<number | null> {
  const next = await tx.execute<{ ms: number | null }>(sql`
    select (extract(epoch from min(case when state = 'waiting' then due_at else claimed_at + ${interval(box)} end)) * 1000)::float8 as ms
    from ${sql.identifier(box.table)} where organisation_id = ${organisationId} and state in ('waiting', 'sending')`)
  return next.rows[0]?.ms ?? null
}
