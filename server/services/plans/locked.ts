import { and, asc, eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { planActions, plans } from '@/db/schema'
import type { OrgCtx } from '../../context'
import { notFound } from '../../errors'
import { planRow, type PlanRow } from '../../reports/plans/plan-row'

export type ActionRow = typeof planActions.$inferSelect

/** A plan as it stands; whoever else writes its answers, actions or notes is waited for. Everybody takes the plan first, then what is in it. */
export async function lockedPlan(tx: Tx, ctx: OrgCtx, plan: string): Promise<PlanRow> {
  await tx.select({ id: plans.id }).from(plans).where(and(eq(plans.organisationId, ctx.org.id), eq(plans.id, plan))).for('update')
  return planRow(tx, ctx, plan)
}

/** All actions of a plan that is locked. */
export const lockedActions = (tx: Tx, ctx: OrgCtx, plan: string): Promise<ActionRow[]> =>
  tx.select().from(planActions).where(and(eq(planActions.organisationId, ctx.org.id), eq(planActions.planId, plan))).orderBy(asc(planActions.id)).for('update')

/** An action as it stands, its plan and the plan's other actions. `not_found`. */
export async function lockedAction(tx: Tx, ctx: OrgCtx, id: string): Promise<{ plan: PlanRow; action: ActionRow; others: ActionRow[] }> {
  const [known] = await tx.select({ plan: planActions.planId }).from(planActions).where(and(eq(planActions.organisationId, ctx.org.id), eq(planActions.id, id)))
  if (!known) throw notFound('action')
  const plan = await lockedPlan(tx, ctx, known.plan)
  const all = await lockedActions(tx, ctx, known.plan)
  // Somebody may have removed it while the plan was waited for.
  const action = all.find((one) => one.id === id)
  if (!action) throw notFound('action')
  return { plan, action, others: all.filter((one) => one.id !== id) }
}
