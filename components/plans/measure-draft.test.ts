import { expect, test } from 'vitest'
import { draftOf, inputOf } from './measure-draft'

const lot = { outcome: 'opened an account', counted: 'shares' as const, control: 1000, treated: 1100, expected: 0.09 }
const plan = {
  design: 'randomised' as const, measure: null, comparison: null, comparisonLabel: '', comparisonWhy: '', matched: null, lot, better: 'higher', interval: 'month' as const, smallest: 1,
  pickedFrom: null, pickedTo: null, baselineFrom: '2025-01-01', baselineTo: '2026-01-01', startOn: '2026-02-01', reviewOn: '2026-05-01',
}

test('changing what was said of two groups by lot loses nothing of it, nor which way is meant', () => {
  const draft = draftOf(plan, [], { first: '2024-01-01', recorded: '2026-01-31', today: '2026-01-31' })
  expect(inputOf('p', draft, null, undefined)).toMatchObject({ design: 'randomised', better: 'higher', smallest: 1, lot, start_on: '2026-02-01' })
  const unknown = { outcome: null, counted: 'means' as const, control: null, treated: null, expected: 12 }
  expect(inputOf('p', draftOf({ ...plan, lot: unknown }, [], { first: null, recorded: '2026-01-31', today: '2026-01-31' }), null, undefined).lot).toEqual(unknown)
  // Nothing said is not “don't know yet”.
  expect(inputOf('p', draftOf({ ...plan, lot: null }, [], { first: null, recorded: '2026-01-31', today: '2026-01-31' }), null, undefined).lot).toBeNull()
})
