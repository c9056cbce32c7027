import { expect, test } from 'vitest'
import { beforeShift } from './before-shift'
import { rateExpectation, type RatePoint } from './rate-expectation'

const month = (n: number) => new Date(Date.UTC(2024, n, 1)).toISOString().slice(0, 10)
/** Failed of 200 a month, around three in ten, without chance. */
const usual = Array.from({ length: 24 }, (_, n): RatePoint => ({ period: month(n), numerator: 60 + ((n * 7) % 11) - 5, denominator: 200 }))
const rate = (at: RatePoint) => at.numerator / at.denominator
const judge = (before: readonly RatePoint[], at: RatePoint) => rateExpectation('month', before, at)
const at = (n: number, numerator: number): RatePoint => ({ period: month(n), numerator, denominator: 200 })

test('a shift that lasts stays what it was in its first month', () => {
  const history = [...usual, at(24, 140), at(25, 138)]
  const now = at(26, 139)
  expect(beforeShift(history, judge, rate)).toEqual({ before: usual, since: month(24) })
  // With the shift in its own history the third month would be within the range.
  const hidden = judge(history, now)
  expect(hidden.ok && rate(now) <= hidden.high).toBe(true)
  const plain = judge(beforeShift(history, judge, rate).before, now)
  expect(plain.ok && rate(now) > plain.high && plain.p < 0.001).toBe(true)
})

test('one odd month that is over, a change to either side and a plain history take nothing away', () => {
  for (const history of [usual, [...usual, at(24, 140), at(25, 61)], [...usual, at(24, 140), at(25, 10)]]) {
    expect(beforeShift(history, judge, rate).since).toBe(history.at(-1)?.numerator === 10 ? month(25) : null)
  }
})

test('what has lasted longer than half a year is how things are', () => {
  const history = [...usual, ...Array.from({ length: 12 }, (_, n) => at(24 + n, 140 + (n % 3)))]
  expect(beforeShift(history, judge, rate).since).toBe(null)
})
