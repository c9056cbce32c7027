import { requireCapability, writing, type OrgCtx } from '../../context'
import { TouchstoneError } from '../../errors'
import { saveScreenInput, type SaveScreenInput } from '../../schemas/screens'
import { screenRow, touch, writeSlides } from './write'

/**
 * Replaces what a screen shows and how. Admins only; unknown ids are `not_found`, and a change made from an older version
 * than the present one is `conflict`, so that nobody's work is overwritten unseen.
 */
export async function saveScreen(ctx: OrgCtx, input: SaveScreenInput): Promise<{ id: string; version: number; slides: string[] }> {
  requireCapability(ctx, 'admin')
  const { id, version, slides, show_names: showNames, ...rest } = saveScreenInput.parse(input)
  return writing(ctx, async (tx, w) => {
    const before = await screenRow(tx, ctx, id)
    if (before.version !== version) throw new TouchstoneError('conflict', `${before.changedBy || 'Somebody'} has changed this screen meanwhile. Look at it again, then make your change.`)
    const written = await writeSlides(tx, ctx, id, slides)
    const saved = await touch(tx, ctx, id, { ...rest, showNames })
    await w.audit({ action: 'screen.changed', subject: 'screen', subjectId: id, detail: { name: rest.name, slides: slides.length, ...(showNames !== before.showNames ? { showNames } : {}) } })
    w.publish('screens')
    return { id, version: saved, slides: written }
  })
}
