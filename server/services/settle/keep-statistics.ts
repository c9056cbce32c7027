import { sql } from 'drizzle-orm'
import { reading, type OrgCtx } from '../../context'
import { PLANNED, tellPlanner } from '../planner'

/** A change worth looking at again: so much of an organisation's customers settled, and so many times its records. */
const CHANGED = { customers: 100, share: 0.2, records: 1.2 }

/** Per organisation, since this server last looked: customers settled, and records there were (null: not looked yet). */
const since = new Map<string, { settled: number; records: number | null }>()

/**
 * The embedded engine has no autovacuum. A planner that has never heard of an organisation takes its thousands of
 * customers for one, and a report about all of them then takes minutes instead of milliseconds while everybody waits:
 * so it is told whenever much of an organisation has changed. PostgreSQL sees to it itself.
 */
export async function keepStatistics(ctx: OrgCtx, settled: number): Promise<void> {
  if (ctx.db.kind !== 'embedded' || settled === 0) return
  const known = since.get(ctx.org.id) ?? { settled: 0, records: null }
  known.settled += settled
  since.set(ctx.org.id, known)
  if (known.settled < CHANGED.customers) return
  const { customers, records } = await sizeOf(ctx)
  if (known.settled < CHANGED.share * customers) return
  known.settled = 0
  if (known.records !== null && records < CHANGED.records * known.records) return
  known.records = records
  await tellPlanner(ctx, [...PLANNED.recorded, ...PLANNED.settled])
}

function sizeOf(ctx: OrgCtx): Promise<{ customers: number; records: number }> {
  return reading(ctx, async (tx) => {
    const { rows } = await tx.execute<{ customers: number; records: number }>(sql`
      select (select count(*)::int from customers where organisation_id = ${ctx.org.id}) as customers, (select coalesce(sum(records), 0)::float8 from source_daily where organisation_id = ${ctx.org.id}) as records`)
    return rows[0] ?? { customers: 0, records: 0 }
  })
}
