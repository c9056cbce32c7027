import { measuredPeriods, measuredWhole, figureNamed, type FigureOf } from '../measured'
import type { Asked } from '../report'
import { addMonths, type LocalDay } from '../../domain/time/local-day'
import { partOf } from '../../domain/plans/figure'
import { figureWords } from './figure-words'
import { meanOf } from './impact'

/** `months`: whole months the value is the mean of; null where the report tells the window as one. */
export type OwnFigure = { measured: string; unit: string; value: number | null; low: number | null; high: number | null; months: number | null; /** What it divides by. */ n: number | null; /** Its days; null where its report knows no window. */ span: { from: LocalDay; to: LocalDay } | null }

/**
 * One's own figure of the window: as a whole where its report tells it so; of a report by period the mean of the whole months
 * (weighted by what they divide by, so shares and rates are pooled), never a month that is cut off. Such a mean has no interval.
 */
export async function ownFigure({ ctx, tx, window, parameters: { from, to } }: Asked<{ from?: string; to?: string }>, check: FigureOf): Promise<OwnFigure> {
  const { figure, report } = figureNamed(check)
  const { unit } = figure
  const measured = `${await figureWords(tx, ctx, check)}${partOf(check) ? '' : ', of everybody'}`
  if ('period' in report.row.shape && 'interval' in report.parameters.shape) {
    const { period: _one, ...cell } = check.cell
    const whole = (await measuredPeriods(ctx, tx, { ...check, cell }, window, 'month', window.today)).filter(({ row }) => row.partial !== true)
    const [first, last] = [whole[0], whole.at(-1)]
    const n = whole.every(({ denominator }) => denominator !== null) ? whole.reduce((sum, { denominator }) => sum + (denominator ?? 0), 0) : null
    return { measured, unit, value: meanOf(whole), low: null, high: null, months: whole.length, n, span: first && last ? { from: first.period, to: addMonths(last.period, 1) } : null }
  }
  const windowed = 'from' in report.parameters.shape
  const found = await measuredWhole(ctx, tx, check, windowed ? { ...(from ? { from } : {}), ...(to ? { to } : {}) } : {})
  return { measured, unit, value: found?.value ?? null, low: found?.low ?? null, high: found?.high ?? null, months: null, n: found?.denominator ?? null, span: windowed ? { from: window.from, to: window.to } : null }
}
