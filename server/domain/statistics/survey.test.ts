import { expect, test } from 'vitest'
import { meanEstimate, netPromoterScore } from './survey'

test('NPS in points, its interval by the adjusted Wald of Rocks 2016', () => {
  // 19 promoters and 6 detractors of 36: 36.111; adjusted (19.75 − 6.75) ÷ 39 = .3333, variance .6795 − .1111, error .1207.
  const nps = netPromoterScore(19, 6, 36)
  expect(nps?.value).toBeCloseTo(36.111, 3)
  expect(nps?.low).toBeCloseTo(9.671, 2)
  expect(nps?.high).toBeCloseTo(56.995, 2)
})

test('few answers that all agree are not certain; none is no score', () => {
  const all = netPromoterScore(4, 0, 4)
  expect(all?.value).toBe(100)
  expect(all?.low).toBeLessThan(60)
  expect(all?.high).toBe(100)
  expect(netPromoterScore(0, 0, 0)).toBeNull()
  expect(() => netPromoterScore(3, 2, 4)).toThrow(RangeError)
})

test('a mean with Student’s t, as R’s t.test has it', () => {
  // t.test(c(2, 3, 5, 6, 7)): mean 4.6, 95 % interval 2.025 to 7.175.
  expect(meanEstimate(5, 23, 123)).toMatchObject({ value: 4.6, low: expect.closeTo(2.025, 3), high: expect.closeTo(7.175, 3) })
  expect(meanEstimate(1, 4, 16)).toEqual({ value: 4, low: null, high: null })
  expect(meanEstimate(0, 0, 0)).toBeNull()
})
