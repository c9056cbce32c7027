import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { OrgCtx } from '../context'
import type { Report } from './report'

/** For the rest of the transaction, where the report says that it needs it (Report.joinsRecords). */
export async function withoutLoops(report: Pick<Report, 'joinsRecords'>, ctx: OrgCtx, tx: Tx): Promise<void> {
  if (report.joinsRecords && ctx.db.kind === 'embedded') await tx.execute(sql`set local enable_nestloop = off`)
}

/** The same for one question of several in a transaction. */
export async function whileWithoutLoops<T>(report: Pick<Report, 'joinsRecords'>, ctx: OrgCtx, tx: Tx, ask: () => Promise<T>): Promise<T> {
  await withoutLoops(report, ctx, tx)
  const answer = await ask()
  if (report.joinsRecords && ctx.db.kind === 'embedded') await tx.execute(sql`set local enable_nestloop = on`)
  return answer
}
