import { randomUUID } from 'node:crypto'
import { journeyVersions } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { contentNow } from '../../queries/journeys/journey'
import { journeyRow } from '../../queries/journeys/journey-row'
import { keepVersionInput } from '../../schemas/journeys'

/** Gives the map as it is now a name, to compare with and to come back to. Editors. */
export async function keepVersion(ctx: OrgCtx, input: { journey: string; name: string }): Promise<{ id: string }> {
  requireCapability(ctx, 'edit')
  const { journey, name } = keepVersionInput.parse(input)
  return writing(ctx, async (tx, w) => {
    const row = await journeyRow(tx, ctx, journey)
    const id = randomUUID()
    await tx.insert(journeyVersions).values({ organisationId: ctx.org.id, journeyId: row.id, id, name, content: await contentNow(tx, row), createdAt: ctx.now, createdBy: ctx.actor.label })
    await w.audit({ action: 'journey.version_kept', subject: 'journey', subjectId: row.id, detail: { slug: row.slug, version: id, name } })
    w.publish('journey_edits')
    return { id }
  })
}
