import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { bgNbdFit } from './bg-nbd'
import { gammaGammaFit } from './gamma-gamma'
import { histories } from './histories'
import { atOnce } from './optimise'
import { paretoNbdFit } from './pareto-nbd'

// Golden: the same likelihoods written in Python and minimised by scipy 1.17.1 (Nelder-Mead, tolerances 1e-9).
const file = new URL('../../../../shared/data/online_retail_invoices.csv', import.meta.url)
const DAY = 86_400_000

/** Purchases of the retailer before `end`, merged by day: x, t, T in weeks, and the mean spend per repeat day. */
function shop(end: string) {
  const customers = new Map<string, Map<number, number>>()
  for (const line of readFileSync(file, 'utf8').trim().split(/\r?\n/).slice(1)) {
    const [, customer = '', , at = '', , , amount, type] = line.split(',')
    if (type !== 'purchase' || at.slice(0, 10) >= end) continue
    const own = customers.get(customer) ?? new Map<number, number>()
    customers.set(customer, own)
    const day = Date.parse(at.slice(0, 10)) / DAY
    own.set(day, (own.get(day) ?? 0) + Number(amount))
  }
  return [...customers.values()].map((own) => {
    const days = [...own.keys()].toSorted((a, b) => a - b)
    const [first = 0, ...repeats] = days
    return { x: repeats.length, t: ((repeats.at(-1) ?? first) - first) / 7, T: (Date.parse(end) / DAY - 1 - first) / 7, n: 1, mean: repeats.length === 0 ? 0 : repeats.reduce((sum, day) => sum + (own.get(day) ?? 0), 0) / repeats.length }
  })
}

describe.skipIf(!existsSync(file))('a retailer’s invoices (needs ../shared/data)', () => {
  const rows = existsSync(file) ? shop('2011-09-01') : []

  test('Gamma-Gamma: p 2.39521, q 3.30040, v 396.086, log-likelihood −12924.4059', () => {
    const fit = atOnce(gammaGammaFit(rows.filter(({ x, mean }) => x > 0 && mean > 0)))
    expect(fit.converged).toBe(true)
    const golden = [2.3952057, 3.3003980, 396.08557]
    fit.parameters.forEach(({ estimate, name }, i) => expect(Math.abs(estimate / (golden[i] ?? 0) - 1), name).toBeLessThan(1e-5))
    expect(fit.log_likelihood).toBeCloseTo(-12924.405868, 4)
  })

  test('nobody seems to stop: the likelihood has no peak, only a limit (−21758.0208), and it says so', () => {
    const found = atOnce(bgNbdFit(histories(rows)))
    expect(found.converged).toBe(false)
    expect(found.log_likelihood).toBeCloseTo(-21758.0208, 3)
    expect(found.parameters[0]?.estimate).toBeCloseTo(0.72268, 4)
  })

  test('Pareto/NBD runs to the same limit, and stops where nothing is told any more', () => {
    const some = histories(rows.filter((_, i) => i % 8 === 0))
    const [pareto, bg] = [atOnce(paretoNbdFit(some)), atOnce(bgNbdFit(some))]
    expect(pareto.converged).toBe(false)
    expect(pareto.evaluations).toBeLessThan(300)
    expect(Math.abs((pareto.log_likelihood ?? 0) - (bg.log_likelihood ?? 0))).toBeLessThan(0.5)
  })
})
