import { expect, test } from 'vitest'
import { most, moved, ofPaths, ofThoseHere, taken } from './ways'

test('how a way moved is said where both sides rest on enough, and only beside another period', () => {
  const way = { share: 0.2, customers: 20, all_customers: 100, compared_share: 0.25, compared_all_customers: 200 }
  expect(moved(way, 'previous')).toBe(' (−5.0 pts)'.replace(' pts', '\u00A0pts'))
  expect([moved(way, null), moved({ ...way, all_customers: 12 }, 'previous'), moved({ ...way, compared_share: null }, 'previous'), moved({ ...way, compared_all_customers: 29 }, 'year')]).toEqual(['', '', '', ''])
  expect([taken(way), taken({ customers: 0 }), most(way), most({ share: 0.3 })]).toEqual([true, false, 0.25, 0.3])
})

test('beside the share of all customers stands that of those who came', () => {
  expect(ofThoseHere({ kind: 'drop_off', customers: 239 }, 282)).toMatch(/^85\s?% of the 282 who came here$/u)
  expect([ofThoseHere({ kind: 'loop', customers: 3 }, 12), ofThoseHere({ kind: 'skipped', customers: 3 }, 12), ofThoseHere({ kind: 'drop_off', customers: 0 }, 0)]).toEqual(['3 of the 12 who came here', null, null])
  expect([ofPaths({ cases: 2, all_cases: 9 }), ofPaths({ cases: 80, all_cases: 100 })]).toEqual(['2 of 9 paths', expect.stringMatching(/^80\s?% of paths$/u)])
})
