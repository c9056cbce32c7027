import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import { plans, workshopNotes } from '@/db/schema'
import { now } from '../../clock'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { notFound } from '../../errors'
import { planRow } from '../../reports/plans/plan-row'
import { noteInput, noteKindInput } from '../../schemas/plans'
import { saveAction } from './save-action'

/** Puts a note on the wall of a plan's workshop; sent twice with one id it is one. Editors. */
export async function addNote(ctx: OrgCtx, input: z.input<typeof noteInput>): Promise<{ id: string }> {
  requireCapability(ctx, 'edit')
  const { plan, text, id = randomUUID() } = noteInput.parse(input)
  return writing(ctx, async (tx, w) => {
    await planRow(tx, ctx, plan)
    await tx.insert(workshopNotes).values({ organisationId: ctx.org.id, id, planId: plan, text, createdAt: now(), createdBy: ctx.actor.label }).onConflictDoNothing()
    await w.audit({ action: 'workshop.note_added', subject: 'plan', subjectId: plan, detail: { note: id } })
    w.publish('workshops')
    return { id }
  })
}

/**
 * Says what a note is: a pain point joins the plan's answer to “Where does it hurt?”, an action becomes one of the plan's.
 * Doing so again changes nothing. Editors; an unknown note is `not_found`.
 */
export async function turnNote(ctx: OrgCtx, input: z.input<typeof noteKindInput>): Promise<{ action: string | null }> {
  requireCapability(ctx, 'edit')
  const { note, kind } = noteKindInput.parse(input)
  const at = and(eq(workshopNotes.organisationId, ctx.org.id), eq(workshopNotes.id, note))
  const before = await writing(ctx, async (tx, w) => {
    const [found] = await tx.select().from(workshopNotes).where(at)
    if (!found) throw notFound('note')
    if (found.kind === kind) return found
    await tx.update(workshopNotes).set({ kind }).where(at)
    if (kind === 'pain_point') {
      await tx.select({ id: plans.id }).from(plans).where(and(eq(plans.organisationId, ctx.org.id), eq(plans.id, found.planId))).for('update')
      const { answers } = await planRow(tx, ctx, found.planId)
      const said = answers['needs.pain'] ?? { text: '', unknown: false, picks: [] }
      if (!said.text.split('\n').includes(found.text)) {
        await tx.update(plans).set({ answers: { ...answers, 'needs.pain': { ...said, unknown: false, by: ctx.actor.label, text: [said.text, found.text].filter(Boolean).join('\n').slice(0, 4000) } } }).where(and(eq(plans.organisationId, ctx.org.id), eq(plans.id, found.planId)))
      }
    }
    await w.audit({ action: 'workshop.note_turned', subject: 'plan', subjectId: found.planId, detail: { note, kind } })
    w.publish('plans')
    w.publish('workshops')
    return found
  })
  if (kind !== 'action' || before.actionId) return { action: before.actionId }
  const { id } = await saveAction(ctx, { plan: before.planId, title: before.text.slice(0, 300) })
  await writing(ctx, async (tx, w) => {
    await tx.update(workshopNotes).set({ actionId: id }).where(at)
    await w.audit({ action: 'workshop.note_became_action', subject: 'plan', subjectId: before.planId, detail: { note, action: id } })
    w.publish('workshops')
  })
  return { action: id }
}
