import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { screens } from '@/db/schema'
import { now } from '../../clock'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { STARTERS } from '../../domain/screens/starters'
import { reportNamed } from '../../reports/registry'
import { createScreenInput } from '../../schemas/screens'
import { writeSlides } from './write'

/** A new screen, ready to hang: one of the finished ones, or empty. Admins only. */
export async function createScreen(ctx: OrgCtx, input: z.input<typeof createScreenInput>): Promise<{ id: string }> {
  requireCapability(ctx, 'admin')
  const { name, starter } = createScreenInput.parse(input)
  const slides = starter === 'empty' ? [] : STARTERS[starter].slides.filter(({ report }) => report === null || reportNamed(report) !== undefined)
  return writing(ctx, async (tx, w) => {
    const id = randomUUID()
    const at = now()
    await tx.insert(screens).values({ organisationId: ctx.org.id, id, name, createdAt: at, changedAt: at, changedBy: ctx.actor.label })
    await writeSlides(tx, ctx, id, slides)
    await w.audit({ action: 'screen.created', subject: 'screen', subjectId: id, detail: { name, slides: slides.length } })
    w.publish('screens')
    return { id }
  })
}
