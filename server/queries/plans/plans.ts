import { and, asc, desc, eq, ne } from 'drizzle-orm'
import { opportunities, plans } from '@/db/schema'
import { reading, type OrgCtx } from '../../context'
import { scoreOf } from '../../domain/plans/score'
import { reports } from '../../reports/registry'
import type { Report } from '../../reports/report'
import { planOf } from './plan'

/** Opportunities, the best first: value to customers × value to us × ease. */
export function listOpportunities(ctx: OrgCtx) {
  return reading(ctx, async (tx) => {
    const rows = await tx.select().from(opportunities).where(eq(opportunities.organisationId, ctx.org.id)).orderBy(asc(opportunities.createdAt), asc(opportunities.id))
    const made = await tx.select({ id: plans.id, name: plans.name, opportunityId: plans.opportunityId }).from(plans).where(eq(plans.organisationId, ctx.org.id)).orderBy(desc(plans.createdAt))
    return rows.map(({ organisationId: _o, ...row }) => ({ ...row, score: scoreOf(row), plans: made.filter((p) => p.opportunityId === row.id).map(({ id, name }) => ({ id, name })) })).toSorted((a, b) => b.score - a.score)
  })
}
export type Opportunity = Awaited<ReturnType<typeof listOpportunities>>[number]

/** When plans began and are judged: what charts over time mark. Drafts have no place there. */
export function planMarkers(ctx: OrgCtx) {
  return reading(ctx, (tx) => tx.select({ id: plans.id, name: plans.name, startOn: plans.startOn, reviewOn: plans.reviewOn, status: plans.status }).from(plans)
    .where(and(eq(plans.organisationId, ctx.org.id), ne(plans.status, 'draft'))).orderBy(asc(plans.startOn)))
}

/** What a plan can be judged by: every report's own measure, and its other shares that know what they divide by. */
export function listMeasures() {
  return Object.values(reports as Record<string, Report>).flatMap((report) => {
    const { measure, figures, parameters, keys, name, title } = report
    if (!measure || !('from' in parameters.shape) || keys.includes('t')) return []
    const others = Object.keys(figures).filter((field) => field !== measure.field && figures[field]?.unit === 'share' && figures[field]?.denominator !== undefined)
    return [measure.field, ...others].flatMap((field) => {
      const figure = figures[field]
      if (!figure) return []
      const failed = keys.includes('result') ? 'Failed moments: ' : ''
      return [{ id: `${name} ${field}`, report: name, title, field, better: measure.better, label: `${failed}${failed ? figure.label.toLowerCase() : figure.label}`, unit: figure.unit, keys: keys.filter((key) => key !== 'period'), takes: ['channel', 'touchpoint', 'segment', 'attribute'].filter((p) => p in parameters.shape) }]
    })
  })
}
export type Measure = ReturnType<typeof listMeasures>[number]

/** What whoever has the link sees of the plan it opens: no comments, no trail, no links. */
export async function sharedPlan({ ctx, planId }: { ctx: OrgCtx; planId: string }) {
  const { activity: _a, shares: _s, notes: _n, ...plan } = await planOf(ctx, planId)
  return { ...plan, organisation: ctx.org.name, currency: ctx.org.currency }
}
export type SharedPlan = Awaited<ReturnType<typeof sharedPlan>>
