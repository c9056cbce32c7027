import { count as wholeCount, finite } from './check'

/**
 * How customers are cut into value tiers, best tier first: by share of customers (shares sum to 1), or by the least
 * value that belongs to each tier (descending; the last one takes everybody else, `atLeast: null`).
 */
export type TierCuts =
  | { by: 'quantile'; tiers: readonly { name: string; share: number }[] }
  | { by: 'threshold'; tiers: readonly { name: string; atLeast: number | null }[] }

/** One tier: every value ≥ `atLeast` that no better tier takes; null is the open end. */
export type Tier = { name: string; atLeast: number | null }

/** So many customers have this value. */
export type ValueCount = { value: number; count: number }

/**
 * Turns cuts into thresholds for the given values.
 *
 * Rule for ties: customers of equal value share a tier, the one in which the middle of their ranks falls; a rank
 * exactly on a border belongs to the better tier. So a mass of equal values (all those who bought nothing)
 * moves as one, and a tier may end up empty: it is then left out.
 * Returned best first. Throws a RangeError on cuts that do not add up or values that are no numbers.
 */
export function tierThresholds(values: readonly ValueCount[], cuts: TierCuts): Tier[] {
  checkCuts(cuts)
  if (cuts.by === 'threshold') return cuts.tiers.map(({ name, atLeast }) => ({ name, atLeast }))

  const counts = new Map<number, number>()
  for (const { value, count } of values) counts.set(finite(value, 'value'), (counts.get(value) ?? 0) + wholeCount(count, 'count'))
  const descending = [...counts].filter(([, n]) => n > 0).sort(([a], [b]) => b - a)
  const total = descending.reduce((sum, [, n]) => sum + n, 0)

  const ends: number[] = []
  for (const { share } of cuts.tiers) ends.push((ends.at(-1) ?? 0) + share)
  const least = new Map<string, number>()
  let above = 0
  for (const [value, n] of descending) {
    const rank = (above + n / 2) / total
    const index = ends.findIndex((end) => rank <= end + 1e-12)
    least.set((cuts.tiers[index] ?? cuts.tiers.at(-1))?.name ?? '', value)
    above += n
  }
  const found = cuts.tiers.filter(({ name }) => least.has(name))
  return found.map(({ name }, i) => ({ name, atLeast: i === found.length - 1 ? null : (least.get(name) ?? null) }))
}

/** The tier a value belongs to, or null when there are no tiers. */
export function tierOf(value: number, thresholds: readonly Tier[]): string | null {
  finite(value, 'value')
  return thresholds.find(({ atLeast }) => atLeast === null || value >= atLeast)?.name ?? null
}

/** The tier's name of each value, in the order given. */
export function tiers(values: readonly number[], cuts: TierCuts): string[] {
  const thresholds = tierThresholds(
    values.map((value) => ({ value, count: 1 })),
    cuts,
  )
  return values.map((value) => tierOf(value, thresholds) as string)
}

function checkCuts(cuts: TierCuts): void {
  const names = new Set(cuts.tiers.map(({ name }) => name))
  if (cuts.tiers.length === 0 || names.size < cuts.tiers.length) throw new RangeError('tiers need distinct names, at least one')
  if (cuts.by === 'quantile') {
    const sum = cuts.tiers.reduce((total, { share }) => total + share, 0)
    if (cuts.tiers.some(({ share }) => !(share > 0)) || !(Math.abs(sum - 1) < 1e-9))
      throw new RangeError(`shares of tiers must be above 0 and add up to 1, got ${sum}`)
    return
  }
  cuts.tiers.forEach(({ name, atLeast }, i) => {
    const isLast = i === cuts.tiers.length - 1
    if (isLast !== (atLeast === null)) throw new RangeError(`tier "${name}": the last tier, and only it, is open below`)
    const better = i > 0 ? cuts.tiers[i - 1]?.atLeast : undefined
    if (atLeast !== null && !(finite(atLeast, name) < (better ?? Infinity)))
      throw new RangeError(`tier "${name}": thresholds must fall from tier to tier`)
  })
}
