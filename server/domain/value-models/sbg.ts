import betaln from '@stdlib/math-base-special-betaln'
import { estimate, type Estimate } from './estimate'
import { withGradient, type Steps } from './optimise'

/**
 * Shifted beta-geometric: under a contract, each customer leaves at the end of every period with their own steady
 * probability, and these vary (beta: alpha, beta). Fader & Hardie, “How to Project Customer Retention”, Journal of
 * Interactive Marketing 21 (2007).
 */
export type Sbg = { alpha: number; beta: number }
export const SBG_NAMES = ['alpha', 'beta'] as const

/**
 * So many customers known from period `entry` of their tenure on (0: from the start) for `periods` whole ones: `left`
 * in the last of them, or still there after it.
 */
export type ContractTenure = { entry: number; periods: number; left: boolean; n: number }

export function sbgFit(tenures: readonly ContractTenure[]): Steps<Estimate> {
  const observed = tenures.filter(({ periods, entry, n }) => periods > entry && n > 0)
  for (const { entry, periods } of observed) if (!Number.isInteger(periods) || !Number.isInteger(entry) || entry < 0) throw new RangeError(`tenure of ${periods} periods from ${entry}: whole periods are needed`)
  return estimate(SBG_NAMES, observed.length, withGradient((logs) => {
    const [alpha = 0, beta = 0] = logs.map(Math.exp)
    return -sbgLogLikelihood(observed, { alpha, beta })
  }), [[1, 1], [0.7, 4], [2, 20]])
}

/** Log-likelihood; customers seen only from `entry` on count given that they had stayed so long. */
export function sbgLogLikelihood(tenures: readonly ContractTenure[], p: Sbg): number {
  return tenures.reduce((sum, { entry, periods, left, n }) => sum + n * ((left ? logLost(p, periods) : logSurvival(p, periods)) - logSurvival(p, entry)), 0)
}

const logSurvival = ({ alpha, beta }: Sbg, t: number) => betaln(alpha, beta + t) - betaln(alpha, beta)
const logLost = ({ alpha, beta }: Sbg, t: number) => betaln(alpha + 1, beta + t - 1) - betaln(alpha, beta)

/** Share still there after t periods (their equation 6). */
export const sbgSurvival = (p: Sbg, t: number): number => Math.exp(logSurvival(p, t))

/** Probability of staying through `more` further periods, given t already stayed. */
export const sbgStays = (p: Sbg, t: number, more: number): number => Math.exp(logSurvival(p, t + more) - logSurvival(p, t))
