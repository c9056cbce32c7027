import { sql } from 'drizzle-orm'
import { reading, type OrgCtx } from '../context'
import { addDays, localDayOf } from '../domain/time/local-day'

/** Interactions by slug over half-open local days; one that had none is absent. */
export type CatalogueVolumes = { from: string; to: string; channels: Record<string, number>; touchpoints: Record<string, number> }

/** How much each channel and touchpoint was used over the last 365 days, from the daily roll-up. */
export function catalogueVolumes(ctx: OrgCtx): Promise<CatalogueVolumes> {
  const today = localDayOf(ctx.now.getTime(), ctx.org.timezone)
  const [from, to] = [addDays(today, -364), addDays(today, 1)]
  const of = (table: 'channels' | 'touchpoints', key: 'channel_id' | 'touchpoint_id') => sql`
    select c.slug, v.n from ${sql.raw(table)} c join (
      select ${sql.raw(key)} as id, sum(interactions)::float8 as n from rollup_daily
      where organisation_id = ${ctx.org.id} and day >= ${from}::date and day < ${to}::date group by 1) v on v.id = c.id
    where c.organisation_id = ${ctx.org.id}`
  return reading(ctx, async (tx) => {
    const channels = await tx.execute<{ slug: string; n: number }>(of('channels', 'channel_id'))
    const touchpoints = await tx.execute<{ slug: string; n: number }>(of('touchpoints', 'touchpoint_id'))
    const bySlug = (rows: { slug: string; n: number }[]) => Object.fromEntries(rows.map((row) => [row.slug, row.n]))
    return { from, to, channels: bySlug(channels.rows), touchpoints: bySlug(touchpoints.rows) }
  })
}
