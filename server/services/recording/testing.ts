import type { SQL } from 'drizzle-orm'
import { rollupLaws } from '@/server/queries/rollup-law'
import { reading, type OrgCtx } from '@/server/context'

/** Rows of a query in the organisation; for tests. */
export const table = (ctx: OrgCtx, query: SQL) => reading(ctx, async (tx) => (await tx.execute<Record<string, unknown>>(query)).rows)

/** Throws unless Σ roll-up = rows + erased for every roll-up; for tests. */
export async function expectLaws(ctx: OrgCtx): Promise<void> {
  const broken = Object.entries(await reading(ctx, (tx) => rollupLaws(tx, ctx.org.id))).filter(([, law]) => !law.holds)
  if (broken.length > 0) throw new Error(`The roll-up law is broken: ${JSON.stringify(broken)}`)
}
