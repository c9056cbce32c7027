import { randomUUID } from 'node:crypto'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { writeContent } from '../../domain/journeys/edit'
import { journeyRow } from '../../queries/journeys/journey-row'
import { versionRow } from '../../queries/journeys/versions'
import { mapContent, versionInput } from '../../schemas/journeys'
import { changeDocument, lockJourney } from './shared-document'

/**
 * Makes the map say what a version said, as an ordinary change: whoever has it open sees it, and what came between stays
 * in the document's past. Editors.
 */
export async function restoreVersion(ctx: OrgCtx, input: { journey: string; version: string }): Promise<{ changed: boolean }> {
  requireCapability(ctx, 'edit')
  const { journey, version } = versionInput.parse(input)
  return writing(ctx, async (tx, w) => {
    const locked = await lockJourney(tx, ctx, (await journeyRow(tx, ctx, journey)).id)
    const kept = await versionRow(tx, ctx, locked.id, version)
    const content = mapContent.parse(kept.content)
    const { changed } = await changeDocument(tx, ctx, w, locked, randomUUID(), (doc) => writeContent(doc, content))
    await w.audit({ action: 'journey.version_restored', subject: 'journey', subjectId: locked.id, detail: { slug: locked.slug, version, name: kept.name } })
    return { changed }
  })
}
