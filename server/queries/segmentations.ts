import { asc, eq, and, desc, isNull, sql } from 'drizzle-orm'
import { segmentations, segmentationVersions, segments, type SegmentationDefinition } from '@/db/schema'
import type { Tx } from '@/db/client'
import { reading, type OrgCtx } from '../context'
import { withMoney } from '../domain/segments/conditions'
import { segmentNames, usesPredictions } from '../domain/segments/definition'
import { toMajor } from '../domain/money'
import { notFound } from '../errors'
import type { DefinitionView, SegmentationDetail, SegmentationSummary } from '../schemas/segment-rules'
import { segmentationSlug } from '../schemas/segments'
import { segmentsBegin } from './segment-begin'
import { definitionOf } from './stored-definition'

/** Every segmentation of any kind with its segments and their present members, archived ones last. The groups of a plan are none. */
export function allSegmentations(ctx: OrgCtx): Promise<SegmentationSummary[]> {
  return reading(ctx, (tx) => summaries(tx, ctx, null))
}

/** One of them with how it is defined and every version it had. Throws `not_found`. */
export function segmentationDetail(ctx: OrgCtx, slug: string): Promise<SegmentationDetail> {
  const wanted = segmentationSlug.parse(slug)
  return reading(ctx, async (tx) => {
    const [row] = await tx.select().from(segmentations).where(and(eq(segmentations.organisationId, ctx.org.id), eq(segmentations.slug, wanted)))
    const [summary] = row ? await summaries(tx, ctx, wanted) : []
    if (!row || !summary) throw notFound(`segmentation “${wanted}”`)
    const versions = await tx.select().from(segmentationVersions).where(and(eq(segmentationVersions.organisationId, ctx.org.id), eq(segmentationVersions.segmentationId, row.id))).orderBy(desc(segmentationVersions.version))
    return {
      ...summary, definition: viewOf(ctx, row.definition), begins: await segmentsBegin(tx, ctx.org, row.id),
      versions: versions.map((v) => ({ version: v.version, name: v.name, by: v.by, at: v.createdAt, from: v.fromDay, by_predictions: usesPredictions(definitionOf(v.definition)), definition: viewOf(ctx, v.definition) })),
    }
  })
}

function viewOf(ctx: OrgCtx, stored: SegmentationDefinition): DefinitionView {
  const major = (amount: number) => toMajor(amount, ctx.org.currency)
  const definition = definitionOf(stored)
  if (definition.kind === 'rules') return { kind: 'rules', template: definition.template, rest: definition.rest, segments: definition.segments.map((s) => ({ name: s.name, when: withMoney(s.when, major) })) }
  const { windowDays, cut, basis, tiers } = definition
  return { kind: 'value_tiers', window_days: windowDays, cut, basis: basis ?? 'historic', tiers: tiers.map((t) => ({ name: t.name, at: cut === 'thresholds' ? major(t.at) : t.at })) }
}

async function summaries(tx: Tx, ctx: OrgCtx, slug: string | null): Promise<SegmentationSummary[]> {
  const rows = await tx.select().from(segmentations).where(and(eq(segmentations.organisationId, ctx.org.id), isNull(segmentations.planId), slug === null ? undefined : eq(segmentations.slug, slug)))
    .orderBy(sql`${segmentations.archivedAt} is not null`, asc(segmentations.name), asc(segmentations.slug))
  const parts = await tx.select().from(segments).where(eq(segments.organisationId, ctx.org.id)).orderBy(asc(segments.rank))
  const members = await tx.execute<{ segment_id: string; customers: number }>(sql`
    select segment_id, count(*)::int as customers from memberships where organisation_id = ${ctx.org.id} and to_day is null group by 1`)
  const jobs = await tx.execute<{ key: string }>(sql`
    select key from jobs where organisation_id = ${ctx.org.id} and kind = 'resegment' and (state = 'running' or (state = 'queued' and run_at <= ${ctx.now.toISOString()}::timestamptz))`)
  return rows.map((row) => {
    const definition = definitionOf(row.definition)
    const mine = parts.filter((p) => p.segmentationId === row.id && p.rank <= segmentNames(definition).length)
    const sizes = mine.map((p) => members.rows.find((m) => m.segment_id === p.id)?.customers ?? 0)
    const customers = sizes.reduce((sum, n) => sum + n, 0)
    return {
      slug: row.slug, name: row.name, kind: definition.kind, template: definition.kind === 'rules' ? definition.template : null, version: row.version, computed_at: row.computedAt,
      computing: row.archivedAt === null && (row.computedAt === null || jobs.rows.some((job) => job.key === row.id)), archived_at: row.archivedAt, customers,
      segments: mine.map((p, i) => ({ slug: p.slug, name: p.name, customers: sizes[i] ?? 0, share: customers > 0 ? (sizes[i] ?? 0) / customers : null })),
    }
  })
}
