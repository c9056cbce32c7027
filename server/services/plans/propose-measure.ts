import type { z } from 'zod'
import type { OrgCtx } from '../../context'
import { withoutWindow } from '../../domain/plans/figure'
import { invalid, TouchstoneError } from '../../errors'
import { betterNamed, figureNamed } from '../../reports/measured'
import { proposeMeasureInput } from '../../schemas/plans'
import { changePlan } from './change-plan'
import { tryFigure } from './set-measure'
import { dropGroups } from './fix-groups'

/**
 * Puts a figure that somebody looked at into a plan that is being written, as what it could be judged by; the days are said
 * with it later. Editors; `conflict` once the plan has started, `invalid` where the report cannot be asked for a period.
 */
export async function proposeMeasure(ctx: OrgCtx, input: z.input<typeof proposeMeasureInput>): Promise<void> {
  const { plan, measure: seen, better } = proposeMeasureInput.parse(input)
  const measure = withoutWindow(seen)
  await changePlan(ctx, plan, async (row, tx) => {
    if (row.status !== 'draft') throw new TouchstoneError('conflict', 'The plan has started: its measure stays as it was said beforehand.')
    const { report } = figureNamed(measure)
    if (!('from' in report.parameters.shape)) throw invalid(`“${report.title}” knows no periods.`, [{ field: 'measure', reason: 'its report knows no periods' }])
    await tryFigure(ctx, tx, measure, 'measure')
    if (row.matched) await dropGroups(tx, ctx, plan)
    return { set: { measure, better: better ?? betterNamed(measure) ?? row.better, comparison: null, comparisonLabel: '', comparisonWhy: '', matched: null, design: 'before_after', startOn: null, reviewOn: null, baselineFrom: null, baselineTo: null }, audit: { action: 'plan.measure_proposed', detail: { report: report.name } } }
  })
}
