import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Tx } from '@/db/client'
import { plans, workshopNotes } from '@/db/schema'
import { now } from '../../clock'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { notFound, TouchstoneError } from '../../errors'
import { planRow, type PlanRow } from '../../reports/plans/plan-row'
import { actionInput, noteInput, noteKindInput, noteRemoveInput } from '../../schemas/plans'
import { lockedPlan } from './locked'
import { addAction } from './save-action'

/** Puts a note on the wall of a plan's workshop; sent twice with one id it is one. Editors. */
export async function addNote(ctx: OrgCtx, input: z.input<typeof noteInput>): Promise<{ id: string }> {
  requireCapability(ctx, 'edit')
  const { plan, text, id = randomUUID() } = noteInput.parse(input)
  return writing(ctx, async (tx, w) => {
    await planRow(tx, ctx, plan)
    const put = await tx.insert(workshopNotes).values({ organisationId: ctx.org.id, id, planId: plan, text, createdAt: now(), createdBy: ctx.actor.label }).onConflictDoNothing().returning({ id: workshopNotes.id })
    if (put.length > 0) await w.audit({ action: 'workshop.note_added', subject: 'plan', subjectId: plan, detail: { note: id } })
    w.publish('workshops')
    return { id }
  })
}

const BECAME = { pain_point: 'Somebody has made a pain point of it already.', action: 'Somebody has made an action of it already.' }

/**
 * Says what a note is: a pain point joins the plan's answer to “Where does it hurt?”, an action becomes one of the plan's.
 * Editors; an unknown note is `not_found`, one that is a pain point or an action already `conflict`.
 */
export async function turnNote(ctx: OrgCtx, input: z.input<typeof noteKindInput>): Promise<{ action: string | null }> {
  requireCapability(ctx, 'edit')
  const { note: id, kind } = noteKindInput.parse(input)
  return writing(ctx, async (tx, w) => {
    const { plan, note } = await lockedNote(tx, ctx, id)
    if (note.kind !== 'note') throw new TouchstoneError('conflict', BECAME[note.kind])
    const action = kind === 'action' ? (await addAction(tx, w, ctx, plan, actionInput.parse({ plan: plan.id, title: note.text.slice(0, 300) }))).id : null
    if (kind === 'pain_point') await addPain(tx, ctx, plan, note.text)
    await tx.update(workshopNotes).set({ kind, actionId: action }).where(and(eq(workshopNotes.organisationId, ctx.org.id), eq(workshopNotes.id, id)))
    await w.audit({ action: 'workshop.note_turned', subject: 'plan', subjectId: plan.id, detail: { note: id, kind, ...(action ? { action } : {}) } })
    w.publish('plans')
    w.publish('workshops')
    return { action }
  })
}

/** Takes a note off the wall; what it became stays. Editors; an unknown one is `not_found`. */
export async function removeNote(ctx: OrgCtx, input: z.input<typeof noteRemoveInput>): Promise<void> {
  requireCapability(ctx, 'edit')
  const { note: id } = noteRemoveInput.parse(input)
  await writing(ctx, async (tx, w) => {
    const { plan } = await lockedNote(tx, ctx, id)
    await tx.delete(workshopNotes).where(and(eq(workshopNotes.organisationId, ctx.org.id), eq(workshopNotes.id, id)))
    await w.audit({ action: 'workshop.note_removed', subject: 'plan', subjectId: plan.id, detail: { note: id } })
    w.publish('plans')
    w.publish('workshops')
  })
}

async function addPain(tx: Tx, ctx: OrgCtx, { id, answers }: PlanRow, text: string): Promise<void> {
  const said = answers['needs.pain'] ?? { text: '', unknown: false, picks: [] }
  if (said.text.split('\n').includes(text)) return
  await tx.update(plans).set({ answers: { ...answers, 'needs.pain': { ...said, unknown: false, by: ctx.actor.label, text: [said.text, text].filter(Boolean).join('\n').slice(0, 4000) } } }).where(and(eq(plans.organisationId, ctx.org.id), eq(plans.id, id)))
}

/** A note as it stands, and its plan: whoever else makes something of it is waited for. `not_found`. */
async function lockedNote(tx: Tx, ctx: OrgCtx, id: string): Promise<{ plan: PlanRow; note: typeof workshopNotes.$inferSelect }> {
  const at = and(eq(workshopNotes.organisationId, ctx.org.id), eq(workshopNotes.id, id))
  const [known] = await tx.select({ plan: workshopNotes.planId }).from(workshopNotes).where(at)
  if (!known) throw notFound('note')
  const plan = await lockedPlan(tx, ctx, known.plan)
  const [note] = await tx.select().from(workshopNotes).where(at).for('update')
  if (!note) throw notFound('note')
  return { plan, note }
}
