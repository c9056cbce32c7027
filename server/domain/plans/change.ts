import { finite } from '../statistics/check'
import { studentCdf } from '../statistics/student-t'
import type { Ends } from './two-proportions'

/**
 * One whole period of a series: its number on the calendar (periods without data are left out, their numbers stay), the
 * value, and how much it weighs (a share's denominator; 1 where periods count alike).
 */
export type SeriesPoint = { at: number; value: number; weight: number }
export type Change = {
  before: number
  after: number
  /** after − before. */
  difference: number
  /** Periods. */
  n_before: number
  n_after: number
  /** Autocorrelation from period to period, as the data have it (posterior mean). */
  autocorrelation: number
} & Ends

/** What the series' scatter says of one autocorrelation: its weight in the mixture and the scatter that goes with it. */
type Belief = { rho: number; weight: number; sigma: number }
export type Scatter = { beliefs: Belief[]; df: number }

/** Fewest whole periods on each side from which a change is stated. */
export const LEAST_BEFORE = 4
export const LEAST_AFTER = 2
/** Autocorrelations considered alike likely beforehand. Alternation from period to period is rare, so few below 0. */
const RHOS = Array.from({ length: 26 }, (_, i) => -0.3 + 0.05 * i)

/**
 * The change of a series from one stretch of periods to the next, with an interval that holds although neighbouring
 * periods resemble each other.
 *
 * Estimate: weighted mean after − weighted mean before. Interval: the errors are taken as a first-order autoregression
 * whose autocorrelation is unknown and integrated out over a flat prior (Zellner & Tiao 1964, JASA 59:763), as a mixture of
 * Student's t. Ordinary standard errors are a third too small at an autocorrelation of .3 (Bertrand, Duflo & Mullainathan
 * 2004), and plugging in an estimated one still is with a dozen periods; Newey–West with critical values of its own covers
 * 76–88 % of such panels where this covers 93–98 % (npm run bench -- verdicts). Scatter is ∝ 1/√weight.
 * null with fewer than 4 periods before or 2 after. Points must be in order of `at`.
 */
export function changeOf(before: readonly SeriesPoint[], after: readonly SeriesPoint[], level = 0.95): Change | null {
  if (before.length < LEAST_BEFORE || after.length < LEAST_AFTER) return null
  const points = [...before, ...after]
  check(points)
  const [was, is] = [meanOf(before), meanOf(after)]
  const scatter = scatterOf(points, points.map((_, i) => (i < before.length ? [1, 0] : [1, 1])))
  const half = scatter ? halfWidth(scatter, scalesOf(scatter, points, contrast(before, after)), level) : 0
  const autocorrelation = scatter ? scatter.beliefs.reduce((sum, b) => sum + b.weight * b.rho, 0) : 0
  return { before: was, after: is, difference: is - was, low: is - was - half, high: is - was + half, n_before: before.length, n_after: after.length, autocorrelation }
}

/** Weighted mean; null without weight is no case here, as weights are above 0. */
export function meanOf(points: readonly SeriesPoint[]): number {
  const weight = points.reduce((sum, p) => sum + p.weight, 0)
  return points.reduce((sum, p) => sum + p.weight * p.value, 0) / weight
}

/** What each point adds to after − before. */
function contrast(before: readonly SeriesPoint[], after: readonly SeriesPoint[]): number[] {
  const total = (of: readonly SeriesPoint[]) => of.reduce((sum, p) => sum + p.weight, 0)
  const [b, a] = [total(before), total(after)]
  return [...before.map((p) => -p.weight / b), ...after.map((p) => p.weight / a)]
}

/** Residual scatter about a regression of up to two columns, for every autocorrelation. null without any scatter. */
export function scatterOf(points: readonly SeriesPoint[], design: readonly (readonly number[])[]): Scatter | null {
  const columns = design[0]?.length ?? 0
  const df = points.length - columns
  if (df <= 0) return null
  const roots = rootsOf(points)
  // About their mean, so that small scatter about a large level keeps its digits; the constant takes it up.
  const level = meanOf(points)
  const logs: number[] = []
  const sigmas: number[] = []
  for (const rho of RHOS) {
    // Prais–Winsten over gaps: u(t) − ρ^g u(t−g) has variance 1 − ρ^2g.
    let logDeterminant = 0
    const rows = points.map((p, i) => {
      const now = [p.value - level, ...(design[i] as number[])].map((v) => v * (roots[i] as number))
      const last = points[i - 1]
      if (!last) return now
      const shared = rho ** (p.at - last.at)
      const rest = Math.sqrt(1 - shared * shared)
      logDeterminant += 2 * Math.log(rest)
      const then = [last.value - level, ...(design[i - 1] as number[])].map((v) => v * (roots[i - 1] as number))
      return now.map((v, j) => (v - shared * (then[j] as number)) / rest)
    })
    const { squares, logDet } = leastSquares(rows)
    sigmas.push(Math.sqrt(squares / df))
    logs.push(-0.5 * (logDeterminant + logDet + df * Math.log(squares)))
  }
  if (sigmas.some((s) => !(s > 1e-12 * Math.max(...points.map((p, i) => Math.abs(p.value) * (roots[i] as number)), 1e-300)))) return null
  const most = Math.max(...logs)
  const total = logs.reduce((sum, l) => sum + Math.exp(l - most), 0)
  return { df, beliefs: RHOS.map((rho, i) => ({ rho, weight: Math.exp((logs[i] as number) - most) / total, sigma: sigmas[i] as number })) }
}

/** Standard error of Σ c·value for each autocorrelation believed in. */
export function scalesOf(scatter: Scatter, points: readonly SeriesPoint[], c: readonly number[]): number[] {
  const roots = rootsOf(points)
  return scatter.beliefs.map(({ rho, sigma }) => {
    let sum = 0
    let carried = 0
    points.forEach((p, i) => {
      const own = (c[i] as number) / (roots[i] as number)
      const last = points[i - 1]
      if (last) carried = (carried + (c[i - 1] as number) / (roots[i - 1] as number)) * rho ** (p.at - last.at)
      sum += own * own + 2 * own * carried
    })
    return sigma * Math.sqrt(Math.max(0, sum))
  })
}

/** Half of the mixture's interval: where its tail is (1 − level)/2, by regula falsi (the Illinois way). */
export function halfWidth({ beliefs, df }: Scatter, scales: readonly number[], level: number): number {
  const tail = (1 - level) / 2
  const over = (x: number) => beliefs.reduce((sum, b, i) => sum + b.weight * studentCdf(-x / Math.max(scales[i] as number, 1e-300), df), 0) - tail
  let [low, atLow] = [0, 0.5 - tail]
  let high = Math.max(...scales)
  let atHigh = over(high)
  while (atHigh > 0) {
    [low, atLow] = [high, atHigh]
    high *= 2
    atHigh = over(high)
  }
  for (let step = 0; step < 100 && high - low > 1e-13 * high; step++) {
    const between = Math.min(Math.max((low * atHigh - high * atLow) / (atHigh - atLow), low), high)
    const there = over(between)
    if (Math.abs(there) < 1e-14) return between
    if (there > 0) {
      [low, atLow] = [between, there]
      atHigh /= 2
    } else {
      [high, atHigh] = [between, there]
      atLow /= 2
    }
  }
  return high
}

/** √(weight ÷ mean weight): by this much a point scatters less than the average one. */
function rootsOf(points: readonly SeriesPoint[]): number[] {
  const mean = points.reduce((sum, p) => sum + p.weight, 0) / points.length
  return points.map((p) => Math.sqrt(p.weight / mean))
}

/** Residual squares of the first column on one or two others, and log|X'X|. */
function leastSquares(rows: readonly (readonly number[])[]): { squares: number; logDet: number } {
  let [yy, ya, yb, aa, ab, bb] = [0, 0, 0, 0, 0, 0]
  const two = (rows[0]?.length ?? 0) > 2
  for (const [y = 0, a = 0, b = 0] of rows) {
    yy += y * y; ya += y * a; yb += y * b
    aa += a * a; ab += a * b; bb += b * b
  }
  if (!two) return { squares: Math.max(0, yy - (ya * ya) / aa), logDet: Math.log(aa) }
  const det = aa * bb - ab * ab
  return { squares: Math.max(0, yy - (bb * ya * ya - 2 * ab * ya * yb + aa * yb * yb) / det), logDet: Math.log(det) }
}

function check(points: readonly SeriesPoint[]): void {
  points.forEach((p, i) => {
    finite(p.value, 'value')
    if (!(finite(p.weight, 'weight') > 0)) throw new RangeError(`weight must be above 0, got ${p.weight}`)
    const last = points[i - 1]
    if (last && !(p.at > last.at)) throw new RangeError('points must be in order of their periods')
  })
}
