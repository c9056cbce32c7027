/**
 * What customers under contract bring a month. One's own record is believed as far as it reaches: the expectation lies
 * between one's own mean and everybody's (Bühlmann & Straub, “Glaubwürdigkeit für Schadensätze”, 1970), so that who has
 * only just come is expected to bring what customers bring, and not nothing. Money in minor units.
 */
export type Pace = {
  /** Per month, of all customers together. */
  mean: number
  /** Months of one's own record that weigh as much as what is known of everybody. */
  credible: number
  /** Squared coefficient of variation of one month about one's own mean: the median customer's. */
  scatter: number
  /** Months the record reaches back: who never bought in them is known that long. */
  record: number
}

/** Sums over customers, each with n months of record, value v in them and the sum of squares of its months, s. */
export type PaceSums = { customers: number; months: number; value: number; /** Σ n². */ squares: number; /** Σ v² ÷ n. */ weighted: number; /** Σ (s − v² ÷ n). */ within: number; /** Σ (n − 1). */ freedom: number; scatter: number | null; record: number }

/** Fewer customers tell nothing of how they differ. */
const LEAST = 30
/** Where customers do not differ beyond chance, one's own record counts for nothing. */
export const ALIKE = 1e6

/** Null with too few customers, or no value at all. */
export function paceOf({ customers, months, value, squares, weighted, within, freedom, scatter, record }: PaceSums): Pace | null {
  if (customers < LEAST || months <= 0 || freedom <= 0 || value <= 0) return null
  const mean = value / months
  const variance = within / freedom
  const spread = (weighted - value * mean - (customers - 1) * variance) / (months - squares / months)
  return { mean, credible: spread > 0 ? Math.min(ALIKE, variance / spread) : ALIKE, scatter: scatter ?? 0, record }
}

/** Expected value a month of one who has brought `value` in so many months. */
export const monthlyValue = ({ mean, credible }: Pace, { value, months }: { value: number; months: number }): number => (Math.max(0, value) + credible * mean) / (months + credible)
