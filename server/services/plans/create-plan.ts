import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import { opportunities, plans, type StoredAnswer } from '@/db/schema'
import { now } from '../../clock'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { withoutWindow } from '../../domain/plans/figure'
import { notFound } from '../../errors'
import { betterNamed } from '../../reports/measured'
import { createPlanInput } from '../../schemas/plans'
import { tryFigure } from './set-measure'

/** Begins a plan, empty or from an opportunity, whose evidence fills in what it can. Editors; an unknown opportunity is `not_found`. */
export async function createPlan(ctx: OrgCtx, input: z.input<typeof createPlanInput>): Promise<{ id: string }> {
  requireCapability(ctx, 'edit')
  const { name, opportunity, measure } = createPlanInput.parse(input)
  return writing(ctx, async (tx, w) => {
    const id = randomUUID()
    const begun: Partial<typeof plans.$inferInsert> = {}
    if (measure) {
      const seen = withoutWindow(measure)
      await tryFigure(ctx, tx, seen, 'measure')
      Object.assign(begun, { measure: seen, better: betterNamed(seen) ?? 'higher' })
    }
    const answers: Record<string, StoredAnswer> = {}
    if (opportunity) {
      const [found] = await tx.update(opportunities).set({ state: 'planned' }).where(and(eq(opportunities.organisationId, ctx.org.id), eq(opportunities.id, opportunity))).returning()
      if (!found) throw notFound('opportunity')
      // What pointed at it is what it is measured by, and the days that pointed are no baseline.
      if (found.measure) Object.assign(begun, { measure: found.measure, better: found.better, pickedFrom: found.pickedFrom, pickedTo: found.pickedTo })
      const said = (text: string, picks: string[] = []): StoredAnswer => ({ text, unknown: false, picks, by: ctx.actor.label })
      const linked = (kind: string) => found.links.filter((link) => link.startsWith(`${kind}:`)).map((link) => link.slice(kind.length + 1))
      if (found.why) answers['target.why'] = said(found.why)
      if (linked('segment').length > 0) answers['target.who'] = said('', linked('segment'))
      const hurts = [...new Set([...linked('touchpoint'), ...linked('moment')])]
      if (hurts.length > 0) answers['needs.pain'] = said(found.title, hurts)
      const maps = [...new Set([...linked('journey'), ...linked('step').map((step) => step.slice(0, step.indexOf(':')))])]
      if (maps.length > 0) answers['activities.journey'] = said('', maps)
    }
    await tx.insert(plans).values({ organisationId: ctx.org.id, id, name, answers, ownerId: ctx.actor.id, ownerLabel: ctx.actor.label, opportunityId: opportunity ?? null, ...begun, createdAt: now(), createdBy: ctx.actor.label, changedAt: now() })
    await w.audit({ action: 'plan.created', subject: 'plan', subjectId: id, detail: { name, ...(opportunity ? { opportunity } : {}) } })
    w.publish('plans')
    return { id }
  })
}
