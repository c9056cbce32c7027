import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import { comments, planActions, workshopNotes } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { waitedFor } from '../../domain/plans/dependencies'
import { TouchstoneError } from '../../errors'
import { actionRemoveInput } from '../../schemas/plans'
import { notify } from '../notifications/notify'
import { lockedAction } from './locked'

/**
 * Removes an action with what was said about it, and tells its owner; the note it was made from is a note again. Editors;
 * `conflict`, naming them, where other actions wait for it; an unknown one is `not_found`.
 */
export async function removeAction(ctx: OrgCtx, input: z.input<typeof actionRemoveInput>): Promise<void> {
  requireCapability(ctx, 'edit')
  const { action: id } = actionRemoveInput.parse(input)
  const org = ctx.org.id
  await writing(ctx, async (tx, w) => {
    const { plan, action, others } = await lockedAction(tx, ctx, id)
    const waiting = others.filter((one) => one.dependsOn.includes(id)).toSorted((a, b) => a.position - b.position)
    if (waiting.length > 0) throw new TouchstoneError('conflict', waitedFor(waiting.map(({ title }) => title)))
    await tx.delete(comments).where(and(eq(comments.organisationId, org), eq(comments.subject, 'action'), eq(comments.subjectId, id)))
    await tx.update(workshopNotes).set({ kind: 'note', actionId: null }).where(and(eq(workshopNotes.organisationId, org), eq(workshopNotes.actionId, id)))
    await tx.delete(planActions).where(and(eq(planActions.organisationId, org), eq(planActions.id, id)))
    if (action.ownerId) await notify(tx, w, ctx, { to: [action.ownerId], kind: 'plan', title: `“${action.title}” is no longer to be done`, body: `It was removed from “${plan.name}”.`, link: `/plans/${plan.id}` })
    await w.audit({ action: 'plan.action_removed', subject: 'plan', subjectId: plan.id, detail: { name: plan.name, action: action.title } })
    for (const topic of ['plans', 'workshops', 'comments'] as const) w.publish(topic)
  })
}
