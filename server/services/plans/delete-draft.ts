import { and, eq, inArray, or } from 'drizzle-orm'
import type { z } from 'zod'
import { assumptions, comments, planActions, planDecisions, planShareHashes, planShares, plans, presence } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { invalid, TouchstoneError } from '../../errors'
import { mayDelete, planRow } from '../../reports/plans/plan-row'
import { deleteDraftInput } from '../../schemas/plans'
import { dropGroups } from './fix-groups'
import { freeOpportunity } from './free-opportunity'

/**
 * Deletes a draft that was never begun, with its actions, its workshop and what was said about it. Its owner or an admin, who
 * names it (`invalid` otherwise); `conflict` once it has begun, for then it stays on the list whatever came of it. The
 * opportunity it was made from is open again; what was decided about it in meetings stays in their minutes.
 */
export async function deleteDraft(ctx: OrgCtx, input: z.input<typeof deleteDraftInput>): Promise<void> {
  requireCapability(ctx, 'edit')
  const { plan, name } = deleteDraftInput.parse(input)
  const org = ctx.org.id
  const closed = await writing(ctx, async (tx, w) => {
    // Whoever starts it in the same moment is waited for.
    await tx.select({ id: plans.id }).from(plans).where(and(eq(plans.organisationId, org), eq(plans.id, plan))).for('update')
    const row = await planRow(tx, ctx, plan)
    if (row.status !== 'draft') throw new TouchstoneError('conflict', 'This plan has begun: it stays on the list, whatever came of it.')
    if (!mayDelete(ctx, row)) throw new TouchstoneError('forbidden', 'Only whoever stands for a draft, or an admin, deletes it.')
    if (name !== row.name) throw invalid('This is not its name.', [{ field: 'name', reason: 'is not its name' }])
    const actions = (await tx.select({ id: planActions.id }).from(planActions).where(and(eq(planActions.organisationId, org), eq(planActions.planId, plan)))).map(({ id }) => id)
    const shares = (await tx.select({ id: planShares.id }).from(planShares).where(and(eq(planShares.organisationId, org), eq(planShares.planId, plan)))).map(({ id }) => id)
    await tx.delete(comments).where(and(eq(comments.organisationId, org), or(and(eq(comments.subject, 'plan'), eq(comments.subjectId, plan)), and(eq(comments.subject, 'action'), inArray(comments.subjectId, actions)))))
    await tx.delete(presence).where(and(eq(presence.organisationId, org), eq(presence.subject, 'plan'), eq(presence.subjectId, plan)))
    await tx.update(planDecisions).set({ planId: null }).where(and(eq(planDecisions.organisationId, org), eq(planDecisions.planId, plan)))
    await tx.update(assumptions).set({ planId: null }).where(and(eq(assumptions.organisationId, org), eq(assumptions.planId, plan)))
    if (row.matched) await dropGroups(tx, ctx, plan)
    await freeOpportunity(tx, ctx, row)
    // Its actions, notes and links go with it.
    await tx.delete(plans).where(and(eq(plans.organisationId, org), eq(plans.id, plan)))
    await w.audit({ action: 'plan.draft_deleted', subject: 'plan', subjectId: plan, detail: { name: row.name, owner: row.ownerLabel, actions: actions.length } })
    w.publish('plans')
    return shares
  })
  if (closed.length > 0) await ctx.db.door((tx) => tx.delete(planShareHashes).where(and(eq(planShareHashes.ofOrganisation, org), inArray(planShareHashes.shareId, closed))))
}
