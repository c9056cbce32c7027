import { describe, expect, test } from 'vitest'
import { random } from './random.fixture'
import { studentQuantile } from './student-t'
import { normalCdf } from './normal-cdf'
import { expectedSoFar } from './so-far'

/** Negative binomial by its own recurrence p(k+1) = p(k)·(k+r)/(k+1)·q, added up term by term. */
function range(mean: number, variance: number, tail: number): [number, number] {
  const r = (mean * mean) / (variance - mean)
  const q = mean / (mean + r)
  let p = (1 - q) ** r
  let below = 0
  let low = -1
  for (let k = 0; ; k++) {
    below += p
    if (low < 0 && below > tail) low = k
    // The first k above which no more than the tail is left is the highest of which at least that much remains.
    if (1 - below <= tail) return [low, k]
    p *= ((k + r) / (k + 1)) * q
  }
}

describe('what was to be expected by this hour', () => {
  test('mean, dispersion and range as written out by hand', () => {
    const days = [104, 88, 131, 96, 117, 92, 109, 143]
    const mean = 110
    const s2 = days.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 7
    const found = expectedSoFar(days, 60)
    expect(found?.expected).toBe(mean)
    expect([found?.low, found?.high]).toEqual(range(mean, (s2 / mean) * mean * (1 + 1 / 8), normalCdf(studentQuantile(0.025, 7))))
    expect(found?.low).toBeGreaterThan(60)
    expect(found?.p).toBeLessThan(0.05)
  })

  test('fewer than four days say nothing; without an event none is expected, and one is not unusual yet', () => {
    expect(expectedSoFar([5, 6, 7], 9)).toBe(null)
    expect(expectedSoFar([0, 0, 0, 0, 0], 0)).toMatchObject({ expected: 0, low: 0, high: 1 })
    expect(() => expectedSoFar([1, 2, 3, Number.NaN], 1)).toThrow(RangeError)
  })

  test('holds at least about 19 of 20 days, whether counts scatter as chance does or by far more', () => {
    const { gamma, poisson } = random(7)
    for (const [mean, shape] of [[6, Infinity], [300, Infinity], [80, 12], [2000, 30]] as const) {
      const draw = () => poisson(shape === Infinity ? mean : (gamma(shape) / shape) * mean)
      const tries = mean > 1000 ? 300 : 1500
      let held = 0
      for (let i = 0; i < tries; i++) {
        const y = draw()
        const r = expectedSoFar(Array.from({ length: 8 }, draw), y)
        if (r && y >= r.low && y <= r.high) held++
      }
      expect(held / tries, `mean ${mean}`).toBeGreaterThan(0.925)
      expect(held / tries, `mean ${mean}`).toBeLessThan(0.998)
    }
  })
})
