import type { PeriodUnit } from '../time/local-day'
import { calendarDesign, comparableHistory, MIN_HISTORY, type CalendarPoint, weekday } from './calendar-design'
import { count as wholeCount, openFraction } from './check'
import type { Expectation, NoExpectation } from './expectation'
import { judge, ratePredictive } from './predictive'
import { fitRegression, rateFamily } from './regression'

/** A rate of one period. Periods with denominator 0 are no data and left out. */
export type RatePoint = CalendarPoint & { numerator: number; denominator: number }

/**
 * The range (fractions) in which a period's rate was to be expected from its own history, and the two-sided p of what came.
 *
 * A logistic model of level, trend, weekday, holidays and season as in `expectation`; rates scatter from period to period by more than the
 * binomial (which for millions of customers is next to nothing), and that extra is estimated.
 * Same least histories; throws a RangeError on anything but whole numbers with numerator ≤ denominator.
 */
export function rateExpectation(unit: PeriodUnit, history: readonly RatePoint[], observed: RatePoint, level = 0.95): Expectation {
  openFraction(level, 'level')
  for (const { numerator, denominator } of [...history, observed]) {
    wholeCount(numerator, 'numerator')
    wholeCount(denominator, 'denominator')
    if (numerator > denominator) throw new RangeError(`numerator ${numerator} exceeds denominator ${denominator}`)
  }
  const usable = comparableHistory(unit, history, observed).filter(({ denominator }) => denominator > 0)
  const refuse = (reason: NoExpectation['reason']): NoExpectation => ({ ok: false, reason, needed: MIN_HISTORY[unit], has: usable.length })
  if (observed.denominator === 0) return refuse('no_data')
  if (usable.length < MIN_HISTORY[unit]) return refuse('history_too_short')
  if (observed.holiday && !usable.some(({ holiday }) => holiday)) return refuse('no_comparable_period')

  const rate = observed.numerator / observed.denominator
  const hits = usable.reduce((sum, { numerator }) => sum + numerator, 0)
  const of = usable.reduce((sum, { denominator }) => sum + denominator, 0)
  if (hits === 0 || hits === of) {
    // Nobody or everybody so far: Jeffreys' prior, whose posterior is as uncertain as one observation in `of` more.
    const p = (hits + 0.5) / (of + 1)
    const variance = p * (1 - p) * (1 / observed.denominator + 1 / (of + 2))
    return { ok: true, periods: usable.length, ...judge(ratePredictive(p, variance), rate, Infinity, level) }
  }

  const calendar = calendarDesign(everyWeekdayMixed(unit, usable, observed) ? unit : 'week', usable)
  const fit = fitRegression(
    rateFamily,
    usable.map(calendar),
    usable.map((point) => point.numerator),
    usable.map((point) => point.denominator),
  )
  if (!fit) return refuse('no_variation')
  const n = observed.denominator
  const { mean, std_err } = fit.predict(calendar(observed), n)
  const variance = rateFamily.variance(mean, n, fit.dispersion) + std_err ** 2
  return { ok: true, periods: usable.length, ...judge(ratePredictive(mean / n, variance / (n * n)), rate, fit.df, level) }
}

/** Weekdays get levels of their own only where each has known both outcomes, or one of them would lie at infinity. */
function everyWeekdayMixed(unit: PeriodUnit, points: readonly RatePoint[], observed: RatePoint): boolean {
  if (unit !== 'day') return true
  return [...points, observed].every(({ period }) => {
    const same = points.filter((point) => weekday(point.period) === weekday(period))
    return same.some(({ numerator }) => numerator > 0) && same.some(({ numerator, denominator }) => numerator < denominator)
  })
}
