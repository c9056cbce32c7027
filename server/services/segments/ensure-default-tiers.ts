import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { OrgCtx } from '../../context'
import { DEFAULT_TIERS, segmentNames, VALUE_TIERS_SLUG } from '../../domain/segments/definition'
import { create } from './save'

/** Gives an organisation with transactions or stated values, and no segmentation yet, its value tiers. True if made. */
export async function ensureDefaultTiers(tx: Tx, ctx: OrgCtx): Promise<boolean> {
  const found = await tx.execute<{ wanted: boolean }>(sql`
    select not exists (select 1 from segmentations where organisation_id = ${ctx.org.id} and plan_id is null)
      and exists (select 1 from source_daily where organisation_id = ${ctx.org.id} and kind in ('transaction', 'customer_value') and records > 0) as wanted`)
  if (!found.rows[0]?.wanted) return false
  await create(tx, ctx, VALUE_TIERS_SLUG, 'Value tiers', DEFAULT_TIERS, segmentNames(DEFAULT_TIERS))
  return true
}
