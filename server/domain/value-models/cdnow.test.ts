import { describe, expect, test } from 'vitest'
import { bgNbdAlive, bgNbdExpected, bgNbdFit, bgNbdLogLikelihood, type BgNbd } from './bg-nbd'
import { cdnow, cdnowIsThere, historiesOfCdnow } from './cdnow.fixture'
import type { Estimate } from './estimate'
import { gammaGammaExpected, gammaGammaFit, type GammaGamma } from './gamma-gamma'
import { atOnce } from './optimise'
import { paretoNbdAlive, paretoNbdExpected, paretoNbdFit, type ParetoNbd } from './pareto-nbd'

// Published figures and where they are from: ../shared/data/SOURCES.md.
const values = (fit: Estimate) => Object.fromEntries(fit.parameters.map(({ name, estimate }) => [name, estimate]))

/** At these published parameters the published point figures are computed. */
const BG: BgNbd = { r: 0.2425945, alpha: 4.4136019, a: 0.7929199, b: 2.4258881 }
const PARETO: ParetoNbd = { r: 0.5533955, alpha: 10.5780156, s: 0.6060688, beta: 11.6690142 }

describe.skipIf(!cdnowIsThere)('CDNOW (needs ../shared/data)', () => {
  const customers = cdnowIsThere ? cdnow() : []
  const data = historiesOfCdnow(customers)

  test('BG/NBD to seven digits, with standard errors', () => {
    const fit = atOnce(bgNbdFit(data))
    expect(fit.converged).toBe(true)
    const found = values(fit)
    for (const [name, published] of Object.entries(BG)) expect(Math.abs((found[name] ?? 0) / published - 1), name).toBeLessThan(1e-5)
    expect(Math.abs((fit.log_likelihood ?? 0) + 9582.429)).toBeLessThan(0.001)
    // No likelier than what was found here, and no less likely than can be seen.
    expect((fit.log_likelihood ?? 0) - bgNbdLogLikelihood(data, BG)).toBeGreaterThan(0)
    expect((fit.log_likelihood ?? 0) - bgNbdLogLikelihood(data, BG)).toBeLessThan(1e-7)
    expect(fit.parameters.every(({ std_err, estimate }) => std_err !== null && std_err > 0 && std_err < estimate)).toBe(true)
  })

  test('Pareto/NBD', () => {
    const fit = atOnce(paretoNbdFit(data))
    expect(fit.converged).toBe(true)
    const found = values(fit)
    for (const [name, published] of Object.entries({ r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 })) expect(Math.abs((found[name] ?? 0) / published - 1), name).toBeLessThan(0.001)
    expect(Math.abs((fit.log_likelihood ?? 0) + 9595)).toBeLessThan(0.05)
  })

  test('Gamma-Gamma, and the spend expected of customers 1 to 10', () => {
    const repeaters = customers.filter(({ x, mean }) => x > 0 && mean > 0)
    expect(repeaters).toHaveLength(946)
    const fit = atOnce(gammaGammaFit(repeaters.map(({ x, mean }) => ({ x, mean, n: 1 }))))
    expect(fit.converged).toBe(true)
    const found = values(fit) as GammaGamma
    for (const [name, published] of Object.entries({ p: 6.25, q: 3.74, v: 15.44 })) expect(Math.abs((found[name as keyof GammaGamma] ?? 0) / published - 1), name).toBeLessThan(0.0012)
    expect(Math.abs((fit.log_likelihood ?? 0) + 4055.918)).toBeLessThan(0.01)
    expect(customers.slice(0, 10).map((c) => gammaGammaExpected(found, c).toFixed(2))).toEqual(['24.65', '18.91', '35.17', '35.17', '35.17', '71.46', '18.91', '35.17', '27.28', '35.17'])
  })

  test('the purchases expected of single customers', () => {
    expect(bgNbdExpected({ r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }, { x: 2, t: 30.43, T: 38.86 }, 39)).toBeCloseTo(1.226, 3)
    const one = customers.find(({ id }) => id === 1516) ?? { x: 0, t: 0, T: 0 }
    expect([one.x, Math.round(one.t * 1000) / 1000, one.T]).toEqual([26, 30.857, 31])
    expect(bgNbdExpected(BG, one, 52)).toBeCloseTo(25.757, 3)
    expect(bgNbdAlive(BG, one)).toBeCloseTo(0.96885, 5)
    expect(paretoNbdExpected(PARETO, one, 52)).toBeCloseTo(25.456, 2)
    expect(paretoNbdAlive(PARETO, one)).toBeCloseTo(0.99787, 5)
  })

  test('holdout by calibration frequency, to three decimals', () => {
    const groups = Array.from({ length: 8 }, (_, f) => customers.filter(({ x }) => (f === 7 ? x >= 7 : x === f)))
    const mean = (list: number[]) => list.reduce((a, b) => a + b, 0) / list.length
    expect(groups.map((g) => mean(g.map(({ later }) => later)).toFixed(3))).toEqual(['0.237', '0.697', '1.393', '1.560', '2.532', '2.947', '3.862', '6.359'])
    const expected = [0.2251, 0.5231, 1.0441, 1.5203, 2.1638, 2.6538, 3.504, 6.157]
    groups.forEach((g, f) => expect(mean(g.map((c) => bgNbdExpected(BG, c, 39))), `x = ${f}`).toBeCloseTo(expected[f] ?? 0, 3))
    expect(customers.reduce((sum, { later }) => sum + later, 0)).toBe(1882)
    expect(customers.reduce((sum, c) => sum + bgNbdExpected(BG, c, 39), 0)).toBeCloseTo(1653.4, 1)
  })
})
