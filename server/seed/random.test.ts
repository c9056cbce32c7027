import { expect, test } from 'vitest'
import { Random } from './random'

const draws = (seed: string, n: number) => { const random = new Random(seed); return Array.from({ length: n }, () => random.next()) }

test('the same seed gives the same draws, another seed others', () => {
  expect(draws('a', 20)).toEqual(draws('a', 20))
  expect(draws('a', 20)).not.toEqual(draws('b', 20))
})

test('draws have the moments of their distributions', () => {
  const random = new Random('moments')
  const n = 40_000
  const mean = (draw: () => number) => { let sum = 0; for (let i = 0; i < n; i++) sum += draw(); return sum / n }
  expect(mean(() => random.next())).toBeCloseTo(0.5, 1.7)
  expect(mean(() => random.normal() ** 2)).toBeCloseTo(1, 1)
  for (const lambda of [0.03, 0.4, 3]) expect(Math.abs(mean(() => random.count(lambda)) - lambda)).toBeLessThan(5 * Math.sqrt(lambda / n))
  expect(mean(() => random.between(1, 6))).toBeCloseTo(3.5, 1)
  expect(mean(() => random.weighted([[1, 0.25], [0, 0.75]]))).toBeCloseTo(0.25, 1.5)
})
