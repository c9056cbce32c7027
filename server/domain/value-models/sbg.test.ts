import { expect, test } from 'vitest'
import { atOnce } from './optimise'
import { sbgFit, sbgLogLikelihood, sbgStays, sbgSurvival, type ContractTenure } from './sbg'
import { hazardByTenure, hazardStays } from './hazard'

// Fader & Hardie 2007, table 1: 1,000 customers of each segment, share still there after years 1 to 7, and the
// parameters they report, as the Apache-licensed reference jdmaturen/shifted_beta_geometric_py quotes and reproduces them.
const HIGH_END = [869, 743, 653, 593, 551, 517, 491]
const REGULAR = [631, 468, 382, 326, 289, 262, 241]

const cohort = (survivors: number[]): ContractTenure[] => [
  ...survivors.map((left, i) => ({ entry: 0, periods: i + 1, left: true, n: (survivors[i - 1] ?? 1000) - left })),
  { entry: 0, periods: survivors.length, left: false, n: survivors.at(-1) ?? 0 },
]

test.each([['High End', HIGH_END, 0.668, 3.806], ['Regular', REGULAR, 0.704, 1.182]])('%s: the published parameters', (_name, survivors, alpha, beta) => {
  const fit = atOnce(sbgFit(cohort(survivors)))
  expect(fit.converged).toBe(true)
  expect(fit.parameters[0]?.estimate).toBeCloseTo(alpha, 3)
  expect(fit.parameters[1]?.estimate).toBeCloseTo(beta, 3)
})

test('log-likelihood and projection of the reference implementation', () => {
  // Per customer −2.115 at (1, 1); years 8 to 12 projected .460 .436 .414 .395 .378.
  expect(sbgLogLikelihood(cohort(HIGH_END), { alpha: 1, beta: 1 }) / 1000).toBeCloseTo(-2.115, 2)
  expect([8, 9, 10, 11, 12].map((t) => sbgSurvival({ alpha: 0.668, beta: 3.806 }, t).toFixed(3))).toEqual(['0.460', '0.436', '0.414', '0.395', '0.378'])
  expect(sbgStays({ alpha: 0.668, beta: 3.806 }, 7, 1)).toBeCloseTo((3.806 + 7) / (0.668 + 3.806 + 7), 12)
})

test('customers known only from a later year on: the same parameters, less certain', () => {
  const p = { alpha: 0.668, beta: 3.806 }
  const whole = cohort(HIGH_END.map((_, i) => 1000 * sbgSurvival(p, i + 1)))
  // Half of the cohort is seen from the end of year 2 on: who had left by then is not known of.
  const late = whole.flatMap((t) => [{ ...t, n: t.n / 2 }, { ...t, entry: 2, n: t.n / 2 }])
  const [all, some] = [atOnce(sbgFit(whole)), atOnce(sbgFit(late))]
  some.parameters.forEach(({ name, estimate, std_err }, i) => {
    expect(Math.abs(estimate / p[name as 'alpha' | 'beta'] - 1)).toBeLessThan(1e-5)
    expect(std_err).toBeGreaterThan(all.parameters[i]?.std_err ?? 0)
  })
})

test('without anybody leaving, or everybody at once, there is no estimate and it says so', () => {
  for (const tenures of [[{ entry: 0, periods: 12, left: false, n: 500 }], [{ entry: 0, periods: 1, left: true, n: 500 }], []]) {
    const fit = atOnce(sbgFit(tenures))
    expect(fit.converged).toBe(false)
    expect(fit.converged ? '' : fit.reason).not.toBe('')
  }
})

test('the hazard by tenure is a life table', () => {
  const rows = hazardByTenure(cohort(REGULAR), 30)
  expect(rows.map(({ at_risk, lost }) => [at_risk, lost])).toEqual([[1000, 369], [631, 163], [468, 86], [382, 56], [326, 37], [289, 27], [262, 21]])
  expect(hazardStays(rows, 0, 7)).toBeCloseTo(0.241, 10)
  expect(hazardStays(rows, 7, 1)).toBeCloseTo(1 - 21 / 262, 10)
  expect(hazardStays([], 0, 1)).toBeNull()
})
