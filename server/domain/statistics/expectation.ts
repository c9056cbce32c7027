import { type PeriodUnit, daysInPeriod } from '../time/local-day'
import { calendarDesign, comparableHistory, MIN_HISTORY, type CalendarPoint, weekday } from './calendar-design'
import { count as wholeCount, finite, openFraction } from './check'
import { amountPredictive, countPredictive, type Judgement, judge } from './predictive'
import { amountFamily, countFamily, fitRegression } from './regression'

/** A count, or an amount ≥ 0 in any unit. `exposure` defaults to the period's days; give customer-days to follow them instead. */
export type SeriesPoint = CalendarPoint & { value: number; exposure?: number }

/** Why no range can be stated. `needed` and `has` count earlier periods that can be compared. */
export type NoExpectation = {
  ok: false
  reason: 'history_too_short' | 'no_comparable_period' | 'negative_amounts' | 'no_variation' | 'no_data'
  needed: number
  has: number
}
export type Expectation = ({ ok: true; periods: number } & Judgement) | NoExpectation

/**
 * The range in which a period's count or amount was to be expected from its own history, and the two-sided p of what came.
 *
 * A log-linear model of level, trend, weekday or month length, holidays and (from two years on) season; scatter beyond Poisson's is
 * estimated, the range is one for a new observation. Leave out missing periods (a gap is no zero) and cut-off ones.
 * At least 28 days, 12 weeks or 12 months of history; a holiday needs three earlier ones.
 * Throws a RangeError on NaN, broken counts or no real days.
 */
export function expectation(
  kind: 'count' | 'amount',
  unit: PeriodUnit,
  history: readonly SeriesPoint[],
  observed: SeriesPoint,
  level = 0.95,
): Expectation {
  openFraction(level, 'level')
  for (const { value } of [...history, observed])
    if (kind === 'count') wholeCount(value, 'value')
    else finite(value, 'value')

  const usable = comparableHistory(unit, history, observed)
  const refuse = (reason: NoExpectation['reason']): NoExpectation => ({ ok: false, reason, needed: MIN_HISTORY[unit], has: usable.length })
  if (usable.length < MIN_HISTORY[unit]) return refuse('history_too_short')
  if ([...usable, observed].some(({ value }) => value < 0)) return refuse('negative_amounts')

  const alike = usable.filter((point) => isAlike(unit, point, observed))
  if (alike.length < 3) return refuse('no_comparable_period')
  if (alike.every(({ value }) => value === 0)) {
    if (kind === 'amount') return refuse('no_variation')
    // No event in n periods: Jeffreys' prior makes the next one's expectation half an event in n.
    const mean = (0.5 * size(unit, observed)) / alike.reduce((sum, point) => sum + size(unit, point), 0)
    return { ok: true, periods: usable.length, ...judge(countPredictive(mean, mean + 2 * mean * mean), observed.value, Infinity, level) }
  }

  const fitted = withoutClosedDays(unit, usable)
  const columns = calendarDesign(unit, fitted)
  const family = kind === 'count' ? countFamily : amountFamily
  const fit = fitRegression(
    family,
    fitted.map(columns),
    fitted.map(({ value }) => value),
    fitted.map((point) => size(unit, point)),
  )
  if (!fit || (kind === 'amount' && fit.dispersion === 0)) return refuse('no_variation')

  const { mean, std_err } = fit.predict(columns(observed), size(unit, observed))
  const variance = family.variance(mean, size(unit, observed), fit.dispersion) + std_err ** 2
  const zeroShare = alike.filter(({ value }) => value === 0).length / alike.length
  const predictive = kind === 'count' ? countPredictive(mean, variance) : amountPredictive(mean, variance, zeroShare)
  return { ok: true, periods: usable.length, ...judge(predictive, observed.value, fit.df, level) }
}

function size(unit: PeriodUnit, { period, exposure }: SeriesPoint): number {
  const value = exposure ?? daysInPeriod(period, unit)
  if (!(value > 0 && value < Infinity)) throw new RangeError(`exposure must be above 0, got ${value}`)
  return value
}

function isAlike(unit: PeriodUnit, a: CalendarPoint, b: CalendarPoint): boolean {
  return kindOfDay(unit, a) === kindOfDay(unit, b)
}

function kindOfDay(unit: PeriodUnit, { period, holiday }: CalendarPoint): number | string {
  if (unit !== 'day') return unit
  return holiday ? 'holiday' : weekday(period)
}

/** A weekday (or holidays) on which nothing ever happens has no logarithm; such days are judged apart. */
function withoutClosedDays(unit: PeriodUnit, points: readonly SeriesPoint[]): SeriesPoint[] {
  const open = new Set(points.filter(({ value }) => value > 0).map((point) => kindOfDay(unit, point)))
  return points.filter((point) => open.has(kindOfDay(unit, point)))
}
