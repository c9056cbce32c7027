import { and, asc, eq, sql } from 'drizzle-orm'
import { channelRules, segmentations, segments, touchpointDetails, touchpoints } from '@/db/schema'
import { reading, type OrgCtx } from '../../context'
import { toMajor } from '../../domain/money'

/** Active rules, by touchpoint. */
export function listChannelRules(ctx: OrgCtx) {
  return reading(ctx, (tx) => tx.select({
    id: channelRules.id, touchpoint: touchpoints.slug, name: touchpoints.name, required: channelRules.required, forbidden: channelRules.forbidden, note: channelRules.note,
    segment: sql<string | null>`${segmentations.slug} || ':' || ${segments.slug}`, segmentName: segments.name,
  }).from(channelRules)
    .innerJoin(touchpoints, and(eq(touchpoints.organisationId, channelRules.organisationId), eq(touchpoints.id, channelRules.touchpointId)))
    .leftJoin(segmentations, and(eq(segmentations.organisationId, channelRules.organisationId), eq(segmentations.id, channelRules.segmentationId)))
    .leftJoin(segments, and(eq(segments.organisationId, channelRules.organisationId), eq(segments.segmentationId, channelRules.segmentationId), eq(segments.id, channelRules.segmentId)))
    .where(and(eq(channelRules.organisationId, ctx.org.id), channelRules.active)).orderBy(asc(touchpoints.name), asc(channelRules.createdAt)))
}

/** What is said of touchpoints beyond their class; only those of which something is said. Money in major units. */
export function listTouchpointDetails(ctx: OrgCtx) {
  return reading(ctx, async (tx) => {
    const rows = await tx.select({ touchpoint: touchpoints.slug, details: touchpointDetails }).from(touchpointDetails)
      .innerJoin(touchpoints, and(eq(touchpoints.organisationId, touchpointDetails.organisationId), eq(touchpoints.id, touchpointDetails.touchpointId))).where(eq(touchpointDetails.organisationId, ctx.org.id))
    return rows.map(({ touchpoint, details: d }) => ({
      touchpoint, personal: d.personal, unexpected: d.unexpected, investment: d.investment, failure_cost: d.failureCost === null ? null : toMajor(d.failureCost, ctx.org.currency),
      target_failed: d.targetFailed, target_left: d.targetLeft, target_effort: d.targetEffort, target_action_hours: d.targetActionHours,
    }))
  })
}
