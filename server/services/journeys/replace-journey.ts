import { randomUUID } from 'node:crypto'
import * as Y from 'yjs'
import { reading, requireCapability, writing, type OrgCtx } from '../../context'
import { contentOf } from '../../domain/journeys/document'
import { writeContent } from '../../domain/journeys/edit'
import { tooMuch } from '../../domain/journeys/limits'
import { invalid } from '../../errors'
import { journeyRow } from '../../queries/journeys/journey-row'
import { journeyFile, journeyRef, type JourneyFile } from '../../schemas/journeys'
import { changeDocument, lockJourney } from './shared-document'
import { updateJourney } from './update-journey'

/**
 * Makes a map say what a file says, name and level included, as an ordinary change: whoever has it open sees it, and what
 * stood there stays in its past. The same file again changes nothing. Editors; `invalid` when the file holds too much.
 */
export async function replaceJourney(ctx: OrgCtx, input: { journey: string; file: JourneyFile }): Promise<{ id: string; slug: string; changed: boolean }> {
  requireCapability(ctx, 'edit')
  const ref = journeyRef.parse(input.journey)
  const { name, level, map } = journeyFile.parse(input.file)
  const doc = new Y.Doc()
  writeContent(doc, map)
  const fault = tooMuch(contentOf(doc))
  if (fault) throw invalid(`The map ${fault}.`, [{ field: 'map', reason: fault }])
  const was = await reading(ctx, (tx) => journeyRow(tx, ctx, ref))
  if (was.name !== name || was.level !== level) await updateJourney(ctx, { journey: was.id, name, level })
  return writing(ctx, async (tx, w) => {
    const locked = await lockJourney(tx, ctx, was.id)
    const { changed } = await changeDocument(tx, ctx, w, locked, randomUUID(), (document) => writeContent(document, map))
    if (changed) await w.audit({ action: 'journey.replaced', subject: 'journey', subjectId: locked.id, detail: { slug: locked.slug, name, level } })
    return { id: locked.id, slug: locked.slug, changed }
  })
}
