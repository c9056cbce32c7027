import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import { opportunities } from '@/db/schema'
import { now } from '../../clock'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { invalid, notFound } from '../../errors'
import { suggestionsFor } from '../../reports/plans/suggestions'
import { moveOpportunityInput, opportunityInput, takeSuggestionInput } from '../../schemas/plans'

const SCORES = ['customers', 'us', 'effort'] as const

/** Keeps a suggestion of the record as an opportunity, with the figures it came from. Editors; taken up twice it stays one. `not_found` when the record no longer says it. */
export async function takeSuggestion(ctx: OrgCtx, input: z.input<typeof takeSuggestionInput>): Promise<{ id: string }> {
  requireCapability(ctx, 'edit')
  const { subject } = takeSuggestionInput.parse(input)
  const found = (await suggestionsFor(ctx, { subject })).find((one) => one.subject === subject)
  if (!found) throw notFound('suggestion of that kind any more')
  const { measured: _words, ...suggestion } = found
  return writing(ctx, async (tx, w) => {
    const id = randomUUID()
    const [made] = await tx.insert(opportunities).values({ organisationId: ctx.org.id, id, ...suggestion, source: 'record', createdAt: now(), createdBy: ctx.actor.label })
      .onConflictDoNothing({ target: [opportunities.organisationId, opportunities.subject] }).returning({ id: opportunities.id })
    if (!made) {
      const [there] = await tx.select({ id: opportunities.id }).from(opportunities).where(and(eq(opportunities.organisationId, ctx.org.id), eq(opportunities.subject, subject)))
      if (!there) throw notFound('opportunity')
      return there
    }
    await w.audit({ action: 'opportunity.taken_up', subject: 'opportunity', subjectId: id, detail: { name: suggestion.title } })
    w.publish('plans')
    return { id }
  })
}

/** A new opportunity, or a known one changed; each score that differs from what the data said takes its own reason. Editors. */
export async function saveOpportunity(ctx: OrgCtx, input: z.input<typeof opportunityInput>): Promise<{ id: string }> {
  requireCapability(ctx, 'edit')
  const { id: known, reasons, wanted_on, ...said } = opportunityInput.parse(input)
  return writing(ctx, async (tx, w) => {
    const id = known ?? randomUUID()
    const at = and(eq(opportunities.organisationId, ctx.org.id), eq(opportunities.id, id))
    const [before] = known ? await tx.select().from(opportunities).where(at) : []
    if (known && !before) throw notFound('opportunity')
    const changed = before ? SCORES.filter((score) => said[score] !== before[score]) : []
    // Nobody but people knows the effort: whoever says it contradicts no data.
    const unsaid = before?.source === 'record' ? changed.filter((score) => score !== 'effort' && reasons[score].trim() === '') : []
    if (unsaid.length > 0) throw invalid('Say of each score why it differs from what the data say.', unsaid.map((score) => ({ field: `reasons.${score}`, reason: 'say why it differs from what the data say' })))
    const overrides = { ...before?.overrides, ...Object.fromEntries(changed.map((score) => [score, { from: before?.overrides[score]?.from ?? before?.[score] ?? 0, reason: reasons[score], by: ctx.actor.label }])) }
    if (before) await tx.update(opportunities).set({ ...said, wantedOn: wanted_on, overrides }).where(at)
    else await tx.insert(opportunities).values({ organisationId: ctx.org.id, id, ...said, wantedOn: wanted_on, source: 'person', createdAt: now(), createdBy: ctx.actor.label })
    await w.audit({ action: before ? 'opportunity.changed' : 'opportunity.added', subject: 'opportunity', subjectId: id, detail: { name: said.title, ...(changed.length > 0 ? { scores: changed.join(', '), reason: changed.filter((score) => reasons[score] !== '').map((score) => `${score}: ${reasons[score]}`).join('; ') } : {}) } })
    w.publish('plans')
    return { id }
  })
}

/** Puts an opportunity somewhere else on the board. Editors; an unknown one is `not_found`. */
export async function moveOpportunity(ctx: OrgCtx, input: z.input<typeof moveOpportunityInput>): Promise<void> {
  requireCapability(ctx, 'edit')
  const { id, state } = moveOpportunityInput.parse(input)
  await writing(ctx, async (tx, w) => {
    const [moved] = await tx.update(opportunities).set({ state }).where(and(eq(opportunities.organisationId, ctx.org.id), eq(opportunities.id, id))).returning({ title: opportunities.title })
    if (!moved) throw notFound('opportunity')
    await w.audit({ action: 'opportunity.moved', subject: 'opportunity', subjectId: id, detail: { name: moved.title, state } })
    w.publish('plans')
  })
}
