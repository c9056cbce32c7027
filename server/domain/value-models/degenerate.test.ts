import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bgNbdAlive, bgNbdExpected, bgNbdFit, bgNbdLogLikelihood, bgNbdOfNew, type BgNbd } from './bg-nbd'
import { discounted } from './discount'
import { gammaGammaExpected, gammaGammaFit } from './gamma-gamma'
import { histories, type History } from './histories'
import { atOnce } from './optimise'
import { paretoNbdAlive, paretoNbdExpected, paretoNbdFit, paretoNbdLogLikelihood } from './pareto-nbd'
import { rfmCell, rfmCuts, rfmScore } from './rfm'

const nobody: History[] = []
const one = [{ x: 3, t: 20, T: 30, n: 1 }]
const onceEach = [{ x: 0, t: 0, T: 30, n: 500 }, { x: 0, t: 0, T: 20, n: 100 }]
const alike = [1, 2, 3, 4, 5, 6].map((i) => ({ x: 2, t: 10, T: 30 + i / 7, n: 200_000 }))
const million = [{ x: 2, t: 10, T: 30, n: 1_000_000 }]

test.each([['nobody', nobody], ['one customer', one], ['all bought once', onceEach], ['a million identical customers', million], ['a million nearly identical ones', alike]])('%s: no model, a reason, no exception', (_name, rows) => {
  for (const fit of [bgNbdFit, paretoNbdFit]) {
    const found = atOnce(fit(histories(rows)))
    expect(found.converged).toBe(false)
    expect(found.converged ? '' : found.reason.length).toBeGreaterThan(20)
  }
})

test('all amounts equal: spend has no spread to estimate', () => {
  const fit = atOnce(gammaGammaFit([{ x: 1, mean: 10, n: 300 }, { x: 2, mean: 10, n: 200 }, { x: 3, mean: 10, n: 200 }, { x: 4, mean: 10, n: 20 }]))
  expect(fit.converged).toBe(false)
  expect(atOnce(gammaGammaFit([])).converged).toBe(false)
})

test('what cannot be a history is refused', () => {
  for (const wrong of [{ x: 1, t: 0, T: 5, n: 1 }, { x: 0, t: 1, T: 5, n: 1 }, { x: 1, t: 6, T: 5, n: 1 }, { x: 1.5, t: 1, T: 5, n: 1 }, { x: -1, t: 0, T: 5, n: 1 }]) expect(() => histories([wrong])).toThrow(RangeError)
  expect(() => atOnce(gammaGammaFit([{ x: 1, mean: 0, n: 1 }]))).toThrow(RangeError)
})

const positive = (max: number) => fc.double({ min: 0.05, max, noNaN: true })
const bg = fc.record({ r: positive(20), alpha: positive(100), a: positive(10), b: positive(20) })
const past = fc.tuple(fc.integer({ min: 0, max: 300 }), positive(500), fc.double({ min: 0, max: 1, noNaN: true })).map(([x, T, part]) => ({ x, T, t: x === 0 ? 0 : Math.max(T * part, T * 1e-3) }))

test('whatever the parameters and the history, probabilities lie between 0 and 1 and expectations rise with the horizon', () => {
  fc.assert(fc.property(bg, past, (p, history) => {
    const alive = bgNbdAlive(p, history)
    expect(alive).toBeGreaterThanOrEqual(0)
    expect(alive).toBeLessThanOrEqual(1)
    let before = 0
    for (const weeks of [1, 13, 52, 260]) {
      const expected = bgNbdExpected(p, history, weeks)
      expect(expected, String(weeks)).toBeGreaterThanOrEqual(before - 1e-9 * Math.max(1, before))
      before = expected
    }
    const pareto = { r: p.r, alpha: p.alpha, s: p.a, beta: p.b * 5 }
    const still = paretoNbdAlive(pareto, history)
    expect(still).toBeGreaterThanOrEqual(0)
    expect(still).toBeLessThanOrEqual(1)
    expect(paretoNbdExpected(pareto, history, 52)).toBeGreaterThanOrEqual(0)
    expect(Number.isFinite(paretoNbdLogLikelihood(histories([{ ...history, n: 3 }]), pareto))).toBe(true)
    expect(Number.isFinite(bgNbdLogLikelihood(histories([{ ...history, n: 3 }]), p))).toBe(true)
  }), { numRuns: 500 })
})

test('near a = 1 and s = 1 the expectations are smooth', () => {
  const history = { x: 3, t: 20, T: 30 }
  const at = (a: number) => bgNbdExpected({ r: 0.5, alpha: 4, a, b: 2.4 }, history, 39)
  expect(at(1)).toBeCloseTo((at(0.999) + at(1.001)) / 2, 5)
  const pareto = (s: number) => paretoNbdExpected({ r: 0.5, alpha: 4, s, beta: 10 }, history, 39)
  expect(pareto(1)).toBeCloseTo((pareto(0.999) + pareto(1.001)) / 2, 5)
})

test('equal histories put together are the same as one by one', () => {
  const p: BgNbd = { r: 0.5, alpha: 5, a: 0.8, b: 2.4 }
  const single = Array.from({ length: 50 }, (_, i) => ({ x: i % 5, t: i % 5 ? 10 + (i % 5) : 0, T: 30, n: 1 }))
  const merged = histories(single)
  expect([merged.rows, merged.customers, merged.repeaters]).toEqual([5, 50, 40])
  const apart = single.reduce((sum, row) => sum + bgNbdLogLikelihood(histories([row]), p), 0)
  expect(bgNbdLogLikelihood(merged, p)).toBeCloseTo(apart, 8)
})

test('likelihoods add up to one: the chances of 0, 1, 2 … purchases of a new customer have the expected mean', () => {
  // E[X(t)] of BG/NBD against 200,000 draws would be noise; the model’s own recursion is exact: E over a short time is r t / α.
  const p = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }
  expect(bgNbdOfNew(p, 1e-4) / 1e-4).toBeCloseTo(p.r / p.alpha, 4)
  expect(gammaGammaExpected({ p: 6.25, q: 3.74, v: 15.44 }, { x: 0, mean: 0 })).toBeCloseTo((6.25 * 15.44) / 2.74, 10)
})

test('discounting: nothing at rate 0, by the middle of each four weeks otherwise', () => {
  expect(discounted((w) => w * 2, 52, 0)).toEqual({ expected: 104, present: 104 })
  const { expected, present } = discounted((w) => w, 52, 0.1)
  // ∫ e^(−δw) dw over 52 weeks, δ = ln 1.1 per 52.18 weeks.
  const delta = Math.log(1.1) / (365.25 / 7)
  expect(expected).toBe(52)
  expect(present / ((1 - Math.exp(-delta * 52)) / delta)).toBeCloseTo(1, 5)
  expect(discounted((w) => w, 0, 0.1)).toEqual({ expected: 0, present: 0 })
})

test('RFM scores are fifths, and equal values share one', () => {
  const cuts = rfmCuts(Array.from({ length: 100 }, (_, i) => ({ value: i, count: 1 })))
  expect([99, 80, 79, 60, 20, 19, 0].map((v) => rfmScore(v, cuts))).toEqual([5, 5, 4, 4, 2, 1, 1])
  const same = rfmCuts([{ value: 7, count: 1000 }])
  expect(same).toHaveLength(1)
  expect(rfmCell({ recency: 5, frequency: 4, monetary: rfmScore(7, same) })).toBe('5-4-3')
  expect(rfmCuts([])).toEqual([])
})
