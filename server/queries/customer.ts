import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { customers, memberships, profiles, segmentations, segments } from '@/db/schema'
import { reading, type OrgCtx } from '../context'
import { recordId } from '../domain/ids'
import { notFound } from '../errors'
import { timelineOf, type TimelinePage } from './timeline'

export type CustomerView = {
  /** The sender's id of the customer; of the surviving one after a merge. */
  id: string
  /** Every id this customer is known by. */
  ids: { id: string; anonymous: boolean }[]
  name: string | null
  email: string | null
  acquired_at: string | null
  left_at: string | null
  leave_kind: string | null
  leave_reason: string | null
  attributes: Record<string, string | number | boolean>
  first_at: string | null
  last_at: string | null
  segments: { segmentation: string; segment: string; name: string }[]
  /** Promises neither kept nor withdrawn: what we owe this customer. */
  open_promises: number
  timeline: TimelinePage
}

/** One customer by a sender's id, with the newest page of the timeline. `not_found` for an unknown id. */
export async function getCustomer(ctx: OrgCtx, asked: { id: string; limit?: number; cursor?: string }): Promise<CustomerView> {
  const found = await reading(ctx, async (tx) => {
    const key = recordId(ctx.org.id, 'customer', '', asked.id)
    const [row] = await tx.select({ customer: customers }).from(profiles)
      .innerJoin(customers, and(eq(customers.organisationId, profiles.organisationId), eq(customers.id, profiles.customerId)))
      .where(and(eq(profiles.organisationId, ctx.org.id), eq(profiles.id, key)))
    return row && viewOf(tx, ctx, row.customer, { limit: asked.limit ?? 50, cursor: asked.cursor })
  })
  if (!found) throw notFound(`customer “${asked.id.slice(0, 100)}”`)
  return found
}

async function viewOf(tx: Tx, ctx: OrgCtx, c: typeof customers.$inferSelect, page: { limit: number; cursor?: string }): Promise<CustomerView> {
  const of = and(eq(profiles.organisationId, ctx.org.id), eq(profiles.customerId, c.id))
  const known = await tx.select({ id: profiles.id, externalId: profiles.externalId, anonymous: profiles.anonymous }).from(profiles).where(of).orderBy(asc(profiles.anonymous), asc(profiles.createdAt), asc(profiles.id))
  const groups = await tx.select({ segmentation: segmentations.slug, segment: segments.slug, name: segments.name }).from(memberships)
    .innerJoin(segmentations, and(eq(segmentations.organisationId, memberships.organisationId), eq(segmentations.id, memberships.segmentationId)))
    .innerJoin(segments, and(eq(segments.organisationId, memberships.organisationId), eq(segments.segmentationId, memberships.segmentationId), eq(segments.id, memberships.segmentId)))
    .where(and(eq(memberships.organisationId, ctx.org.id), eq(memberships.customerId, c.id), isNull(memberships.toDay), isNull(segmentations.planId))).orderBy(segmentations.slug)
  const owed = await tx.execute<{ n: number }>(sql`
    select count(*)::int as n from promises p join profiles f on f.organisation_id = p.organisation_id and f.id = p.profile_id
    where p.organisation_id = ${ctx.org.id} and f.customer_id = ${c.id} and (p.kept_at is null or p.kept_at > ${ctx.now.toISOString()}::timestamptz) and (p.withdrawn_at is null or p.withdrawn_at > ${ctx.now.toISOString()}::timestamptz)`)
  const iso = (d: Date | null) => d?.toISOString() ?? null
  return {
    id: c.externalId, ids: known.map((p) => ({ id: p.externalId, anonymous: p.anonymous })), name: c.name, email: c.email, acquired_at: iso(c.acquiredAt), left_at: iso(c.leftAt),
    leave_kind: c.leaveKind, leave_reason: c.leaveReason, attributes: c.attributes, first_at: iso(c.firstAt), last_at: iso(c.lastAt),
    segments: groups, open_promises: owed.rows[0]?.n ?? 0, timeline: await timelineOf(tx, ctx.org, known.map((p) => p.id), page),
  }
}
