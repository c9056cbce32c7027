import { sql } from 'drizzle-orm'
import { writing, type OrgCtx } from '../../context'

/** Writes down when these displays were last heard of: one statement for all of an organisation's. Revoked ones stay as they were. */
export async function keepSeen(ctx: OrgCtx, heard: ReadonlyMap<string, Date>): Promise<void> {
  if (heard.size === 0) return
  // In the order of their ids, so that two processes never wait for each other.
  const rows = [...heard].toSorted(([a], [b]) => (a < b ? -1 : 1))
  await writing(ctx, (tx) => tx.execute(sql`
    update screen_devices d set last_seen_at = greatest(d.last_seen_at, s.at)
    from unnest(${sql.param(rows.map(([id]) => id))}::uuid[], ${sql.param(rows.map(([, at]) => at.toISOString()))}::timestamptz[]) as s(id, at)
    where d.organisation_id = ${ctx.org.id} and d.id = s.id and d.revoked_at is null`))
}
