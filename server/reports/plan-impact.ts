import { z } from 'zod'
import { PLAN_STATUSES, PLAN_VERDICTS } from '@/db/vocabulary'
import { TEMPERS } from '../domain/plans/credit'
import { TouchstoneError } from '../errors'
import { windowParameters } from '../schemas/report-parameters'
import { defineReport } from './report'
import { impactOf, judgedOn } from './plans/impact'
import { allPlans, baselineOf, lateOf, temperedOf, within } from './plans/plan-row'

const GROUPS = ['plan', 'comparison', 'difference'] as const

export const planImpact = defineReport({
  name: 'plan-impact',
  title: 'What our plans did',
  definition: 'One primary measure of each plan, fixed with its dates before the start. Before: the whole periods of the baseline, frozen with their rows at the start; the days on which the target was picked are no part of it. After: the whole periods from start to review. Before and after are means of these periods; of a share each weighs by what it is of, beside a comparison by n₁n₂/(n₁+n₂) of the two groups, so that both are judged by the same periods. Difference: the change less the comparison’s (difference-in-differences), for two groups drawn by lot the lift. Interval (95 %): first-order autocorrelation of the periods integrated out (Zellner & Tiao 1964), never narrower than sampling error; drawn by lot: Newcombe, or Welch. Verdict, on the planned day: moved if the interval excludes zero in the intended direction; no change if it lies within ± the smallest change that matters; otherwise can’t tell. A plan started after its first day carries entered_late: nobody knows what was said beforehand. Associated with, unless drawn by lot.',
  parameters: z.object({ ...windowParameters, plan: z.uuid().optional().describe('Id of one plan; without it, all that have started.') }),
  row: z.object({
    plan: z.string().describe('Id of the plan.'), label: z.string(), status: z.enum(PLAN_STATUSES), measure: z.string(), unit: z.string().describe('Of before, after, difference, low and high.'), group: z.enum(GROUPS), group_label: z.string(),
    before: z.number().nullable(), after: z.number().nullable(), difference: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable(), n: z.number().describe('What the figure after rests on: its denominators, else its periods.'), n_before: z.number().nullable().describe('The same of the figure before: of the frozen baseline. null for two groups by lot.'),
    detectable: z.number().nullable().describe('Smallest change it could find (power .8, α .05), as it was said when it was started: beforehand, unless entered_late.'), smallest: z.number().nullable().describe('Smallest change that matters.'),
    verdict: z.enum(PLAN_VERDICTS).nullable().describe('null until the review.'), tempered: z.enum(TEMPERS).nullable().describe('What must be said with the verdict. Of a plan that moved, what speaks against taking it for its own doing: comparison (nothing got better in its own group), shared (more than half of the difference is the comparison getting worse), unsaid (what would be counted was not said beforehand), missing (a feed that its figure needs had fallen silent by the review). Of one that nobody can tell: against (the interval lies on the wrong side of zero), untold (there is no interval).'), entered_late: z.number().nullable().describe('Days it was started after its first day: what it said beforehand may have been chosen knowing how it went. 0 in time, null before the start.'),
  }),
  keys: ['plan', 'group'],
  figures: {
    before: { label: 'Before', unit: 'number', n: 'n_before' }, after: { label: 'After', unit: 'number', n: 'n' }, difference: { label: 'Difference', unit: 'number', low: 'low', high: 'high', n: 'n' },
    n: { label: 'Rests on', unit: 'number' }, n_before: { label: 'Before rests on', unit: 'number' }, detectable: { label: 'Detectable change', unit: 'number' }, smallest: { label: 'Smallest change that matters', unit: 'number' },
  },
  draw: 'table',
  whole: 'a plan’s measure says whom it is about',

  async answer(asked) {
    const wanted = (await allPlans(asked.tx, asked.ctx)).filter((p) => (asked.parameters.plan ? p.id === asked.parameters.plan : p.startedAt !== null && within(p, asked.parameters)))
    const rows = []
    for (const plan of wanted) {
      // What a verdict was given on stays as it was that day.
      const impact = judgedOn(plan, await baselineOf(asked.tx, asked.ctx, plan.id)) ?? await impactOf(asked.ctx, asked.tx, plan).catch((error: unknown) => {
        if (!(error instanceof TouchstoneError)) throw error
        asked.note(`“${plan.name}” cannot be measured any more: ${error.message}`)
        return null
      })
      for (const { group, label, nBefore, ...figures } of impact?.lines ?? []) {
        rows.push({ plan: plan.id, label: plan.name, status: plan.status, measure: impact?.measure ?? '', unit: impact?.unit ?? 'number', group, group_label: label, ...figures, n_before: nBefore ?? null, detectable: impact?.detectable ?? null, smallest: impact?.smallest ?? null, verdict: plan.verdict, tempered: temperedOf(plan), entered_late: lateOf(plan, asked.ctx) })
      }
    }
    return { rows }
  },
})
