import { zOfLevel } from '../statistics/normal-quantile'
import { newcombe } from '../statistics/proportion'
import { changeOf, halfWidth, meanOf, scalesOf, scatterOf, type SeriesPoint } from './change'
import { proportionsInDifferences, type Ends, type Share } from './two-proportions'

/** A figure of one whole period: its number on the calendar, its value, and what it divides where it is a share. */
export type PeriodFigure = { at: number; value: number; numerator: number | null; denominator: number | null }
export type Stretch = { before: readonly PeriodFigure[]; after: readonly PeriodFigure[] }
/** A share knows what it divides; a count scatters at least as events that come one by one do; anything else is itself. */
export type Kind = 'share' | 'count' | 'other'

export type Effect = Ends & {
  method: 'change' | 'differences'
  before: number
  after: number
  comparison: { before: number; after: number } | null
  /** after − before; with a comparison less what happened there. */
  difference: number
  n_before: number
  n_after: number
  autocorrelation: number
  /** The baseline's own drift per period (of the difference between the groups, where there are two), with its interval. */
  trend: ({ per_period: number } & Ends) | null
}

/**
 * What changed in the treated series, less what changed in the comparison's over the same periods (difference-in-differences;
 * Angrist & Pischke 2009, §5.2): the periods' differences are one series, and its change has the interval of `changeOf`,
 * which minds that neighbouring periods are alike. Never narrower than sampling error alone allows (Newcombe for shares,
 * Poisson for counts). A share's periods weigh by what both groups divide by; counts and amounts of the comparison are
 * brought to the treated group's level before. null with too few whole periods (see `changeOf`) or, for amounts, a
 * comparison that was nothing before.
 */
export function effectOf(kind: Kind, treated: Stretch, comparison: Stretch | null, level = 0.95): Effect | null {
  if (!comparison) return single(kind, treated, level)
  const [before, after] = [paired(kind, treated.before, comparison.before), paired(kind, treated.after, comparison.after)]
  const was = gapOf(kind, before)
  if (!was) return null
  const { factor } = was
  const mean = (of: Pair[], side: 'mine' | 'theirs') => meanOf(of.map((p) => ({ at: p.at, value: p[side].value, weight: p.weight })))
  const gap = (of: Pair[]) => gapPoints(of, factor)
  const change = changeOf(gap(before), gap(after), level)
  if (!change) return null
  const of = (pairs: Pair[], side: 'mine' | 'theirs') => pairs.map((p) => p[side])
  const floor = kind === 'share'
    ? sharesInDifferences(of(before, 'mine'), of(after, 'mine'), of(before, 'theirs'), of(after, 'theirs'), level)
    : kind === 'count' ? poisson(Math.hypot(poissonError(of(before, 'mine'), of(after, 'mine')), factor * poissonError(of(before, 'theirs'), of(after, 'theirs'))), level) : null
  return {
    method: 'differences', before: mean(before, 'mine'), after: mean(after, 'mine'),
    comparison: { before: mean(before, 'theirs'), after: mean(after, 'theirs') },
    ...widened(change, floor), n_before: change.n_before, n_after: change.n_after, autocorrelation: change.autocorrelation, trend: trendOf(gap(before), level),
  }
}

/** The two series before as one: their gap, the comparison's counts and amounts brought to the other's level. null without common periods, or where the comparison was nothing. */
export function gapOf(kind: Kind, pairs: readonly Pair[]): { points: SeriesPoint[]; factor: number; mine: number; theirs: number } | null {
  if (pairs.length === 0) return null
  const mean = (side: 'mine' | 'theirs') => meanOf(pairs.map((p) => ({ at: p.at, value: p[side].value, weight: p.weight })))
  const [mine, theirs] = [mean('mine'), mean('theirs')]
  const factor = kind === 'share' ? 1 : mine / theirs
  return Number.isFinite(factor) ? { points: gapPoints(pairs, factor), factor, mine, theirs } : null
}

const gapPoints = (pairs: readonly Pair[], factor: number): SeriesPoint[] => pairs.map(({ at, weight, mine, theirs }) => ({ at, weight, value: mine.value - factor * theirs.value }))

function single(kind: Kind, { before, after }: Stretch, level: number): Effect | null {
  const [was, is] = [pointsOf(kind, before), pointsOf(kind, after)]
  const change = changeOf(was, is, level)
  if (!change) return null
  const floor = kind === 'share' ? sharesBetween(before, after, level) : kind === 'count' ? poisson(poissonError(before, after), level) : null
  return { method: 'change', before: change.before, after: change.after, comparison: null, ...widened(change, floor), n_before: change.n_before, n_after: change.n_after, autocorrelation: change.autocorrelation, trend: trendOf(was, level) }
}

/** A series as points: a share weighs by its denominator, everything else alike; periods that divide by nothing are none. */
export function pointsOf(kind: Kind, figures: readonly PeriodFigure[]): SeriesPoint[] {
  return figures.flatMap(({ at, value, denominator }) => (kind === 'share' && denominator !== null ? (denominator > 0 ? [{ at, value, weight: denominator }] : []) : [{ at, value, weight: 1 }]))
}

export type Pair = { at: number; weight: number; mine: PeriodFigure; theirs: PeriodFigure }

/** Periods that both have. The difference of two shares scatters with 1/n₁ + 1/n₂. */
export function paired(kind: Kind, mine: readonly PeriodFigure[], theirs: readonly PeriodFigure[]): Pair[] {
  const other = new Map(theirs.map((f) => [f.at, f]))
  return mine.flatMap((figure) => {
    const match = other.get(figure.at)
    if (!match) return []
    const [n1, n2] = [figure.denominator, match.denominator]
    if (kind !== 'share' || n1 === null || n2 === null) return [{ at: figure.at, weight: 1, mine: figure, theirs: match }]
    return n1 > 0 && n2 > 0 ? [{ at: figure.at, weight: 1 / (1 / n1 + 1 / n2), mine: figure, theirs: match }] : []
  })
}

const summed = (figures: readonly PeriodFigure[]): Share | null => {
  const k = figures.reduce((sum, f) => sum + (f.numerator ?? Number.NaN), 0)
  const n = figures.reduce((sum, f) => sum + (f.denominator ?? Number.NaN), 0)
  // Ratios of other things than counts (customer-days) know no binomial.
  return Number.isInteger(k) && Number.isInteger(n) && k >= 0 && k <= n && n > 0 ? { k, n } : null
}

type Reach = { down: number; up: number }

function sharesBetween(before: readonly PeriodFigure[], after: readonly PeriodFigure[], level: number): Reach | null {
  const [was, is] = [summed(before), summed(after)]
  const between = was && is ? newcombe(is.k, is.n, was.k, was.n, level) : null
  return between && { down: between.difference - between.low, up: between.high - between.difference }
}

function sharesInDifferences(b1: readonly PeriodFigure[], a1: readonly PeriodFigure[], b2: readonly PeriodFigure[], a2: readonly PeriodFigure[], level: number): Reach | null {
  const [tb, ta, cb, ca] = [b1, a1, b2, a2].map(summed)
  const between = tb && ta && cb && ca ? proportionsInDifferences({ before: tb, after: ta }, { before: cb, after: ca }, level) : null
  return between && { down: between.difference - between.low, up: between.high - between.difference }
}

function poissonError(before: readonly PeriodFigure[], after: readonly PeriodFigure[]): number {
  const variance = (of: readonly PeriodFigure[]) => of.reduce((sum, f) => sum + Math.max(f.value, 0), 0) / of.length ** 2
  return Math.sqrt(variance(before) + variance(after))
}

const poisson = (error: number, level: number): Reach => ({ down: zOfLevel(level) * error, up: zOfLevel(level) * error })

function widened({ difference, low, high }: { difference: number } & Ends, floor: Reach | null): { difference: number } & Ends {
  return { difference, low: Math.min(low, difference - (floor?.down ?? 0)), high: Math.max(high, difference + (floor?.up ?? 0)) }
}

/** Slope of the baseline per period by weighted least squares, with the interval that minds autocorrelation; null below six periods. */
export function trendOf(points: readonly SeriesPoint[], level: number): Effect['trend'] {
  if (points.length < 6) return null
  const weight = points.reduce((sum, p) => sum + p.weight, 0)
  const middle = points.reduce((sum, p) => sum + p.weight * p.at, 0) / weight
  const spread = points.reduce((sum, p) => sum + p.weight * (p.at - middle) ** 2, 0)
  const c = points.map((p) => (p.weight * (p.at - middle)) / spread)
  const slope = points.reduce((sum, p, i) => sum + (c[i] as number) * p.value, 0)
  const scatter = scatterOf(points, points.map((p) => [1, p.at - middle]))
  const half = scatter ? halfWidth(scatter, scalesOf(scatter, points, c), level) : 0
  return { per_period: slope, low: slope - half, high: slope + half }
}
