import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { channels, segmentations, segments, touchpoints } from '@/db/schema'
import { reading, type OrgCtx } from '../context'
import { localDayOf, type LocalDay } from '../domain/time/local-day'
import { recordedDays } from '../reports/window'
import { judgedByPredictionsOnly, segmentsBegin } from './segment-begin'

/** What every page of a workspace needs to draw its frame and filters. Days are local, YYYY-MM-DD. */
export function workspaceOf(ctx: OrgCtx) {
  return reading(ctx, async (tx) => {
    const today = localDayOf(ctx.now.getTime(), ctx.org.timezone)
    const days = await recordedDays(tx, ctx, today)
    const own = ctx.org.id
    const begins = await judgedSince(tx, ctx)
    return {
      slug: ctx.org.slug, name: ctx.org.name, timezone: ctx.org.timezone, currency: ctx.org.currency, sample: ctx.org.sample, dimensions: ctx.org.dimensions, transactionKinds: ctx.org.transactionKinds,
      today, first: days.first, newest: days.newest, now: ctx.now.toISOString(), can: [...ctx.can], actor: ctx.actor.label, namesHidden: ctx.namesHidden ?? false,
      channels: await tx.select({ slug: channels.slug, name: channels.name, kind: channels.kind, human: channels.humanAnswers }).from(channels).where(eq(channels.organisationId, own)).orderBy(asc(channels.name)),
      touchpoints: await tx.select({ slug: touchpoints.slug, name: touchpoints.name, class: touchpoints.class, critical: touchpoints.critical }).from(touchpoints).where(eq(touchpoints.organisationId, own)).orderBy(asc(touchpoints.name)),
      segments: (await tx.select({ segmentation: segmentations.slug, segmentationName: segmentations.name, slug: segments.slug, name: segments.name, rank: segments.rank }).from(segments)
        .innerJoin(segmentations, eq(segmentations.id, segments.segmentationId)).where(and(eq(segments.organisationId, own), isNull(segmentations.archivedAt))).orderBy(asc(segmentations.slug), asc(segments.rank))).map((one) => ({ ...one, begins: begins.get(one.segmentation) ?? null })),
    }
  })
}
/** By the slug of each segmentation that goes by predictions: the first day anybody was judged. */
async function judgedSince(tx: Tx, ctx: OrgCtx): Promise<ReadonlyMap<string, LocalDay>> {
  const rows = await tx.select({ id: segmentations.id, slug: segmentations.slug, definition: segmentations.definition }).from(segmentations).where(and(eq(segmentations.organisationId, ctx.org.id), isNull(segmentations.archivedAt)))
  const since = new Map<string, LocalDay>()
  for (const { id, slug, definition } of rows) {
    const day = await segmentsBegin(tx, ctx.org, id)
    if (day !== null && judgedByPredictionsOnly(definition, day)) since.set(slug, day)
  }
  return since
}
export type Workspace = Awaited<ReturnType<typeof workspaceOf>>
