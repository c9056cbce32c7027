import { measuredPeriods, measuredWhole, figureNamed, type FigureOf } from '../measured'
import type { Asked } from '../report'
import { meanOf } from './impact'

/** `months`: whole months the value is the mean of; null where the report tells the window as one. */
export type OwnFigure = { unit: string; value: number | null; low: number | null; high: number | null; months: number | null }

/**
 * One's own figure of the window: as a whole where its report tells it so; of a report by period the mean of the whole months
 * (weighted by what they divide by, so shares and rates are pooled), never a month that is cut off. Such a mean has no interval.
 */
export async function ownFigure({ ctx, tx, window, parameters: { from, to } }: Asked<{ from?: string; to?: string }>, check: FigureOf): Promise<OwnFigure> {
  const { figure, report } = figureNamed(check)
  const { unit } = figure
  if ('period' in report.row.shape && 'interval' in report.parameters.shape) {
    const { period: _one, ...cell } = check.cell
    const whole = (await measuredPeriods(ctx, tx, { ...check, cell }, window, 'month', window.today)).filter(({ row }) => row.partial !== true)
    return { unit, value: meanOf(whole), low: null, high: null, months: whole.length }
  }
  const found = await measuredWhole(ctx, tx, check, 'from' in report.parameters.shape ? { ...(from ? { from } : {}), ...(to ? { to } : {}) } : {})
  return { unit, value: found?.value ?? null, low: found?.low ?? null, high: found?.high ?? null, months: null }
}
