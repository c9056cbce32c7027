import { robustLeastSquares, type Estimate } from './robust-regression'

/** One customer: channels chosen in the base year, what they did and brought in it, and what they brought in the next. */
export type BreadthCase = { channels: number; forced: boolean; tenureYears: number; activity: number; base: number; next: number }
export type BreadthModel = {
  n: number
  /** What the others are held against: the fewest channels that enough customers use. */
  reference: BreadthGroup
  /** What a customer with so many channels brings in the next year, all else at everybody's average; and against the reference. */
  groups: Map<BreadthGroup, { adjusted: Estimate; difference: Estimate | null }>
  /** More channels than the reference against it: in money, and as a share of what the reference brings. */
  several: Estimate
  severalShare: Estimate | null
  /** Who was switched inside an issue against who was not. */
  forced: Estimate | null
}
export const BREADTH_GROUPS = ['0', '1', '2', '3', '4+'] as const
export type BreadthGroup = (typeof BREADTH_GROUPS)[number]
export const breadthGroup = (channels: number): BreadthGroup => (channels >= 4 ? '4+' : (String(channels) as BreadthGroup))

/** Observations per covariate below which nothing is adjusted (a usual rule is ten to twenty). */
const LEAST = 100
/** Customers in the group that the others are held against, at least. */
const LEAST_REFERENCE = 30

/**
 * Next year's margin by channels used, adjusted for tenure, activity (its logarithm: the tenth visit adds less than the second),
 * base-year margin and forced switching: ordinary least squares with HC3 standard errors. Adjusted means stand at the
 * average of everything else; the share's interval is by the delta method. null below 100 customers, or when fewer than
 * 30 use some number of channels and others more.
 */
export function breadthModel(cases: readonly BreadthCase[]): BreadthModel | null {
  const size = (group: BreadthGroup) => cases.filter((c) => breadthGroup(c.channels) === group).length
  const reference = BREADTH_GROUPS.find((group) => group !== '0' && size(group) >= LEAST_REFERENCE)
  if (cases.length < LEAST || reference === undefined) return null
  const present = BREADTH_GROUPS.filter((group) => group !== reference && size(group) > 0)
  const more = present.filter((group) => BREADTH_GROUPS.indexOf(group) > BREADTH_GROUPS.indexOf(reference))
  if (more.length === 0) return null
  const others = (c: BreadthCase) => [c.tenureYears, Math.log1p(c.activity), c.base, c.forced ? 1 : 0]
  const dummies = (group: BreadthGroup) => present.map((p) => (p === group ? 1 : 0))
  const design = cases.map((c) => [1, ...dummies(breadthGroup(c.channels)), ...others(c)])
  const fit = robustLeastSquares(design, cases.map((c) => c.next))
  if (!fit) return null
  const covariates = cases.map(others)
  const average = [0, 1, 2, 3].map((j) => covariates.reduce((sum, row) => sum + (row[j] as number), 0) / cases.length)
  const nothing = average.map(() => 0)
  const one = [1, ...present.map(() => 0), ...average]
  const groups = new Map<BreadthGroup, { adjusted: Estimate; difference: Estimate | null }>()
  for (const group of BREADTH_GROUPS) {
    if (group !== reference && !present.includes(group)) continue
    groups.set(group, { adjusted: fit.estimate([1, ...dummies(group), ...average]), difference: group === reference ? null : fit.estimate([0, ...dummies(group), ...nothing]) })
  }
  const inMore = more.reduce((sum, group) => sum + size(group), 0)
  const weights = present.map((group) => (more.includes(group) ? size(group) / inMore : 0))
  const combination = [0, ...weights, ...nothing]
  const several = fit.estimate(combination)
  const forcedColumn = design[0] ? design[0].length - 1 : 0
  const known = cases.some((c) => c.forced) && cases.some((c) => !c.forced)
  return { n: cases.length, reference, groups, several, severalShare: shareOf(fit, combination, one), forced: known ? fit.estimate(one.map((_, j) => (j === forcedColumn ? 1 : 0))) : null }
}

/** The ratio of two combinations, with its interval by the delta method; null where what it is a share of is not surely above 0. */
function shareOf(fit: NonNullable<ReturnType<typeof robustLeastSquares>>, part: readonly number[], whole: readonly number[]): Estimate | null {
  const [a, b] = [fit.estimate(part), fit.estimate(whole)]
  if (b.low <= 0) return null
  const ratio = a.value / b.value
  const slope = fit.estimate(part.map((x, j) => (x - ratio * (whole[j] as number)) / b.value))
  const half = (slope.high - slope.low) / 2
  return { value: ratio, std_err: slope.std_err, low: ratio - half, high: ratio + half }
}
