import { and, asc, eq } from 'drizzle-orm'
import type { z } from 'zod'
import { slides } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { addSlideInput } from '../../schemas/screens'
import { screenRow, touch, writeSlides } from './write'

/** Puts a view on a wall: one more slide at the end of a screen. Admins only; an unknown screen is `not_found`. */
export async function addSlide(ctx: OrgCtx, input: z.input<typeof addSlideInput>): Promise<{ screen: string; name: string; slide: string }> {
  requireCapability(ctx, 'admin')
  const { screen, slide } = addSlideInput.parse(input)
  return writing(ctx, async (tx, w) => {
    const { name } = await screenRow(tx, ctx, screen)
    const before = await tx.select().from(slides).where(and(eq(slides.organisationId, ctx.org.id), eq(slides.screenId, screen))).orderBy(asc(slides.position))
    const kept = before.map(({ organisationId: _organisation, screenId: _screen, position: _position, ...rest }) => rest)
    const written = await writeSlides(tx, ctx, screen, [...kept, slide])
    await touch(tx, ctx, screen)
    await w.audit({ action: 'screen.slide_added', subject: 'screen', subjectId: screen, detail: { name, report: slide.report } })
    w.publish('screens')
    return { screen, name, slide: written.at(-1) ?? '' }
  })
}
