import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { recoveryCases } from '@/db/schema'
import type { OrgCtx } from '../../context'
import { notFound, TouchstoneError } from '../../errors'

export type CaseRow = typeof recoveryCases.$inferSelect

/** An open case by its id. `not_found`; `conflict` once it is closed. Whoever else changes it waits. */
export async function openCase(tx: Tx, ctx: OrgCtx, id: string): Promise<CaseRow> {
  const [row] = await tx.select().from(recoveryCases).where(and(eq(recoveryCases.organisationId, ctx.org.id), eq(recoveryCases.id, id))).for('update')
  if (!row) throw notFound('case')
  if (row.closedAt) throw new TouchstoneError('conflict', 'This case is closed. If the customer is still unhappy, they are on the list again.')
  return row
}

export const whichCase = (ctx: OrgCtx, id: string) => and(eq(recoveryCases.organisationId, ctx.org.id), eq(recoveryCases.id, id))

/** One after the other: two who take the same customer at once, or spend one budget twice. */
export async function oneAtATime(tx: Tx, what: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`recovery:${what}`}, 0))`)
}
