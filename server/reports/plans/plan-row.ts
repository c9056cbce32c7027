import { and, asc, eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { planBaselines, plans } from '@/db/schema'
import type { OrgCtx } from '../../context'
import { enteredLate } from '../../domain/plans/caveats'
import { temperedBy, type Tempered } from '../../domain/plans/credit'
import type { Effect } from '../../domain/plans/effect'
import { localDayOf } from '../../domain/time/local-day'
import { notFound } from '../../errors'

export type PlanRow = typeof plans.$inferSelect
export type BaselineRow = typeof planBaselines.$inferSelect

/** A plan of the organisation; `not_found`. */
export async function planRow(tx: Tx, ctx: OrgCtx, id: string): Promise<PlanRow> {
  const [row] = await tx.select().from(plans).where(and(eq(plans.organisationId, ctx.org.id), eq(plans.id, id)))
  if (!row) throw notFound('plan')
  return row
}

/** All plans, oldest first; they are few. */
export const allPlans = (tx: Tx, ctx: OrgCtx): Promise<PlanRow[]> => tx.select().from(plans).where(eq(plans.organisationId, ctx.org.id)).orderBy(asc(plans.createdAt), asc(plans.id))

/** What was frozen when the plan started, oldest period first. */
export const baselineOf = (tx: Tx, ctx: OrgCtx, id: string): Promise<BaselineRow[]> =>
  tx.select().from(planBaselines).where(and(eq(planBaselines.organisationId, ctx.org.id), eq(planBaselines.planId, id))).orderBy(asc(planBaselines.side), asc(planBaselines.period))

/** Days a plan was started after its first day (enteredLate). */
export const lateOf = ({ startOn, startedAt }: Pick<PlanRow, 'startOn' | 'startedAt'>, ctx: OrgCtx): number | null => enteredLate(startOn, startedAt && localDayOf(startedAt.getTime(), ctx.org.timezone))

/** A draft is deleted by whoever stands for it, or an admin; what has begun by nobody. */
export const mayDelete = (ctx: OrgCtx, { status, ownerId }: Pick<PlanRow, 'status' | 'ownerId'>): boolean => status === 'draft' && ctx.can.has('edit') && (ctx.can.has('admin') || ownerId === ctx.actor.id)

/** What must be said with its verdict, from the figures it was judged on. */
export const temperedOf = ({ verdict, result, better, design, measure, lot }: Pick<PlanRow, 'verdict' | 'result' | 'better' | 'design' | 'measure' | 'lot'>): Tempered => {
  const kept = result as { missing?: string[]; effect?: Effect | null; wrongWay?: boolean; lines?: { group: string; low: number | null }[] } | null
  return temperedBy({ verdict, effect: kept?.effect, better, unsaid: design === 'randomised' && !measure && !lot?.outcome, wrongWay: kept?.wrongWay === true, missing: (kept?.missing?.length ?? 0) > 0, told: kept?.lines?.some(({ group, low }) => group === 'difference' && low !== null) === true })
}

/** Whether a plan's time touches the window that was asked for; a plan without dates is in every one. */
export const within = ({ startOn, reviewOn }: Pick<PlanRow, 'startOn' | 'reviewOn'>, { from, to }: { from?: string; to?: string }): boolean =>
  (!from || !reviewOn || reviewOn >= from) && (!to || !startOn || startOn < to)
