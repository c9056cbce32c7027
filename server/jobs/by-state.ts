import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'

/** How many jobs of the whole instance wait, run, or have failed for good. */
export async function jobsByState(db: Db): Promise<Record<string, number>> {
  const rows = await db.maintenance(async (tx) => (await tx.execute<{ state: string; n: number }>(sql`select state, count(*)::int as n from jobs where state in ('queued', 'running', 'failed') group by 1`)).rows)
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]))
}
