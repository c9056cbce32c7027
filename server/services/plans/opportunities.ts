import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import { opportunities } from '@/db/schema'
import { now } from '../../clock'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { EFFORT_UNKNOWN, SCORES, unjudged, type ScoreKey } from '../../domain/plans/score'
import { invalid, notFound } from '../../errors'
import { suggestionsFor } from '../../reports/plans/suggestions'
import { moveOpportunityInput, opportunityInput, takeSuggestionInput } from '../../schemas/plans'

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

/** A new opportunity, or a known one changed; a score that nobody judged counts as 3 and is shown as not judged, each that that differs from what the data said takes its own reason. Editors. */
export async function saveOpportunity(ctx: OrgCtx, input: z.input<typeof opportunityInput>): Promise<{ id: string }> {
  requireCapability(ctx, 'edit')
  const { id: known, reasons, wanted_on, customers, us, effort, ...said } = opportunityInput.parse(input)
  const asked = { customers, us, effort }
  return writing(ctx, async (tx, w) => {
    const id = known ?? randomUUID()
    const at = and(eq(opportunities.organisationId, ctx.org.id), eq(opportunities.id, id))
    const [before] = known ? await tx.select().from(opportunities).where(at) : []
    if (known && !before) throw notFound('opportunity')
    // Whoever judges first contradicts nothing; it is remembered that somebody did.
    const first = SCORES.filter((score) => asked[score] !== null && (!before || (unjudged(before, score) && (before.source === 'person' || asked[score] === before[score]))))
    const changed = before ? SCORES.filter((score) => asked[score] !== null && asked[score] !== before[score] && !first.includes(score)) : []
    const scores = Object.fromEntries(SCORES.map((score) => [score, asked[score] ?? before?.[score] ?? EFFORT_UNKNOWN])) as Record<ScoreKey, number>
    const inputs = { ...before?.inputs, ...Object.fromEntries(first.map((score) => [score, `judged by ${ctx.actor.label}`])) }
    // Nobody but people knows the effort: whoever says it contradicts no data.
    const unsaid = before?.source === 'record' ? changed.filter((score) => score !== 'effort' && reasons[score].trim() === '') : []
    if (unsaid.length > 0) throw invalid('Say of each score why it differs from what the data say.', unsaid.map((score) => ({ field: `reasons.${score}`, reason: 'say why it differs from what the data say' })))
    const overrides = { ...before?.overrides, ...Object.fromEntries(changed.map((score) => [score, { from: before?.overrides[score]?.from ?? before?.[score] ?? 0, reason: reasons[score], by: ctx.actor.label }])) }
    if (before) await tx.update(opportunities).set({ ...said, ...scores, wantedOn: wanted_on, overrides, inputs }).where(at)
    else await tx.insert(opportunities).values({ organisationId: ctx.org.id, id, ...said, ...scores, inputs, wantedOn: wanted_on, source: 'person', createdAt: now(), createdBy: ctx.actor.label })
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
