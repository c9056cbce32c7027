import { chiSquareSurvival } from './chi-square'
import { invertSymmetric, times } from './least-squares'
import { riskSet, type Tenure } from './risk-set'

export type LogRank = {
  chi_square: number
  df: number
  p: number
  /** In the order of the groups: events seen, and those expected if leaving did not depend on the group. */
  groups: { observed: number; expected: number }[]
}

/**
 * Do k groups leave alike? Mantel's log-rank test with the hypergeometric variance for ties and with delayed entry
 * (Mantel 1966; Peto & Peto 1972; R's survdiff with rho = 0).
 * df is the number of groups that can be told apart, less one. null when nothing can be compared: fewer than two groups
 * ever at risk together at a t at which anybody left.
 * Throws a RangeError on tenures that are not whole numbers ≥ 0.
 */
export function logRank(groups: readonly Iterable<Tenure>[]): LogRank | null {
  const sets = groups.map((tenures) => riskSet(tenures))
  const k = sets.length
  const last = Math.max(0, ...sets.map(({ at_risk }) => at_risk.length))
  const observed = new Array<number>(k).fill(0)
  const expected = new Array<number>(k).fill(0)
  const variance = Array.from({ length: k }, () => new Array<number>(k).fill(0))

  for (let t = 0; t < last; t++) {
    const events = sets.reduce((sum, set) => sum + (set.events[t] ?? 0), 0)
    if (events === 0) continue
    const atRisk = sets.map((set) => set.at_risk[t] ?? 0)
    const n = atRisk.reduce((sum, value) => sum + value, 0)
    const ties = n > 1 ? (events * (n - events)) / (n - 1) : 0
    for (let g = 0; g < k; g++) {
      const share = (atRisk[g] as number) / n
      observed[g] = (observed[g] as number) + (sets[g]?.events[t] ?? 0)
      expected[g] = (expected[g] as number) + events * share
      const row = variance[g] as number[]
      for (let h = 0; h < k; h++) row[h] = (row[h] as number) + ties * share * ((g === h ? 1 : 0) - (atRisk[h] as number) / n)
    }
  }

  // The variance has rank k − 1 (less with groups that never meet): its generalised inverse leaves the rest out.
  const { inverse, rank } = invertSymmetric(variance)
  if (rank === 0) return null
  const beyond = observed.map((value, g) => value - (expected[g] as number))
  const chiSquare = Math.max(
    0,
    times(inverse, beyond).reduce((sum, value, g) => sum + value * (beyond[g] as number), 0),
  )
  return {
    chi_square: chiSquare,
    df: rank,
    p: chiSquareSurvival(chiSquare, rank),
    groups: observed.map((value, g) => ({ observed: value, expected: expected[g] as number })),
  }
}
