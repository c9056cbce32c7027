import type { Tx } from '@/db/client'
import type { OrgCtx } from '../../context'
import { daysFault } from '../../domain/plans/days'
import { sameFigure, type FigureRef } from '../../domain/plans/figure'
import { invalid, TouchstoneError } from '../../errors'
import { answerWithin, figureNamed } from '../../reports/measured'
import { figureWords } from '../../reports/plans/figure-words'
import { figuresOfGroups } from '../../reports/plans/matching'
import { measureInput, type MeasureInput } from '../../schemas/plans'
import { changePlan } from './change-plan'
import { dropGroups, fixGroups } from './fix-groups'

/**
 * Says by which one figure a plan will be judged (null: don't know yet), against what, and on which day. Only before the start: afterwards it is
 * fixed (`conflict`). The days on which the target was picked are no part of the baseline: `invalid` where they overlap.
 * `matched`: the comparison are customers like those in the plan, who are found and fixed here.
 */
export async function setMeasure(ctx: OrgCtx, input: MeasureInput): Promise<void> {
  const { plan, design, measure, comparison, comparison_label, comparison_why, matched, lot, better, interval, smallest, ...days } = measureInput.parse(input)
  const { picked_from, picked_to, baseline_from, baseline_to, start_on, review_on } = days
  const wrong = (field: string, says: string, reason: string) => invalid(says, [{ field, reason }])
  const fault = daysFault({ pickedFrom: picked_from, pickedTo: picked_to, baselineFrom: baseline_from, baselineTo: baseline_to, startOn: start_on, reviewOn: review_on })
  if (fault) throw wrong(FIELD[fault.field], fault.says, fault.reason)
  if (design === 'comparison' && !measure) throw wrong('measure', 'Choose first the one figure: without it nobody can be compared with.', 'is required with a comparison')
  if (design === 'comparison' && !matched && !comparison) throw wrong('comparison', 'Choose first with whom it is compared.', 'is required')
  if (design === 'comparison' && measure && sameFigure(measure, comparison)) throw wrong('comparison', 'The comparison is the group itself: nothing could ever differ.', 'is the group itself: nothing could ever differ')
  await changePlan(ctx, plan, async (row, tx) => {
    if (row.status !== 'draft') throw new TouchstoneError('conflict', 'The plan has started: its measure stays as it was said beforehand.')
    if (measure) await tryFigure(ctx, tx, measure, 'measure')
    if (comparison) await tryFigure(ctx, tx, comparison, 'comparison')
    const like = design === 'comparison' && matched && measure ? await fixGroups(tx, ctx, { plan, name: row.name, measure, asOf: baseline_from }) : null
    if (!like && row.matched) await dropGroups(tx, ctx, plan)
    const figures = like && measure ? figuresOfGroups(measure, plan) : { measure, comparison: design === 'before_after' ? null : comparison }
    return {
      set: {
        design, ...figures, matched: like, lot: design === 'randomised' ? lot : null, comparisonLabel: comparison_label, comparisonWhy: design === 'comparison' ? comparison_why : '', better, interval, smallest,
        pickedFrom: picked_from, pickedTo: picked_to, baselineFrom: baseline_from, baselineTo: baseline_to, startOn: start_on, reviewOn: review_on,
      },
      audit: { action: 'plan.measure_set', detail: { report: measure?.report ?? (design === 'randomised' ? 'counted elsewhere' : null), said: measure ? await figureWords(tx, ctx, measure) : design === 'randomised' ? (lot?.outcome ?? 'counted elsewhere') : 'don’t know yet', design, startOn: start_on, reviewOn: review_on, ...(like ? { matched: like.matched, group: like.group } : {}) } },
    }
  })
}

const FIELD = { pickedFrom: 'picked_from', pickedTo: 'picked_to', baselineFrom: 'baseline_from', baselineTo: 'baseline_to', startOn: 'start_on', reviewOn: 'review_on' } as const

/** Refuses a figure that its report does not know, before a plan rests on it. */
export async function tryFigure(ctx: OrgCtx, tx: Tx, of: FigureRef, field: string): Promise<void> {
  const { report } = figureNamed(of)
  const strange = Object.keys(of.cell).find((key) => !(key in report.row.shape))
  if (strange) throw invalid(`${field}: rows of ${of.report} have no “${strange}”`, [{ field: `${field}.cell`, reason: `rows have no “${strange}”` }])
  await answerWithin(ctx, tx, report, of.parameters)
}
