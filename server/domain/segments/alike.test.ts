import { expect, test } from 'vitest'
import { alikeIn } from './alike'

const monthly = { buyers: 3000, rhythm: { kept: 0.97, silence: 30 }, purchases: { low: 12, high: 13 }, value: { low: 100, high: 900 } }

test('where nearly all buy at one rhythm, recency and frequency tell nobody apart; spend does', () => {
  expect(alikeIn(monthly)).toEqual([{ score: 'recency', low: 0, high: 30 }, { score: 'frequency', low: 12, high: 13 }])
  expect(alikeIn({ buyers: 3000, value: { low: 100, high: 105 } })).toEqual([{ score: 'monetary', low: 100, high: 105 }])
})

test('a shop whose buyers come at random is told apart by all three', () => {
  // At most 78 % of random buyers are silent for less than one and a half of their gaps.
  expect(alikeIn({ buyers: 3000, rhythm: { kept: 0.78, silence: 200 }, purchases: { low: 1, high: 2 }, value: { low: 0, high: 90 } })).toEqual([])
})

test('a handful of buyers says nothing', () => {
  expect(alikeIn({ ...monthly, buyers: 29 })).toEqual([])
})
