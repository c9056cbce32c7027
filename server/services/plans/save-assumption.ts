import { randomUUID } from 'node:crypto'
import { and, eq, or } from 'drizzle-orm'
import type { z } from 'zod'
import { assumptions } from '@/db/schema'
import { now } from '../../clock'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { CLAIMS } from '../../domain/plans/claims'
import { invalid, notFound } from '../../errors'
import { answerWithin, figureNamed } from '../../reports/measured'
import { assumptionInput } from '../../schemas/plans'

/** Writes an assumption down, or changes it; of a published claim, what is thought of it here. Editors. A report that does not know the figure is refused. */
export async function saveAssumption(ctx: OrgCtx, input: z.input<typeof assumptionInput>): Promise<{ id: string }> {
  requireCapability(ctx, 'edit')
  const { id: known, claim, owner, review_on, claimed_low, claimed_high, plan, ...said } = assumptionInput.parse(input)
  if (claim !== null && !CLAIMS.some(({ key }) => key === claim)) throw notFound('published claim of that name')
  if (claimed_low !== null && claimed_high !== null && claimed_low > claimed_high) throw invalid('What is claimed at least is above what is claimed at most.', [{ field: 'claimed_low', reason: 'is above the higher end' }])
  return writing(ctx, async (tx, w) => {
    if (said.check) await answerWithin(ctx, tx, figureNamed(said.check).report, said.check.parameters)
    const [before] = known || claim ? await tx.select({ id: assumptions.id, check: assumptions.check }).from(assumptions).where(and(eq(assumptions.organisationId, ctx.org.id), or(known ? eq(assumptions.id, known) : undefined, claim ? eq(assumptions.claim, claim) : undefined))) : []
    const published = CLAIMS.find(({ key }) => key === claim)?.check
    const proposed = published ? { report: published.report, parameters: published.parameters, cell: published.cell, field: published.field } : null
    const values = { claim, ...said, check: said.check === undefined ? (before ? before.check : proposed) : said.check, ownerLabel: owner, reviewOn: review_on, claimedLow: claimed_low, claimedHigh: claimed_high, planId: plan, changedAt: now(), changedBy: ctx.actor.label }
    if (known && !before) throw notFound('assumption')
    const id = before?.id ?? randomUUID()
    if (before) await tx.update(assumptions).set(values).where(and(eq(assumptions.organisationId, ctx.org.id), eq(assumptions.id, id)))
    else await tx.insert(assumptions).values({ ...values, organisationId: ctx.org.id, id, createdAt: now() })
    await w.audit({ action: before ? 'assumption.changed' : 'assumption.added', subject: 'assumption', subjectId: id, detail: { name: said.statement, state: said.state } })
    w.publish('plans')
    return { id }
  })
}
