import { and, asc, eq, isNull, ne, sql } from 'drizzle-orm'
import { journeys, journeySteps, opportunities, plans } from '@/db/schema'
import { reading, type OrgCtx } from '../../context'
import type { Measurable } from '../../domain/plans/figure'
import { scoreOf } from '../../domain/plans/score'
import { SURVEY_NAMES } from '../../domain/surveys/names'
import { figureWords } from '../../reports/plans/figure-words'
import { allPlans, temperedOf } from '../../reports/plans/plan-row'
import { reports } from '../../reports/registry'
import type { Report } from '../../reports/report'
import { planOf } from './plan'

/** Opportunities, the best first: value to customers × value to us × ease. */
export function listOpportunities(ctx: OrgCtx) {
  return reading(ctx, async (tx) => {
    const rows = await tx.select().from(opportunities).where(eq(opportunities.organisationId, ctx.org.id)).orderBy(asc(opportunities.createdAt), asc(opportunities.id))
    const made = (await allPlans(tx, ctx)).toReversed()
    const all = []
    for (const { organisationId: _o, ...row } of rows) all.push({ ...row, score: scoreOf(row), measured: row.measure ? await figureWords(tx, ctx, row.measure).catch(() => null) : null, plans: made.filter((p) => p.opportunityId === row.id).map((p) => ({ id: p.id, name: p.name, status: p.status, verdict: p.verdict, tempered: temperedOf(p) })) })
    return all.toSorted((a, b) => b.score - a.score)
  })
}
export type Opportunity = Awaited<ReturnType<typeof listOpportunities>>[number]

/** When plans began and are judged: what charts over time mark. Drafts have no place there. */
export function planMarkers(ctx: OrgCtx) {
  return reading(ctx, (tx) => tx.select({ id: plans.id, name: plans.name, startOn: plans.startOn, reviewOn: plans.reviewOn, status: plans.status }).from(plans)
    .where(and(eq(plans.organisationId, ctx.org.id), ne(plans.status, 'draft'))).orderBy(asc(plans.startOn)))
}

/** What an opportunity can be linked to besides touchpoints and segments: journey maps and their steps. */
export function linkable(ctx: OrgCtx) {
  return reading(ctx, async (tx) => {
    const maps = await tx.select({ id: journeys.id, slug: journeys.slug, name: journeys.name }).from(journeys).where(and(eq(journeys.organisationId, ctx.org.id), isNull(journeys.archivedAt))).orderBy(asc(journeys.name))
    const steps = await tx.select({ journey: journeySteps.journeyId, id: journeySteps.id, name: journeySteps.name }).from(journeySteps).where(eq(journeySteps.organisationId, ctx.org.id)).orderBy(asc(journeySteps.position))
    return maps.map(({ id, slug, name }) => ({ slug, name, steps: steps.filter((s) => s.journey === id && s.name !== '').map((s) => ({ id: s.id, name: s.name })) }))
  })
}

/** Groups of customers by the dimensions that were declared: their values, the largest first. */
export function listGroups(ctx: OrgCtx) {
  return reading(ctx, async (tx) => {
    const groups = []
    for (const name of ctx.org.dimensions) {
      const { rows } = await tx.execute<{ value: string; customers: number }>(sql`select attributes->>${name} as value, count(*)::int as customers from customers where organisation_id = ${ctx.org.id} and attributes->>${name} is not null group by 1 order by 2 desc, 1 limit 50`)
      groups.push(...rows.map((row) => ({ name, ...row })))
    }
    return groups
  })
}

/** Another report says the same of more, or of a day instead of a period, or has no row for the whole. */
const NO_MEASURE = new Set(['losses', 'moment-effects', 'growth', 'promises', 'channel-rules'])
const FILTERS = ['segment', 'attribute', 'touchpoint', 'channel'] as const
const SPLITS = ['touchpoint', 'channel', 'team'] as const

/** What a plan can be judged by: every report's own measure, and its other shares that know what they divide by; each once. */
export function listMeasures() {
  return Object.values(reports as Record<string, Report>).flatMap((report) => {
    const { measure, figures, parameters, keys, name, title } = report
    if (!measure || !('from' in parameters.shape) || keys.includes('t') || NO_MEASURE.has(name)) return []
    const moments = keys.includes('result') && keys.includes('touchpoint')
    const cell: Record<string, string> = Object.fromEntries(['key', 'touchpoint', 'message', 'field', 'hand_over', 'group'].filter((key) => keys.includes(key)).map((key) => [key, 'total']))
    if (moments) cell.result = 'failed'
    const by = parameters.shape.by
    const splits = by ? SPLITS.filter((kind) => by.safeParse(kind).success) : []
    const tells: Measurable['tells'] = { ...Object.fromEntries(splits.map((kind) => [kind, 'split'])), ...Object.fromEntries(FILTERS.filter((kind) => kind in parameters.shape).map((kind) => [kind, 'filter'])), ...(moments ? { touchpoint: 'row' } : {}) }
    const others = Object.keys(figures).filter((field) => field !== measure.field && figures[field]?.unit === 'share' && figures[field]?.denominator !== undefined)
    return [measure.field, ...others].flatMap((field) => {
      const figure = figures[field]
      if (!figure) return []
      const one = (label: string, more: { parameters?: Measurable['parameters']; cell?: Measurable['cell'] } = {}, id = `${name} ${field}`) => ({ id, report: name, title, field, better: measure.better, label, unit: figure.unit, parameters: more.parameters ?? {}, cell: { ...cell, ...more.cell }, tells })
      // Surveys are never mixed: each is a measure of its own.
      if (name === 'survey-scores') return Object.entries(SURVEY_NAMES).map(([survey, said]) => one(`${said}: ${figure.label.toLowerCase()}`, { parameters: { survey }, cell: { survey } }, `${name} ${field} ${survey}`))
      return [one(moments ? `Failed moments: ${figure.label.toLowerCase()}` : figure.label)]
    })
  })
}
export type Measure = ReturnType<typeof listMeasures>[number]

/** What whoever has the link sees of the plan it opens: no comments, no trail, no links. */
export async function sharedPlan({ ctx, planId }: { ctx: OrgCtx; planId: string }) {
  const { shares: _s, notes: _n, ...plan } = await planOf(ctx, planId)
  // Who gave an answer is for those who work on it.
  const answers = Object.fromEntries(Object.entries(plan.answers).map(([question, { by: _by, ...answer }]) => [question, answer]))
  return { ...plan, answers, organisation: ctx.org.name, currency: ctx.org.currency }
}
export type SharedPlan = Awaited<ReturnType<typeof sharedPlan>>
