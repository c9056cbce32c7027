import { randomUUID } from 'node:crypto'
import { journeyVersions } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { writeContent } from '../../domain/journeys/edit'
import { MOST } from '../../domain/journeys/content'
import { contentNow } from '../../queries/journeys/journey'
import { journeyRow } from '../../queries/journeys/journey-row'
import { versionRow } from '../../queries/journeys/versions'
import { mapContent, versionInput } from '../../schemas/journeys'
import { changeDocument, lockJourney } from './shared-document'

/**
 * Makes the map say what a version said, as an ordinary change: whoever has it open sees it, and what came between stays
 * in the document's past. How the map was before is kept as a version of its own (`before`, null where nothing changed),
 * so that a restoring can be restored from. Editors.
 */
export async function restoreVersion(ctx: OrgCtx, input: { journey: string; version: string }): Promise<{ changed: boolean; before: { id: string; name: string } | null }> {
  requireCapability(ctx, 'edit')
  const { journey, version } = versionInput.parse(input)
  return writing(ctx, async (tx, w) => {
    const locked = await lockJourney(tx, ctx, (await journeyRow(tx, ctx, journey)).id)
    const kept = await versionRow(tx, ctx, locked.id, version)
    const content = mapContent.parse(kept.content)
    const was = await contentNow(tx, locked)
    const { changed } = await changeDocument(tx, ctx, w, locked, randomUUID(), (doc) => writeContent(doc, content))
    const before = changed ? { id: randomUUID(), name: `Before “${kept.name}” was restored`.slice(0, MOST.name) } : null
    if (before) await tx.insert(journeyVersions).values({ organisationId: ctx.org.id, journeyId: locked.id, ...before, content: was, createdAt: ctx.now, createdBy: ctx.actor.label })
    await w.audit({ action: 'journey.version_restored', subject: 'journey', subjectId: locked.id, detail: { slug: locked.slug, version, name: kept.name } })
    return { changed, before }
  })
}
