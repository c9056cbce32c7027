import { expect, test } from 'vitest'
import { random } from '../statistics/random.fixture'
import { averagePace, paceWithin } from './average-pace'
import { historyColumns } from './histories'
import { ALIKE } from './pace'

const columns = (given: readonly { x: number; T: number }[]) => {
  const column = (of: (row: { x: number; T: number }) => number) => Float64Array.from(given, of)
  return historyColumns({ x: column(({ x }) => x), t: column(({ x, T }) => (x > 0 ? T : 0)), T: column(({ T }) => T), n: column(() => 1) })
}

test('gamma and Poisson: mean and credibility are found again, and the expectation is the posterior mean', () => {
  const { uniform } = random(20261123)
  // Paces from a gamma distribution of shape 2 and rate 25: a mean of 0.08 a week, credible after 25 weeks.
  const gamma = () => -Math.log(1 - uniform()) / 25 - Math.log(1 - uniform()) / 25
  const bought = (mean: number) => { let [x, left] = [0, -Math.log(1 - uniform())]; while (left < mean) { x++; left -= Math.log(1 - uniform()) } return x }
  const pace = averagePace(columns(Array.from({ length: 20_000 }, (_, i) => { const T = 10 + (i % 60); return { x: bought(gamma() * T), T } })))
  expect(Math.abs(pace.mean / 0.08 - 1)).toBeLessThan(0.02)
  expect(Math.abs(pace.credible / 25 - 1)).toBeLessThan(0.06)
  expect(paceWithin({ mean: 0.08, credible: 25 }, { x: 3, T: 35 })).toBeCloseTo((2 + 3) / (25 + 35), 12)
})

test('who has only just come goes at everybody’s pace; customers who do not differ all do; too few are taken by their own', () => {
  expect(paceWithin({ mean: 0.08, credible: 25 }, { x: 0, T: 0 })).toBeCloseTo(0.08, 12)
  const alike = averagePace(columns(Array.from({ length: 40 }, () => ({ x: 2, T: 20 }))))
  expect(alike).toEqual({ mean: 0.1, credible: ALIKE })
  expect(paceWithin(alike, { x: 2, T: 20 })).toBeCloseTo(0.1, 9)
  const few = averagePace(columns([{ x: 1, T: 10 }, { x: 4, T: 10 }]))
  expect(few).toEqual({ mean: 0.25, credible: 0 })
  expect([paceWithin(few, { x: 4, T: 10 }), paceWithin(few, { x: 0, T: 0 })]).toEqual([0.4, 0])
  expect(averagePace(columns([]))).toEqual({ mean: 0, credible: 0 })
})
