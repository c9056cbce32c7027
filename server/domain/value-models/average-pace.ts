import type { Histories } from './histories'
import { ALIKE } from './pace'

/**
 * How often customers buy where no model of stopping holds: everybody goes on, at a pace between their own and
 * everybody's. `mean`: repeat purchase days per customer and week; `credible`: so many weeks of one's own record weigh as
 * much as what is known of everybody (0: only one's own counts; ALIKE: only everybody's). Kept as JSON with predictions.
 */
export type AveragePace = { mean: number; credible: number }

/** Fewer customers tell nothing of how they differ: each is taken by their own record alone. */
const LEAST = 30

/**
 * The credibility estimate of a rate whose scatter is that of chance (Bühlmann & Straub 1970 with the variance of Poisson
 * counts): the mean of the gamma-Poisson model, by moments, which needs no convergence. Weeks.
 */
export function averagePace({ rows, customers, x, T, n }: Pick<Histories, 'rows' | 'customers' | 'x' | 'T' | 'n'>): AveragePace {
  let [weeks, squares, days, weighted, seen] = [0, 0, 0, 0, 0]
  for (let i = 0; i < rows; i++) {
    const [xi, Ti, ni] = [x[i] ?? 0, T[i] ?? 0, n[i] ?? 0]
    if (Ti <= 0) continue
    seen += ni
    weeks += ni * Ti
    squares += ni * Ti * Ti
    days += ni * xi
    weighted += (ni * xi * xi) / Ti
  }
  const mean = weeks > 0 ? days / weeks : 0
  if (customers < LEAST) return { mean, credible: 0 }
  const spread = (weighted - mean * days - (seen - 1) * mean) / (weeks - squares / weeks)
  return { mean, credible: spread > 0 ? Math.min(ALIKE, mean / spread) : ALIKE }
}

/** Repeat purchase days a week of one who bought again on x days in T weeks. */
export function paceWithin({ mean, credible }: AveragePace, { x, T }: { x: number; T: number }): number {
  return T + credible > 0 ? (x + credible * mean) / (T + credible) : 0
}
