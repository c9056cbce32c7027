import { and, asc, eq, sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { channels, journeys, journeySteps, segmentations, segments, touchpoints } from '@/db/schema'
import { NIL_ID } from '@/db/vocabulary'
import type { OrgCtx } from '../context'
import { invalid } from '../errors'

/** One part of a whole: `key` (a slug) in rows and URLs, `label` on screen, `id` in the database (null: an attribute's value). */
export type Part = { key: string; label: string; id: string | null }

export type SegmentationRef = { id: string; slug: string; name: string; segments: { id: string; slug: string; name: string; rank: number }[] }

/**
 * What a report is split and filtered by, resolved from its parameters to ids. Filters hold ids; an unknown slug is
 * `invalid`, never an empty answer.
 */
export type Split = {
  by: { kind: 'none' } | { kind: 'channel' | 'touchpoint'; parts: Part[] } | { kind: 'segmentation'; segmentation: SegmentationRef; parts: Part[] } | { kind: 'attribute'; name: string }
  channels: Part[] | null
  touchpoints: Part[] | null
  segment: { segmentation: SegmentationRef; segmentId: string; name: string } | null
  /** Only interactions with this value of a dimension: their own, else their customer's. */
  attribute: { name: string; value: string } | null
}

type Asked = { by?: string; channel?: string; touchpoint?: string; journey?: string; segment?: string; attribute?: string }

/** No touchpoint has this id. */
export const NOWHERE = 'ffffffff-ffff-4fff-bfff-ffffffffffff'

/** The segmentation that `segment` means when none is named: the value tiers. */
export const VALUE_TIERS = 'value'

export async function resolveSplit(tx: Tx, ctx: OrgCtx, asked: Asked): Promise<Split> {
  return {
    by: await resolveBy(tx, ctx, asked.by),
    channels: asked.channel ? pick('channel', asked.channel, await channelParts(tx, ctx)) : null,
    touchpoints: await resolveTouchpoints(tx, ctx, asked),
    segment: asked.segment ? await resolveSegment(tx, ctx, asked.segment) : null,
    attribute: asked.attribute ? resolveAttribute(ctx, asked.attribute) : null,
  }
}

/** The touchpoints of a filter, of a journey's steps, or those in both. */
export async function resolveTouchpoints(tx: Tx, ctx: OrgCtx, asked: Asked): Promise<Part[] | null> {
  const named = asked.touchpoint ? pick('touchpoint', asked.touchpoint, await touchpointParts(tx, ctx)) : null
  if (!asked.journey) return named
  const steps = await tx.select({ id: journeySteps.touchpointId, name: journeySteps.name, key: journeySteps.touchpoint }).from(journeys)
    .leftJoin(journeySteps, and(eq(journeySteps.organisationId, journeys.organisationId), eq(journeySteps.journeyId, journeys.id)))
    .where(and(eq(journeys.organisationId, ctx.org.id), eq(journeys.slug, asked.journey)))
  if (steps.length === 0) throw invalid(`journey: there is no “${asked.journey}”`, [{ field: 'journey', reason: `there is no “${asked.journey}”` }])
  const bound = new Map(steps.flatMap(({ id, name, key }) => (id && key !== null ? [[id, { key, label: name ?? key, id }] as const] : [])))
  const both = [...bound.values()].filter((part) => named === null || named.some(({ id }) => id === part.id))
  // A map that is bound to nothing has no interactions, instead of all.
  return both.length > 0 ? both : [{ key: '', label: '', id: NOWHERE }]
}

async function resolveBy(tx: Tx, ctx: OrgCtx, by: string | undefined): Promise<Split['by']> {
  // A report that splits by team or owner does so itself: those are words of promises, not parts of the catalogue. A map is a
  // part by its touchpoints, see by-journey.ts.
  if (!by || by === 'team' || by === 'owner' || by === 'journey') return { kind: 'none' }
  if (by === 'channel') return { kind: 'channel', parts: await channelParts(tx, ctx) }
  if (by === 'touchpoint') return { kind: 'touchpoint', parts: await touchpointParts(tx, ctx) }
  const attribute = /^attribute:(.+)$/u.exec(by)?.[1]
  if (attribute) {
    requireDimension(ctx, 'by', attribute)
    return { kind: 'attribute', name: attribute }
  }
  const segmentation = await segmentationBySlug(tx, ctx, by === 'segment' ? VALUE_TIERS : by.slice('segmentation:'.length))
  return { kind: 'segmentation', segmentation, parts: segmentation.segments.map((s) => ({ key: s.slug, label: s.name, id: s.id })) }
}

function requireDimension(ctx: OrgCtx, field: string, name: string): void {
  if (!ctx.org.dimensions.includes(name)) throw invalid(`${field}: “${name}” is not a dimension of this organisation; declare it in the settings`, [{ field, reason: 'is not a declared dimension' }])
}

/** `name:value`; a value that nobody has is an empty answer, as values are not declared. */
function resolveAttribute(ctx: OrgCtx, text: string): Split['attribute'] {
  const name = text.slice(0, text.indexOf(':'))
  requireDimension(ctx, 'attribute', name)
  return { name, value: text.slice(name.length + 1) }
}

export async function channelParts(tx: Tx, ctx: OrgCtx): Promise<Part[]> {
  const rows = await tx.select({ key: channels.slug, label: channels.name, id: channels.id }).from(channels).where(eq(channels.organisationId, ctx.org.id)).orderBy(asc(channels.slug))
  return rows
}

export async function touchpointParts(tx: Tx, ctx: OrgCtx): Promise<Part[]> {
  const rows: Part[] = await tx.select({ key: touchpoints.slug, label: touchpoints.name, id: touchpoints.id }).from(touchpoints).where(eq(touchpoints.organisationId, ctx.org.id)).orderBy(asc(touchpoints.slug))
  return [...rows, { key: 'none', label: 'No touchpoint', id: NIL_ID }]
}

function pick(field: string, text: string, parts: Part[]): Part[] {
  return text.split(',').map((slug) => {
    const part = parts.find((p) => p.key === slug.trim())
    if (!part) throw invalid(`${field}: there is no “${slug}”`, [{ field, reason: `there is no “${slug}”` }])
    return part
  })
}

export async function segmentationBySlug(tx: Tx, ctx: OrgCtx, slug: string): Promise<SegmentationRef> {
  const [found] = await tx.select().from(segmentations).where(and(eq(segmentations.organisationId, ctx.org.id), eq(segmentations.slug, slug)))
  if (!found) {
    const reason = slug === VALUE_TIERS ? 'there are no value tiers yet: they are cut once transactions have arrived' : `there is no segmentation “${slug}”`
    throw invalid(`by: ${reason}`, [{ field: 'by', reason }])
  }
  const parts = await tx.select().from(segments).where(and(eq(segments.organisationId, ctx.org.id), eq(segments.segmentationId, found.id))).orderBy(asc(segments.rank))
  return { id: found.id, slug: found.slug, name: found.name, segments: parts.map(({ id, slug: s, name, rank }) => ({ id, slug: s, name, rank })) }
}

async function resolveSegment(tx: Tx, ctx: OrgCtx, text: string): Promise<Split['segment']> {
  const [left, right] = text.includes(':') ? [text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1)] : [VALUE_TIERS, text]
  const segmentation = await segmentationBySlug(tx, ctx, left)
  const segment = segmentation.segments.find((s) => s.slug === right)
  if (!segment) throw invalid(`segment: there is no “${right}” in ${segmentation.name}`, [{ field: 'segment', reason: `there is no “${right}”` }])
  return { segmentation, segmentId: segment.id, name: segment.name }
}

/** `column in (ids)`; true when no filter is set. */
export function inParts(column: SQL, parts: Part[] | null): SQL {
  if (!parts) return sql`true`
  return sql`${column} in (${sql.join(parts.map((p) => sql`${p.id}::uuid`), sql`, `)})`
}

/** Customers with the filter's value of a dimension, presently; true when no filter is set. `customer` is SQL for a customer id. */
export function presentlyWith(customer: SQL, ctx: OrgCtx, attribute: Split['attribute']): SQL {
  if (!attribute) return sql`true`
  return sql`exists (select 1 from customers ac where ac.organisation_id = ${ctx.org.id} and ac.id = ${customer} and ac.attributes->>${attribute.name} = ${attribute.value})`
}

/**
 * Interactions (alias) with the filter's value of a dimension, their own or else their customer's, presently; true when no
 * filter is set. As `attributeValue` has it, without a join: the customers are looked up once for all of them.
 */
export function saysOfItself(alias: SQL, ctx: OrgCtx, attribute: Split['attribute']): SQL {
  if (!attribute) return sql`true`
  const own = sql`${alias}.attributes->>${attribute.name}`
  return sql`(${own} = ${attribute.value} or ${own} is null and ${alias}.profile_id in (select ap.id from profiles ap join customers ac on ac.organisation_id = ap.organisation_id and ac.id = ap.customer_id
    where ap.organisation_id = ${ctx.org.id} and ac.attributes->>${attribute.name} = ${attribute.value}))`
}

/** Customers presently in the filter's segment; true when no filter is set. `customer` is SQL for a customer id. */
export function presentlyIn(customer: SQL, ctx: OrgCtx, segment: Split['segment']): SQL {
  if (!segment) return sql`true`
  return sql`exists (select 1 from memberships ms where ms.organisation_id = ${ctx.org.id} and ms.customer_id = ${customer}
    and ms.segmentation_id = ${segment.segmentation.id} and ms.segment_id = ${segment.segmentId} and ms.to_day is null)`
}

/** Customers in the filter's segment as it stood on a day (SQL date), computed from earlier records only. */
export function memberAsOf(customer: SQL, day: SQL, ctx: OrgCtx, segment: Split['segment']): SQL {
  if (!segment) return sql`true`
  return sql`exists (select 1 from memberships ms where ms.organisation_id = ${ctx.org.id} and ms.customer_id = ${customer}
    and ms.segmentation_id = ${segment.segmentation.id} and ms.segment_id = ${segment.segmentId}
    and ms.from_day <= ${day} and (ms.to_day is null or ms.to_day > ${day}))`
}

