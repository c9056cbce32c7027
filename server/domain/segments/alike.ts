/**
 * Scores of 1 to 5 cut customers into fifths however little they differ. Where nearly all of them buy at one rhythm (monthly
 * bookings), the days since the last purchase are the day of the month, and who scores 1 is no more silent than who scores 5.
 */

/** How buyers spread in what scores are made of. Days; value in any one unit. */
export type Spread = {
  /** Who ever bought, of the customers looked at. */
  buyers: number
  /** Share of buyers whose silence is no longer than `LATE` of their own usual gaps, and the silence of the nine of ten who are least silent. */
  rhythm?: { kept: number; silence: number }
  /** Where the lowest and the highest fifth begin: between them lie three of five. */
  purchases?: { low: number; high: number }
  value?: { low: number; high: number }
}

/** A score that tells customers hardly apart. `recency`: nine of ten bought within `high` days; else three of five lie from `low` to `high`. */
export type Alike = { score: 'recency' | 'frequency' | 'monetary'; low: number; high: number }

/** Who buys at random with a steady rate is silent for longer than this many usual gaps in more than one case of five (e^−1.5), so nine of ten within it are a rhythm. */
export const LATE = 1.5
const NEARLY_ALL = 0.9
/** Borders of fifths this near each other are the same for whoever reads the groups. */
const NEAR = 1.1
/** Fewer buyers say nothing about how they spread. */
const LEAST_BUYERS = 30

/** The scores that tell these buyers hardly apart; none where they are too few to say. */
export function alikeIn({ buyers, rhythm, purchases, value }: Spread): Alike[] {
  if (buyers < LEAST_BUYERS) return []
  const near = (range: { low: number; high: number } | undefined) => range !== undefined && range.low > 0 && range.high <= range.low * NEAR
  return [
    ...(rhythm && rhythm.kept >= NEARLY_ALL ? [{ score: 'recency' as const, low: 0, high: rhythm.silence }] : []),
    ...(purchases && near(purchases) ? [{ score: 'frequency' as const, ...purchases }] : []),
    ...(value && near(value) ? [{ score: 'monetary' as const, ...value }] : []),
  ]
}
