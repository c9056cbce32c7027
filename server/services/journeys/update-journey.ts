import { and, eq } from 'drizzle-orm'
import { journeys } from '@/db/schema'
import type { Tx } from '@/db/client'
import { JOURNEY_LEVELS } from '@/db/vocabulary'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { invalid } from '../../errors'
import { journeyRow } from '../../queries/journeys/journey-row'
import { updateJourneyInput, type UpdateJourneyInput } from '../../schemas/journeys'
import { queueReview } from './remind-review'
import { requireHigher } from './require-higher'

/**
 * Renames a map, puts it on another level or under another one, gives it personas or a day to look at it again, puts it
 * away or back. Its slug stays, so links do. Editors; nesting that would not go downwards is `invalid`.
 */
export async function updateJourney(ctx: OrgCtx, input: UpdateJourneyInput): Promise<{ slug: string }> {
  requireCapability(ctx, 'edit')
  const { journey, parent, review_on: reviewOn, archived, ...rest } = updateJourneyInput.parse(input)
  return writing(ctx, async (tx, w) => {
    const row = await journeyRow(tx, ctx, journey)
    const above = parent === null || parent === undefined ? null : await journeyRow(tx, ctx, parent)
    const level = rest.level ?? row.level
    const parentId = parent === undefined ? row.parentId : (above?.id ?? null)
    if (above) requireHigher(above, level)
    else if (parentId !== null && rest.level) requireHigher(await journeyRow(tx, ctx, parentId), level)
    if (rest.level) await requireLower(tx, ctx, row.id, rest.level)
    await tx.update(journeys).set({
      ...rest, parentId, ...(reviewOn === undefined ? {} : { reviewOn }), ...(archived === undefined ? {} : { archivedAt: archived ? ctx.now : null }),
    }).where(and(eq(journeys.organisationId, ctx.org.id), eq(journeys.id, row.id)))
    if (reviewOn) await queueReview(tx, ctx, row.id, reviewOn)
    const action = archived === true ? 'journey.archived' : archived === false ? 'journey.brought_back' : 'journey.updated'
    await w.audit({ action, subject: 'journey', subjectId: row.id, detail: { slug: row.slug, ...rest, ...(parent === undefined ? {} : { parent }), ...(reviewOn === undefined ? {} : { review_on: reviewOn }) } })
    w.publish('journeys')
    return { slug: row.slug }
  })
}

/** Whatever is part of this map must stay below it. */
async function requireLower(tx: Tx, ctx: OrgCtx, id: string, level: (typeof JOURNEY_LEVELS)[number]): Promise<void> {
  const parts = await tx.select({ name: journeys.name, level: journeys.level }).from(journeys).where(and(eq(journeys.organisationId, ctx.org.id), eq(journeys.parentId, id)))
  const higher = parts.find((part) => JOURNEY_LEVELS.indexOf(part.level) >= JOURNEY_LEVELS.indexOf(level))
  if (higher) throw invalid(`level: “${higher.name}” is a part of it and a ${higher.level}`, [{ field: 'level', reason: `“${higher.name}” is a part of it and a ${higher.level}` }])
}
