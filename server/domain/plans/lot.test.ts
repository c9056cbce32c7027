import { expect, test } from 'vitest'
import { detectableOfLot, lotCaveats, type Groups, type Lot } from './lot'

const lot: Lot = { outcome: 'opened an account', counted: 'shares', control: 1000, treated: 1100, expected: 0.09 }
const shares: Groups = { control: { k: 90, n: 1000 }, treated: { k: 130, n: 1100 } }

test('what two groups find is known once both sizes and what to expect are', () => {
  // 2.801585 × √(0.09 × 0.91 × (1/1000 + 1/1100)) and 2.801585 × 12 × √(2/100).
  expect(detectableOfLot(lot)).toBeCloseTo(0.0350317, 6)
  expect(detectableOfLot({ ...lot, counted: 'means', control: 100, treated: 100, expected: 12 })).toBeCloseTo(4.754446, 5)
  for (const unknown of [{ control: null, treated: null }, { expected: null }]) expect(detectableOfLot({ ...lot, ...unknown })).toBeNull()
})

test('what was not known beforehand, and what came otherwise, is said', () => {
  const said = (more: Partial<Lot>, groups: Groups | null = shares) => lotCaveats({ ...lot, ...more }, groups, false).join(' ')
  expect(said({})).toBe('')
  expect(said({ outcome: null })).toContain('what would be counted (“don’t know yet”)')
  expect(said({ control: null, treated: null, expected: null })).toContain('how large the groups would be (“don’t know yet”)')
  expect(said({ expected: null })).toContain('what share of the control to expect (“don’t know yet”)')
  expect(said({ control: 1500 })).toContain('Planned were 1,500 and 1,100 in control and treated, counted 1,000 and 1,100')
  expect(said({ counted: 'means' })).toContain('a mean would be counted, and how many did it was')
  // Of a plan that was started when nobody was asked.
  expect(lotCaveats(null, shares, false).join(' ')).toContain('nothing but its days was fixed at the start')
  // Its outcome is the figure of a report, fixed with it.
  expect(lotCaveats({ ...lot, outcome: null }, null, true)).toEqual([])
})
