/** 1…5 by what is reached: five steps, the last limit reached counts. */
const stepOf = (value: number, limits: readonly [number, number, number, number]): number => 1 + limits.filter((limit) => value >= limit).length

/** Value to customers: the share of all customers who are touched by it. Half a percent, two, five, ten. */
export const customersScore = (touched: number, customers: number): number => (customers > 0 ? stepOf(touched / customers, [0.005, 0.02, 0.05, 0.1]) : 1)
/** Value to us: the share of a year's value that went with it. A thousandth, three, one percent, two. */
export const usScore = (lost: number, year: number): number => (year > 0 ? stepOf(lost / year, [0.001, 0.003, 0.01, 0.02]) : 1)
/** What a score is counted as while nobody has judged it; of what the record suggests that is the effort. */
export const EFFORT_UNKNOWN = 3

export const SCORES = ['customers', 'us', 'effort'] as const
export type ScoreKey = (typeof SCORES)[number]
type Scored = Record<ScoreKey, number> & { source: string; inputs: Readonly<Record<string, string>>; overrides: Readonly<Record<string, unknown>> }

/** Nobody has judged it yet: neither the record, which knows no effort, nor a person, who is named where the score comes from. */
export const unjudged = (one: Scored, key: ScoreKey): boolean => one[key] === EFFORT_UNKNOWN && !one.overrides[key] && !one.inputs[key] && (one.source !== 'record' || key === 'effort')

/** Value to customers × value to us × ease (6 − effort): 1…125. */
export const scoreOf = ({ customers, us, effort }: { customers: number; us: number; effort: number }): number => customers * us * (6 - effort)
