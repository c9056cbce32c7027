import { tierThresholds, type ValueCount } from '../statistics/tiers'

/**
 * RFM: each customer scored 1 to 5 on how recently, how often and how much they bought; 5 is best. Scores are fifths
 * of the customers, equal values always share one (the rule of statistics/tiers), so a score may be empty.
 * Everybody is scored in SQL (server/queries/segment-facts.ts); this is what it must say, and a test holds it to that.
 */
export type RfmScore = 1 | 2 | 3 | 4 | 5
export type Rfm = { recency: RfmScore; frequency: RfmScore; monetary: RfmScore }
export const RFM_SCORES = [5, 4, 3, 2, 1] as const

/** Least value of each score, best first; the last holds for everybody else. */
export type RfmCuts = { score: RfmScore; atLeast: number | null }[]

/** Where the scores begin. Values must rise with goodness: for recency give days since as negative numbers. */
export function rfmCuts(values: readonly ValueCount[]): RfmCuts {
  if (values.length === 0) return []
  return tierThresholds(values, { by: 'quantile', tiers: RFM_SCORES.map((score) => ({ name: String(score), share: 0.2 })) }).map(({ name, atLeast }) => ({ score: scoreOf(name), atLeast }))
}

/** The score of a value; 1 where there are no cuts. */
export function rfmScore(value: number, cuts: RfmCuts): RfmScore {
  return cuts.find(({ atLeast }) => atLeast === null || value >= atLeast)?.score ?? 1
}

/** The cell as people write it, recency first: “5-4-5”. */
export const rfmCell = ({ recency, frequency, monetary }: Rfm): string => `${recency}-${frequency}-${monetary}`

const scoreOf = (name: string): RfmScore => RFM_SCORES.find((score) => String(score) === name) ?? 1
