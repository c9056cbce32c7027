import { count as wholeCount } from './check'
import { zOfLevel } from './normal-quantile'
import { riskSet, type Tenure } from './risk-set'

/** S(t), the share still with us after t whole units. std_err and interval are null where they are undefined: at S = 0,
 *  and the interval also before the first event (as in R). */
export type SurvivalRow = {
  t: number
  at_risk: number
  events: number
  survival: number
  std_err: number | null
  low: number | null
  high: number | null
}

export type SurvivalCurve = {
  rows: SurvivalRow[]
  subjects: number
  /** Left out: delayed entry at the very tenure they left with. */
  never_at_risk: number
  /** Set when nobody, or only people who all left, were watched before this t: S is then of those who had reached it. */
  conditional_from: number | null
}

/**
 * Kaplan–Meier estimate with delayed entry, Greenwood's standard error and the log-log interval
 * (Kaplan & Meier 1958; Kalbfleisch & Prentice 1980; R's survfit with conf.type = "log-log").
 *
 * A row for every whole t from the first to the last with `minAtRisk` at risk (default 30); earlier t count in the
 * product although they are not drawn. No rows when there never are that many.
 * Throws a RangeError on tenures that are not whole numbers ≥ 0.
 */
export function kaplanMeier(tenures: Iterable<Tenure>, { minAtRisk = 30, level = 0.95 } = {}): SurvivalCurve {
  wholeCount(minAtRisk, 'minAtRisk')
  const z = zOfLevel(level)
  const { at_risk: atRisk, events, subjects, never_at_risk } = riskSet(tenures)
  const enough = Math.max(minAtRisk, 1)
  const first = atRisk.findIndex((n) => n >= enough)
  const last = atRisk.findLastIndex((n) => n >= enough)
  const none = { rows: [], subjects, never_at_risk, conditional_from: null }
  if (first < 0) return none

  let brokenUntil = -1
  for (let t = 0; t < first; t++) if (atRisk[t] === events[t]) brokenUntil = t
  const start = brokenUntil >= 0 ? first : 0

  const rows: SurvivalRow[] = []
  let survival = 1
  let greenwood = 0
  for (let t = start; t <= last; t++) {
    const n = atRisk[t] as number
    const d = events[t] as number
    if (d > 0) {
      survival *= (n - d) / n
      greenwood += d / (n * (n - d))
    }
    if (t >= first) rows.push({ t, at_risk: n, events: d, survival, ...interval(survival, greenwood, z) })
  }
  return { rows, subjects, never_at_risk, conditional_from: start > 0 ? start : null }
}

function interval(survival: number, greenwood: number, z: number) {
  if (survival === 0) return { std_err: null, low: null, high: null }
  const std_err = survival * Math.sqrt(greenwood)
  if (survival === 1) return { std_err, low: null, high: null }
  const factor = Math.exp((z * Math.sqrt(greenwood)) / -Math.log(survival))
  return { std_err, low: survival ** factor, high: survival ** (1 / factor) }
}
