import type { LocalDay } from '../time/local-day'
import { benjaminiHochberg } from '../statistics/benjamini-hochberg'

/** One thing looked at: what came, what was to be expected, and what it would mean in money (minor units, signed: cost > 0). */
export type Check = {
  report: string
  parameters: Record<string, string>
  /** Says it with its numbers: "1,240 phone contacts in the week of 2 March (usual 980–1,130)". */
  text: string
  observed: number
  expected: number
  low: number
  high: number
  /** Two-sided probability of what came, or worse, if nothing had changed. */
  p: number
  money: number | null
  /** First day of the period since when it stands apart, where that is longer than the newest one; these days too are what caught the eye. */
  since?: LocalDay | null
  /** Smaller absolute differences are never news, whatever the relative change (people, contacts). */
  leastDifference?: number
}
export type Finding = Check & { adjusted: number }

/** Front pages hold five at most. */
export const MOST_FINDINGS = 5
/** Share of false ones among the sentences printed, at most. */
export const FALSE_DISCOVERIES = 0.05

/**
 * What may be called news (METRICS §2): outside its usual range, kept by Benjamini–Hochberg at 5 % over everything
 * that was checked, and a relative change of at least `smallestChange`. Ranked by money, then by surprise; at most five.
 */
export function findings(checks: readonly Check[], smallestChange: number): Finding[] {
  const { adjusted, kept } = benjaminiHochberg(checks.map((c) => c.p), FALSE_DISCOVERIES)
  return checks
    .map((check, index) => ({ ...check, adjusted: adjusted[index] ?? 1, kept: kept[index] ?? false }))
    .filter((c) => c.kept && (c.observed < c.low || c.observed > c.high) && matters(c, smallestChange))
    .toSorted((a, b) => Math.abs(b.money ?? 0) - Math.abs(a.money ?? 0) || a.adjusted - b.adjusted)
    .slice(0, MOST_FINDINGS)
    .map(({ kept: _kept, ...finding }) => finding)
}

function matters(c: Check, smallestChange: number): boolean {
  const difference = Math.abs(c.observed - c.expected)
  if (difference < (c.leastDifference ?? 0)) return false
  return c.expected === 0 ? difference > 0 : difference / Math.abs(c.expected) >= smallestChange
}
