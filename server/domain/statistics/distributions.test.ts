import { expect, test } from 'vitest'
import { chiSquareSurvival } from './chi-square'
import { normalCdf } from './normal-cdf'
import { normalQuantile, zOfLevel } from './normal-quantile'
import { studentCdf, studentQuantile } from './student-t'

const near = (value: number, reference: number) => expect(value / reference).toBeCloseTo(1, 9)

test('normal (scipy 1.17, stats.norm)', () => {
  near(zOfLevel(0.95), 1.959963984540054)
  near(normalQuantile(1e-20), -9.262340089798408)
  near(normalCdf(-30), 4.906713927147908e-198)
  expect(normalQuantile(0.5)).toBeCloseTo(0, 15)
})

test("Student's t (scipy 1.17, stats.t)", () => {
  near(studentQuantile(0.975, 1), 12.706204736432095)
  near(studentQuantile(0.025, 10), -2.2281388519649385)
  near(studentQuantile(1e-8, 5), -62.4045061109673)
  near(studentCdf(-40, 20), 7.287348277155374e-21)
  expect(studentCdf(Number.NEGATIVE_INFINITY, 3)).toBe(0)
  near(studentQuantile(0.975, Infinity), 1.959963984540054)
})

test('chi-square, far tails too (scipy 1.17, stats.chi2.sf)', () => {
  near(chiSquareSurvival(3.841458820694124, 1), 0.05)
  near(chiSquareSurvival(800.985, 1), 3.295372837929371e-176)
  near(chiSquareSurvival(0.5, 7), 0.9994464813904249)
  expect(chiSquareSurvival(0, 2)).toBe(1)
  expect(chiSquareSurvival(Infinity, 2)).toBe(0)
  expect(() => chiSquareSurvival(Number.NaN, 1)).toThrow('chi-square')
  expect(() => chiSquareSurvival(1, 0)).toThrow('df')
})
