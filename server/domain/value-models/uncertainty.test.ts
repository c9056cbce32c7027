import { expect, test } from 'vitest'
import { normalQuantile } from '../statistics/normal-quantile'
import { bgNbdExpected, bgNbdFit } from './bg-nbd'
import { histories } from './histories'
import { atOnce } from './optimise'
import { buyerPredictor, contractPredictor } from './predict'
import { sbgFit } from './sbg'
import { productError, relativeError, relativeInterval } from './uncertainty'

test('a product of powers has the error its logarithm says, exactly', () => {
  // ln(θ₁² ÷ θ₂) = 2 ln θ₁ − ln θ₂: variance 4 · 0.04 + 0.09 − 2 · 2 · 0.01.
  expect(relativeError(([a = 0, b = 0]) => (a * a) / b, [3, 7], [[0.04, 0.01], [0.01, 0.09]])).toBeCloseTo(Math.sqrt(0.16 + 0.09 - 0.04), 8)
  expect(relativeError(() => 0, [1], [[1]])).toBeNull()
  expect(productError(0.3, 0.4)).toBeCloseTo(0.5, 12)
  expect(productError(0.3, null)).toBeNull()
  const { low, high } = relativeInterval(100, 0.1)
  expect([low, high].map((v) => v.toFixed(2))).toEqual(['82.20', '121.65'])
})

/** Buyers at paces and with risks of their own, seen for a year; drawn by a fixed sequence. */
function shop(customers: number) {
  let seed = 12345
  const uniform = () => { seed = (seed * 1103515245 + 12345) % 2147483648; return (seed + 0.5) / 2147483648 }
  return Array.from({ length: customers }, () => {
    const pace = -Math.log(uniform()) / 8
    const risk = uniform() ** 2
    const T = 30 + Math.floor(uniform() * 22)
    let [t, x, at] = [0, 0, 0]
    for (;;) {
      if (uniform() < risk) break
      at += -Math.log(uniform()) / Math.max(pace, 1e-6)
      if (at > T) break
      x += 1
      t = at
    }
    return { x, t, T, n: 1 }
  })
}

test('the interval is as wide as the expectation scatters when parameters are drawn by their covariance', () => {
  const fit = atOnce(bgNbdFit(histories(shop(3000))))
  if (!fit.converged) throw new Error(fit.reason)
  const at = fit.parameters.map(({ estimate }) => estimate)
  fit.parameters.forEach(({ estimate, std_err }, i) => expect((std_err ?? 0) / estimate).toBeCloseTo(Math.sqrt(fit.covariance[i]?.[i] ?? 0), 10))
  // Cholesky, row by row.
  const lower: number[][] = []
  for (const [i, row] of fit.covariance.entries()) {
    const own: number[] = []
    lower.push(own)
    for (const k of row.keys()) {
      const rest = (row[k] ?? 0) - own.reduce((sum, value, j) => sum + (j < k ? value * (lower[k]?.[j] ?? 0) : 0), 0)
      own.push(k > i ? 0 : k === i ? Math.sqrt(rest) : rest / (lower[k]?.[k] ?? 1))
    }
  }
  for (const history of [{ x: 0, t: 0, T: 40 }, { x: 3, t: 30, T: 40 }, { x: 6, t: 12, T: 40 }]) {
    const expected = ([r = 0, alpha = 0, a = 0, b = 0]: readonly number[]) => bgNbdExpected({ r, alpha, a, b }, history, 52)
    let [sum, squares] = [0, 0]
    const draws = 2000
    for (let d = 0; d < draws; d++) {
      const z = [2, 3, 5, 7].map((base) => normalQuantile(halton(d + 20, base)))
      const ln = Math.log(expected(at.map((value, i) => value * Math.exp(z.reduce((total, one, k) => total + one * (lower[i]?.[k] ?? 0), 0)))))
      sum += ln
      squares += ln * ln
    }
    const scatter = Math.sqrt(squares / draws - (sum / draws) ** 2)
    expect((relativeError(expected, at, fit.covariance) ?? 0) / scatter, JSON.stringify(history)).toBeCloseTo(1, 1)
  }
})

/** Evenly spread draws between 0 and 1. */
function halton(index: number, base: number): number {
  let [fraction, value, rest] = [1, 0, index]
  while (rest > 0) {
    fraction /= base
    value += fraction * (rest % base)
    rest = Math.floor(rest / base)
  }
  return value
}

test('more customers, less error; without a model or without anything expected there is none', () => {
  const error = (customers: number) => {
    const fit = atOnce(bgNbdFit(histories(shop(customers))))
    const [r = 0, alpha = 0, a = 0, b = 0] = fit.parameters.map(({ estimate }) => estimate)
    const predict = buyerPredictor({ name: 'bg_nbd', p: { r, alpha, a, b }, precision: fit.converged ? fit.covariance : [] }, { name: 'own_average' }, { horizonWeeks: 52, margin: 1, discountRate: 0.1 })
    return predict({ x: 3, t: 30, T: 40, spend: 300, value: 400 }).error ?? Number.NaN
  }
  expect(error(8000)).toBeLessThan(error(500))
  expect(error(8000)).toBeGreaterThan(0)
  const plain = buyerPredictor({ name: 'historic_average', pace: { mean: 0.1, credible: 10 } }, { name: 'own_average' }, { horizonWeeks: 52, margin: 1, discountRate: 0 })
  expect(plain({ x: 3, t: 30, T: 40, spend: 300, value: 400 }).error).toBeNull()

  const stays = atOnce(sbgFit([1, 2, 3, 4, 5].map((periods) => ({ entry: 0, periods, left: true, n: 120 / periods })).concat([{ entry: 0, periods: 5, left: false, n: 400 }])))
  const [alpha = 0, beta = 0] = stays.parameters.map(({ estimate }) => estimate)
  const contracted = contractPredictor({ alpha, beta }, { horizonWeeks: 52, margin: 1, discountRate: 0 }, stays.converged ? stays.covariance : [])
  expect(contracted({ months: 2, lasting: true, valuePerWeek: 10, daysPerWeek: null }).error).toBeGreaterThan(0)
  expect(contracted({ months: 2, lasting: false, valuePerWeek: 10, daysPerWeek: null }).error).toBeNull()
})
