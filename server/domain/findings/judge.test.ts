import { expect, test } from 'vitest'
import { findings, type Check } from './judge'

const check = (over: Partial<Check>): Check => ({ report: 'r', parameters: {}, text: 't', observed: 150, expected: 100, low: 80, high: 120, p: 0.0001, money: null, ...over })

test('news lies outside its range, survives false discovery control and is large enough to act on', () => {
  const quiet = Array.from({ length: 99 }, (_, i) => check({ text: `quiet ${i}`, observed: 100, p: (i + 1) / 100 }))
  expect(findings([check({}), ...quiet], 0.1).map((f) => f.text)).toEqual(['t'])
  expect(findings([check({ p: 0.01 }), ...quiet], 0.1)).toEqual([])
  expect(findings([check({ observed: 121, expected: 115 })], 0.1)).toEqual([])
  expect(findings([check({ observed: 119 })], 0.1)).toEqual([])
  expect(findings([check({ leastDifference: 51 })], 0.1)).toEqual([])
})

test('the dearest comes first, and never more than five', () => {
  const many = Array.from({ length: 8 }, (_, i) => check({ text: `${i}`, money: i * 100, p: 1e-9 }))
  expect(findings(many, 0.1).map((f) => f.text)).toEqual(['7', '6', '5', '4', '3'])
})

test('nothing checked, nothing found', () => expect(findings([], 0.1)).toEqual([]))
