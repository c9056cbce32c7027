import type { z } from 'zod'
import { planBaselines } from '@/db/schema'
import type { OrgCtx } from '../../context'
import { LEAST_BEFORE } from '../../domain/plans/change'
import { detectableChange } from '../../domain/plans/detectable'
import { detectableOfLot } from '../../domain/plans/lot'
import { localDayOf } from '../../domain/time/local-day'
import { invalid, TouchstoneError } from '../../errors'
import { figureNamed, type Measured } from '../../reports/measured'
import { baselineNow, periodsAfter } from '../../reports/plans/impact'
import { planInput } from '../../schemas/plans'
import { changePlan } from './change-plan'
import { queueVerdict } from './judge-plan'

/**
 * Starts a plan: its baseline is frozen with its rows, its measure and dates are fixed, and what it will be able to find is
 * written down. Editors; `conflict` unless it is a draft, `invalid` without a measure, of two groups by lot unless somebody said
 * what will be counted and of how many (or that nobody knows yet), before its first day, or with fewer than four whole periods
 * of baseline. The verdict is given on the planned day by itself; where that day has passed already,
 * by whoever asks for it.
 */
export async function startPlan(ctx: OrgCtx, input: z.input<typeof planInput>): Promise<void> {
  const { plan } = planInput.parse(input)
  await changePlan(ctx, plan, async (row, tx) => {
    if (row.status !== 'draft') throw new TouchstoneError('conflict', 'This plan has started already.')
    if (!row.startOn || !row.reviewOn) throw invalid('Say first by which figure it will be judged, and when.')
    if (row.design !== 'randomised' && !row.measure) throw invalid('Say first by which figure it will be judged.', [{ field: 'measure', reason: 'is required' }])
    if (row.design === 'randomised' && !row.lot) throw invalid('Say first what will be counted and how large the two groups will be; “don’t know yet” is an answer.', [{ field: 'lot', reason: 'is required of a randomised plan' }])
    const today = localDayOf(ctx.now.getTime(), ctx.org.timezone)
    if (row.startOn > today) throw invalid('Its first day has not come yet.')
    const before = row.design === 'randomised' ? null : await baselineNow(ctx, tx, row)
    if (before && before.plan.length < LEAST_BEFORE) throw invalid(`The baseline has ${before.plan.length} whole ${row.interval}s with a figure; it takes ${LEAST_BEFORE}.`)
    const side = (name: string, of: Measured[]) => of.map(({ period, value, numerator, denominator, row: kept }) => ({ organisationId: ctx.org.id, planId: plan, side: name, period, value, numerator, denominator, row: kept, recordedAt: ctx.now }))
    const rows = before ? [...side('plan', before.plan), ...side('comparison', before.comparison ?? [])] : []
    if (rows.length > 0) await tx.insert(planBaselines).values(rows)
    if (row.reviewOn > today) await queueVerdict(tx, ctx, plan, row.reviewOn)
    const detectable = before && row.measure ? detectableChange(figureNamed(row.measure).kind, before.plan, before.comparison, periodsAfter(ctx, row)) : row.lot && detectableOfLot(row.lot)
    const { timezone, lapseDays, effectWindowDays, spentLessShare, smallestChange } = ctx.org
    return { set: { status: 'running', startedAt: ctx.now, detectable, frozenWith: { timezone, lapseDays, effectWindowDays, spentLessShare, smallestChange } }, audit: { action: 'plan.started', detail: { periods: rows.length, detectable } } }
  })
}
