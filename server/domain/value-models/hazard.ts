import { wilson } from '../statistics/proportion'
import type { ContractTenure } from './sbg'

/** Share of those who began a period of tenure that left in it, with its 95 % Wilson interval. */
export type HazardRow = { period: number; at_risk: number; lost: number; hazard: number; low: number; high: number }

/** The plain hazard by tenure, as a life table of whole periods, for as long as at least `minAtRisk` are at risk. */
export function hazardByTenure(tenures: readonly ContractTenure[], minAtRisk: number): HazardRow[] {
  const last = tenures.reduce((most, { periods }) => Math.max(most, periods), 0)
  const change = Array.from({ length: last + 2 }, () => 0)
  const lost = Array.from({ length: last + 2 }, () => 0)
  for (const { entry, periods, left, n } of tenures) {
    if (periods <= entry) continue
    change[entry + 1] = (change[entry + 1] ?? 0) + n
    change[periods + 1] = (change[periods + 1] ?? 0) - n
    if (left) lost[periods] = (lost[periods] ?? 0) + n
  }
  const rows: HazardRow[] = []
  let at_risk = 0
  for (let period = 1; period <= last; period++) {
    at_risk += change[period] ?? 0
    const rate = at_risk >= minAtRisk ? wilson(lost[period] ?? 0, at_risk) : null
    if (rate) rows.push({ period, at_risk, lost: lost[period] ?? 0, hazard: rate.p, low: rate.low, high: rate.high })
  }
  return rows
}

/** Probability of staying `more` further periods after t, by the table; the last hazard known goes on. Null without a table. */
export function hazardStays(rows: readonly HazardRow[], t: number, more: number): number | null {
  const last = rows.at(-1)
  if (!last) return null
  const by = new Map(rows.map((row) => [row.period, row.hazard]))
  let stays = 1
  for (let period = t + 1; period <= t + more; period++) stays *= 1 - (by.get(period) ?? last.hazard)
  return stays
}
