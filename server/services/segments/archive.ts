import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { segmentations } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { invalid, notFound } from '../../errors'
import { VALUE_TIERS_SLUG } from '../../domain/segments/definition'
import { segmentationRow } from '../../queries/segments'
import { segmentationSlug } from '../../schemas/segments'
import { queueResegment } from './schedule'

const input = z.strictObject({ slug: segmentationSlug, archived: z.boolean() })

/**
 * Puts a segmentation away, or brings it back. Put away it is neither offered nor cut again; what it says of the past
 * stays and its reports still answer. Brought back it is cut at once. The value tiers that `segment` means stay.
 * Editors; an unknown slug is `not_found`. Doing it twice changes nothing.
 */
export async function archiveSegmentation(ctx: OrgCtx, given: z.input<typeof input>): Promise<void> {
  requireCapability(ctx, 'edit')
  const { slug, archived } = input.parse(given)
  if (archived && slug === VALUE_TIERS_SLUG) throw invalid('The value tiers cannot be archived: “segment” means them in every report.', [{ field: 'slug', reason: 'cannot be archived' }])
  await writing(ctx, async (tx, w) => {
    const row = await segmentationRow(tx, ctx, slug)
    if (!row) throw notFound(`segmentation “${slug}”`)
    if ((row.archivedAt !== null) === archived) return
    await tx.update(segmentations).set({ archivedAt: archived ? ctx.now : null }).where(and(eq(segmentations.organisationId, ctx.org.id), eq(segmentations.id, row.id)))
    if (archived) await tx.execute(sql`delete from jobs where organisation_id = ${ctx.org.id} and kind = 'resegment' and key = ${row.id} and state = 'queued'`)
    else await queueResegment(tx, ctx, row.id, ctx.now)
    await w.audit({ action: archived ? 'segmentation.archived' : 'segmentation.restored', subject: 'segmentation', subjectId: row.id, detail: { slug } })
    w.publish('segments')
  })
}
