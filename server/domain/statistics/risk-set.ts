import { count as wholeCount } from './check'

/**
 * One customer's tenure, or many customers with equal ones (`count`), so that SQL can group ten million customers first.
 *
 * Times are whole elapsed units since acquisition (days, weeks or months).
 * - `exit`: tenure when the customer left (`event`) or was last seen still with us (not `event`, censored).
 * - `entry`: tenure when leaving began to be recorded for this customer (delayed entry, left truncation); absent or 0
 *   when watched from the start.
 *
 * At risk at t: entry < t ≤ exit, as in R's Surv(entry, exit, event). Watched from the start means at risk at t = 0 too,
 * so that those who leave before the first unit is over count. With delayed entry and exit = entry there was never a
 * whole moment at risk: neither the customer nor the event counts (R drops them too); they are reported as `never_at_risk`.
 */
export type Tenure = { entry?: number | null; exit: number; event: boolean; count?: number }

/** Indexed by t = 0 … last. */
export type RiskSet = { at_risk: number[]; events: number[]; subjects: number; never_at_risk: number }

/** Counts who is at risk and who leaves at every whole t. Throws a RangeError on anything but whole numbers, entry ≤ exit. */
export function riskSet(tenures: Iterable<Tenure>): RiskSet {
  const entering: number[] = []
  const leaving: number[] = []
  const events: number[] = []
  let subjects = 0
  let neverAtRisk = 0
  let last = -1
  for (const { entry, exit, event, count = 1 } of tenures) {
    const start = wholeCount(entry ?? 0, 'entry')
    wholeCount(exit, 'exit')
    wholeCount(count, 'count')
    if (start > exit) throw new RangeError(`entry ${start} lies after exit ${exit}`)
    if (start > 0 && start === exit) {
      neverAtRisk += count
      continue
    }
    if (count === 0) continue
    subjects += count
    last = Math.max(last, exit)
    const first = start === 0 ? 0 : start + 1
    entering[first] = (entering[first] ?? 0) + count
    leaving[exit] = (leaving[exit] ?? 0) + count
    if (event) events[exit] = (events[exit] ?? 0) + count
  }
  const atRisk: number[] = []
  for (let t = 0, now = 0; t <= last; t++) {
    now += entering[t] ?? 0
    atRisk.push(now)
    now -= leaving[t] ?? 0
  }
  return { at_risk: atRisk, events: atRisk.map((_, t) => events[t] ?? 0), subjects, never_at_risk: neverAtRisk }
}
