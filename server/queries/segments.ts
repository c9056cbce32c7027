import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { segmentations } from '@/db/schema'
import type { Tx } from '@/db/client'
import { reading, type OrgCtx } from '../context'
import { cutsOf, horizon, type TiersDefinition } from '../domain/segments/definition'
import { slugOf } from '../domain/slug'
import { currencyDigits, toMajor } from '../domain/money'
import { addDays, localDayOf } from '../domain/time/local-day'
import { notFound } from '../errors'
import { segmentationSlug, tiersPreviewInput, type SegmentationView, type TiersPreview, type TiersPreviewInput } from '../schemas/segments'
import { recordedDays } from './customer-value'
import { thresholdsAt, valuesOf } from './segment-assignment'
import { judgedFrom, predictionsBegin, segmentsBegin } from './segment-begin'

/** A cut that is due within these minutes follows records that have just come; the next month’s does not. */
const SOON_MS = 10 * 60_000

/** Every segmentation by value with its tiers and their present members; archived ones are left out. */
export function listSegmentations(ctx: OrgCtx): Promise<SegmentationView[]> {
  return reading(ctx, async (tx) => {
    const rows = await tx.select().from(segmentations).where(eq(segmentations.organisationId, ctx.org.id)).orderBy(asc(segmentations.name), asc(segmentations.slug))
    const members = await tx.execute<{ segmentation_id: string; slug: string; customers: number }>(sql`
      select m.segmentation_id, s.slug, count(*)::int as customers from memberships m
      join segments s on s.organisation_id = m.organisation_id and s.segmentation_id = m.segmentation_id and s.id = m.segment_id
      where m.organisation_id = ${ctx.org.id} and m.to_day is null group by 1, 2`)
    const jobs = await tx.execute<{ key: string }>(sql`
      select key from jobs where organisation_id = ${ctx.org.id} and kind = 'resegment' and (state = 'running' or (state = 'queued' and run_at <= ${new Date(ctx.now.getTime() + SOON_MS).toISOString()}::timestamptz))`)
    const views: SegmentationView[] = []
    for (const row of rows) {
      const definition = row.definition
      if (definition.kind !== 'value_tiers' || row.archivedAt !== null) continue
      views.push({
        slug: row.slug, name: row.name, window_days: definition.windowDays, cut: definition.cut, basis: definition.basis ?? 'historic', version: row.version, since: definition.since ?? null,
        begins: await segmentsBegin(tx, ctx.org, row.id), computed_at: row.computedAt, computing: row.computedAt === null || jobs.rows.some((job) => job.key === row.id),
        tiers: definition.tiers.map(({ name, at }) => ({
          slug: slugOf(name), name, at: definition.cut === 'thresholds' ? toMajor(at, ctx.org.currency) : at,
          customers: members.rows.find((m) => m.segmentation_id === row.id && m.slug === slugOf(name))?.customers ?? 0,
        })),
      })
    }
    return views
  })
}

/** One of them. Throws `not_found`. */
export async function segmentationOf(ctx: OrgCtx, slug: string): Promise<SegmentationView> {
  const wanted = segmentationSlug.parse(slug)
  const found = (await listSegmentations(ctx)).find((s) => s.slug === wanted)
  if (!found) throw notFound(`segmentation “${wanted}”`)
  return found
}

/** The stored row, for services; the groups of a plan are not among them. */
export async function segmentationRow(tx: Tx, ctx: OrgCtx, slug: string) {
  const [row] = await tx.select().from(segmentations).where(and(eq(segmentations.organisationId, ctx.org.id), eq(segmentations.slug, slug), isNull(segmentations.planId)))
  return row
}

/**
 * What a definition would cut, as of now, without applying it: customers in relationship, by their value in the window
 * that ends with today (or with the newest record, where the data ended before). Best tier first; empty tiers too. Beside
 * tiers that exist (`slug`), who would move from where they are at present.
 */
export function previewValueTiers(ctx: OrgCtx, input: TiersPreviewInput): Promise<TiersPreview> {
  const { window_days: windowDays, cut, basis, tiers, slug } = tiersPreviewInput.parse(input)
  const minor = 10 ** (currencyDigits(ctx.org.currency) ?? 2)
  const definition: TiersDefinition = { kind: 'value_tiers', windowDays, cut, basis, tiers: cut === 'thresholds' ? tiers.map((t) => ({ ...t, at: Math.round(t.at * minor) })) : tiers }
  return reading(ctx, async (tx) => {
    const today = localDayOf(ctx.now.getTime(), ctx.org.timezone)
    const day = await judgedFrom(tx, ctx.org, definition, addDays(horizon(await recordedDays(tx, ctx.org, today), today), 1))
    const thresholds = await thresholdsAt(tx, ctx.org, definition, day)
    const names = thresholds.map(({ name }) => name)
    // Once by tier, once by tier and where its customers are at present.
    const grouped = await tx.execute<{ tier: number; whole: boolean; was: string | null; customers: number; value: number; median: number }>(sql`
      select tier, grouping(was) = 1 as whole, was, count(*)::int as customers, sum(value)::float8 as value, percentile_cont(0.5) within group (order by value) as median from (
        select v.value, m.name as was, (1 + (select count(*) from unnest(${sql.param(thresholds.slice(0, -1).map((t) => t.atLeast))}::float8[]) as t (least) where v.value < t.least))::int as tier
        from (${valuesOf(ctx.org, definition, [day], null)}) v left join (
          select m.customer_id, s.name from segmentations g join memberships m on m.organisation_id = g.organisation_id and m.segmentation_id = g.id and m.to_day is null
          join segments s on s.organisation_id = m.organisation_id and s.segmentation_id = m.segmentation_id and s.id = m.segment_id
          where g.organisation_id = ${ctx.org.id} and g.slug = ${slug ?? ''}) m on m.customer_id = v.customer_id) x group by grouping sets ((tier), (tier, was))`)
    const counted = { rows: grouped.rows.filter(({ whole }) => whole) }
    const customers = counted.rows.reduce((sum, row) => sum + row.customers, 0)
    const value = counted.rows.reduce((sum, row) => sum + row.value, 0)
    const moves = slug === undefined ? [] : grouped.rows.flatMap(({ whole, tier, was, customers: moving }) => { const to = names[tier - 1]; return whole || to === undefined || to === was ? [] : [{ from: was, to, customers: moving }] })
    const previewed = cutsOf(definition).tiers.map(({ name }) => {
      const index = thresholds.findIndex((t) => t.name === name)
      const row = counted.rows.find((r) => r.tier === index + 1)
      const least = thresholds[index]?.atLeast ?? null
      return {
        name, at_least: least === null ? null : least / minor, customers: row?.customers ?? 0, share_of_customers: customers > 0 ? (row?.customers ?? 0) / customers : null,
        value: (row?.value ?? 0) / minor, share_of_value: value > 0 ? (row?.value ?? 0) / value : null, median_value: row ? row.median / minor : null,
      }
    })
    return { tiers: previewed, moves: moves.toSorted((a, b) => b.customers - a.customers), begins: basis === 'predicted' ? await predictionsBegin(tx, ctx.org) : null }
  })
}
