import { and, eq } from 'drizzle-orm'
import { plans } from '@/db/schema'
import { now } from '../../clock'
import { requireCapability, writing, type Change, type OrgCtx, type Writing } from '../../context'
import type { Tx } from '@/db/client'
import { planRow, type PlanRow } from '../../reports/plans/plan-row'

type Changed = { set: Partial<Omit<PlanRow, 'organisationId' | 'id'>>; audit: Pick<Change, 'action' | 'detail'> }

/**
 * The frame of every change to a plan: editors, the row as it stands, what changes, and its line in the audit trail.
 * What people do runs on the wall's clock, also in a sample organisation whose time stands still; days are the organisation's.
 */
export function changePlan(ctx: OrgCtx, id: string, change: (row: PlanRow, tx: Tx, w: Writing) => Promise<Changed> | Changed): Promise<void> {
  requireCapability(ctx, 'edit')
  return writing(ctx, async (tx, w) => {
    // Two people who answer two questions at once must not lose one of them: the row is waited for.
    await tx.select({ id: plans.id }).from(plans).where(and(eq(plans.organisationId, ctx.org.id), eq(plans.id, id))).for('update')
    const row = await planRow(tx, ctx, id)
    const { set, audit } = await change(row, tx, w)
    await tx.update(plans).set({ ...set, changedAt: now() }).where(and(eq(plans.organisationId, ctx.org.id), eq(plans.id, id)))
    await w.audit({ ...audit, subject: 'plan', subjectId: id, detail: { name: set.name ?? row.name, ...audit.detail } })
    w.publish('plans')
  })
}
