import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { planActions } from '@/db/schema'
import { PLAN_STATUSES, PLAN_VERDICTS } from '@/db/vocabulary'
import { toMajor } from '../domain/money'
import { isLate } from '../domain/plans/action-late'
import { TEMPERS } from '../domain/plans/credit'
import { progressOf } from '../domain/plans/steps'
import { localDayOf } from '../domain/time/local-day'
import { rowField, windowParameters } from '../schemas/report-parameters'
import { defineReport } from './report'
import { settingsChangedIn } from './plans/impact'
import { allPlans, lateOf, temperedOf, within } from './plans/plan-row'

export const planPortfolio = defineReport({
  name: 'plan-portfolio',
  title: 'All our plans, and how they stand',
  definition: 'Every plan with its actions: done, stuck (somebody said so), late (past its day and not done), what was planned to be spent and what was, and what the actions are expected to bring, each by its own formula and range, added up. Plans that failed or were stopped stay on the list. With a window: plans whose time from start to review touches it.',
  parameters: z.object({ ...windowParameters, status: z.enum(PLAN_STATUSES).optional().describe('Only plans that stand so.') }),
  row: z.object({
    plan: z.string().describe('Id of the plan.'), label: z.string(), status: z.enum(PLAN_STATUSES), verdict: z.enum(PLAN_VERDICTS).nullable(), tempered: z.enum(TEMPERS).nullable().describe('What must be said with the verdict. Of a plan that moved, what speaks against taking it for its own doing: comparison (nothing got better in its own group), shared (more than half of the difference is the comparison getting worse), unsaid (what would be counted was not said beforehand), missing (a feed that its figure needs had fallen silent by the review). Of one that nobody can tell: against (the interval lies on the wrong side of zero), untold (there is no interval).'), owner: z.string(), start_on: z.string().nullable(), review_on: z.string().nullable(), judged_on: z.string().nullable().describe('The day the verdict was given.'), entered_late: z.number().nullable().describe('Days it was started after its first day: what it said beforehand may have been chosen knowing how it went. 0 in time, null before the start.'), settings_changed: z.boolean().describe('It runs, and settings that its figure depends on are not what they were when its baseline was frozen: nothing can be told until they are set back.'),
    measure_unknown: z.boolean().describe('It has its days, and nobody knows yet by which figure it will be judged.'),
    answered: rowField.count.describe('Questions answered.'), unknown: rowField.count.describe('Answered “don’t know yet”.'), questions: rowField.count,
    actions: rowField.count, done: rowField.count, stuck: rowField.count, late: rowField.count, late_or_stuck: rowField.count.describe('Actions that are either, or both: each once.'),
    cost_planned: rowField.money, cost_spent: rowField.money, return_low: rowField.money, return_high: rowField.money,
  }),
  keys: ['plan'],
  figures: {
    actions: { label: 'Actions', unit: 'count' }, done: { label: 'Done', unit: 'count' }, stuck: { label: 'Stuck', unit: 'count' }, late: { label: 'Late', unit: 'count' }, late_or_stuck: { label: 'Late or stuck', unit: 'count' },
    answered: { label: 'Questions answered', unit: 'count' }, unknown: { label: 'Not known yet', unit: 'count' }, questions: { label: 'Questions', unit: 'count' },
    cost_planned: { label: 'To be spent', unit: 'money' }, cost_spent: { label: 'Spent', unit: 'money' }, return_low: { label: 'Expected return, at least', unit: 'money' }, return_high: { label: 'Expected return, at most', unit: 'money' },
  },
  draw: 'table',
  whole: 'plans are listed as they are',

  async answer(asked) {
    const { ctx, tx, window } = asked
    const all = await allPlans(tx, ctx)
    const actions = await tx.select().from(planActions).where(eq(planActions.organisationId, ctx.org.id))
    const rows = all.filter((p) => !asked.parameters.status || p.status === asked.parameters.status).filter((p) => within(p, asked.parameters)).map((plan) => {
      const own = actions.filter((a) => a.planId === plan.id)
      const sum = (field: 'costPlanned' | 'costSpent' | 'returnLow' | 'returnHigh') => {
        const known = own.flatMap((a) => (a[field] === null ? [] : [a[field]]))
        return known.length === 0 ? null : toMajor(known.reduce((x, y) => x + y, 0), ctx.org.currency)
      }
      const isStuck = (a: (typeof own)[number]) => a.status === 'stuck'
      const late = (a: (typeof own)[number]) => isLate(a, window.today)
      const { answered, unknown, of } = progressOf(plan.answers)
      return {
        plan: plan.id, label: plan.name, status: plan.status, verdict: plan.verdict, tempered: temperedOf(plan), owner: plan.ownerLabel, start_on: plan.startOn, review_on: plan.reviewOn, judged_on: plan.reviewedAt && localDayOf(plan.reviewedAt.getTime(), ctx.org.timezone), entered_late: lateOf(plan, ctx), settings_changed: plan.status === 'running' && settingsChangedIn(ctx, plan).length > 0, measure_unknown: plan.startOn !== null && plan.design !== 'randomised' && plan.measure === null, answered, unknown, questions: of,
        actions: own.length, done: own.filter((a) => a.status === 'done').length, stuck: own.filter(isStuck).length, late: own.filter(late).length, late_or_stuck: own.filter((a) => late(a) || isStuck(a)).length,
        cost_planned: sum('costPlanned'), cost_spent: sum('costSpent'), return_low: sum('returnLow'), return_high: sum('returnHigh'),
      }
    })
    return { rows }
  },
})
