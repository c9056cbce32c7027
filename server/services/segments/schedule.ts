import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { OrgCtx } from '../../context'
import type { SegmentationDefinition } from '@/db/schema'
import { cutDays, ruleDays, usesPredictions } from '../../domain/segments/definition'
import { localDayOf, type LocalDay } from '../../domain/time/local-day'
import { queueJob } from '../../jobs/queue'
import { recordedDays } from '../../queries/customer-value'
import { predictionsBegin } from '../../queries/segment-begin'
import { definitionOf } from '../../queries/stored-definition'

/** Of the time a segmentation took to cut, this many times passes before late records cut it again. */
const REST = 10

/** The days a segmentation is cut on, and the day before which its memberships stay: that of its definition, or where predictions begin. */
export async function daysToCut(tx: Tx, ctx: OrgCtx, stored: SegmentationDefinition): Promise<{ days: LocalDay[]; since: LocalDay | null }> {
  const today = localDayOf(ctx.now.getTime(), ctx.org.timezone)
  const definition = definitionOf(stored)
  let since = stored.since ?? null
  if (usesPredictions(definition)) {
    const begin = await predictionsBegin(tx, ctx.org)
    if (begin === null && definition.kind === 'value_tiers') return { days: [], since }
    since = begin !== null && (since === null || begin > since) ? begin : since
    // Before the first predictions nothing is known of anybody's: the past is left unjudged, instead of in the last segment.
    if (since === null && stored.kind === 'rules') since = stored.definedOn
  }
  if (stored.kind === 'rules') return ruleDays(await recordedDays(tx, ctx.org, today, 'anything'), since, stored.definedOn, today)
  return { days: cutDays(await recordedDays(tx, ctx.org, today), since, today), since }
}

/**
 * What a segmentation is computed from, in short: the last day it is cut on, how many records that matter lie before it,
 * how often settling has changed who was in relationship by then and, where the definition asks for what is expected,
 * how often predicting has changed that. While it stays the same, cutting again would change nothing.
 */
export async function fingerprint(tx: Tx, ctx: OrgCtx, segmentationId: string, stored: SegmentationDefinition): Promise<string> {
  const { days, since } = await daysToCut(tx, ctx, stored)
  const last = days.at(-1)
  if (last === undefined) return ''
  const kinds = stored.kind === 'rules' ? sql`true` : sql`kind in ('transaction', 'customer_value')`
  const own = sql`from segmentations where organisation_id = ${ctx.org.id} and id = ${segmentationId}`
  const found = await tx.execute<{ n: string; changes: number | null; predicted: number | null }>(sql`
    select coalesce(sum(records), 0)::text as n, (select relationship_changes ${own}) as changes, (select prediction_changes ${own}) as predicted
    from source_daily where organisation_id = ${ctx.org.id} and ${kinds} and day < ${last}::date`)
  return `${last}:${found.rows[0]?.n ?? '0'}:${found.rows[0]?.changes ?? 0}${usesPredictions(definitionOf(stored)) ? `:${since}:${found.rows[0]?.predicted ?? 0}` : ''}`
}

/** Told by predicting, in its transaction: customers are expected to bring something else than before. */
export async function predictionsChanged(tx: Tx, organisationId: string): Promise<void> {
  await tx.execute(sql`update segmentations set prediction_changes = prediction_changes + 1 where organisation_id = ${organisationId}`)
}

/**
 * Told by settling: from this day on other customers are in relationship than before. Segmentations cut on a later day
 * (or being cut for the first time) saw something else, and are cut again.
 */
export async function relationshipsChanged(tx: Tx, organisationId: string, from: LocalDay): Promise<void> {
  await tx.execute(sql`
    update segmentations set relationship_changes = relationship_changes + 1
    where organisation_id = ${organisationId} and (last_cut is null or last_cut > ${from}::date)`)
}

/** Queues the cutting of a segmentation, or brings a waiting one forward. The job's key is the segmentation's id. */
export async function queueResegment(tx: Tx, ctx: OrgCtx, segmentationId: string, at: Date, payload: Record<string, unknown> = {}): Promise<void> {
  await queueJob(tx, ctx.org.id, 'resegment', segmentationId, payload, at)
  await tx.execute(sql`
    update jobs set run_at = least(run_at, ${at.toISOString()}::timestamptz)
    where organisation_id = ${ctx.org.id} and kind = 'resegment' and key = ${segmentationId} and state = 'queued'`)
}

/**
 * The one place that decides whether to cut again: brings forward the next cut of every segmentation that records have
 * arrived for since its last one (late transactions, an import of history), or that new predictions were written for. The waiting job remembers what the last cut saw, when it ended and how long it took.
 */
export async function resegmentIfChanged(tx: Tx, ctx: OrgCtx, clock: Date): Promise<void> {
  const found = await tx.execute<{ id: string; definition: SegmentationDefinition; payload: { saw?: string; seconds?: number; ended?: string } | null; busy: boolean }>(sql`
    select s.id, s.definition, (select j.payload from jobs j where j.organisation_id = s.organisation_id and j.kind = 'resegment' and j.key = s.id::text and j.state = 'queued') as payload,
      exists (select 1 from jobs j where j.organisation_id = s.organisation_id and j.kind = 'resegment' and j.key = s.id::text and j.state = 'running') as busy
    from segmentations s where s.organisation_id = ${ctx.org.id} and s.archived_at is null`)
  for (const { id, definition, payload, busy } of found.rows) {
    // One that runs looks again when it ends.
    if (busy || payload?.saw === await fingerprint(tx, ctx, id, definition)) continue
    const rested = payload?.ended === undefined ? 0 : Date.parse(payload.ended) + REST * (payload.seconds ?? 0) * 1000
    await queueResegment(tx, ctx, id, new Date(Math.max(clock.getTime(), rested)))
  }
}
