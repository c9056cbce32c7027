import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { screens } from '@/db/schema'
import { now } from '../../clock'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { STARTERS } from '../../domain/screens/starters'
import { variableOf } from '../../domain/screens/variables'
import { invalid } from '../../errors'
import { takesParameter } from '../../reports/answer'
import { reportNamed } from '../../reports/registry'
import { createScreenInput } from '../../schemas/screens'
import { writeSlides } from './write'

/**
 * A new screen, ready to hang: one of the finished ones, or empty. With a dimension its slides are, wherever their report
 * can tell, of the part that each display says of itself; whoever says none sees all. Admins only.
 */
export async function createScreen(ctx: OrgCtx, input: z.input<typeof createScreenInput>): Promise<{ id: string }> {
  requireCapability(ctx, 'admin')
  const { name, starter, dimension } = createScreenInput.parse(input)
  if (dimension !== null && !ctx.org.dimensions.includes(dimension)) throw invalid(`dimension: “${dimension}” is not a dimension of this organisation; declare it in the settings`, [{ field: 'dimension', reason: 'is not a declared dimension' }])
  const variable = dimension === null ? null : variableOf(dimension)
  const chosen = starter === 'empty' ? [] : STARTERS[starter].slides.filter(({ report }) => report === null || reportNamed(report) !== undefined)
  const slides = variable === null ? chosen : chosen.map((slide) => (slide.report !== null && takesParameter(slide.report, 'attribute', '') ? { ...slide, parameters: { ...slide.parameters, attribute: `${dimension}:{${variable}}` } } : slide))
  return writing(ctx, async (tx, w) => {
    const id = randomUUID()
    const at = now()
    await tx.insert(screens).values({ organisationId: ctx.org.id, id, name, createdAt: at, changedAt: at, changedBy: ctx.actor.label, ...(variable === null ? {} : { variables: { [variable]: '' } }) })
    await writeSlides(tx, ctx, id, slides)
    await w.audit({ action: 'screen.created', subject: 'screen', subjectId: id, detail: { name, slides: slides.length } })
    w.publish('screens')
    return { id }
  })
}
