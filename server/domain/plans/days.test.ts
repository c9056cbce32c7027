import { expect, test } from 'vitest'
import { daysFault, type PlanDays } from './days'

const days: PlanDays = { pickedFrom: '2026-01-01', pickedTo: '2026-02-01', baselineFrom: '2025-01-01', baselineTo: '2026-01-01', startOn: '2026-02-01', reviewOn: '2026-05-01' }
const fault = (more: Partial<PlanDays>) => daysFault({ ...days, ...more })?.field ?? null

test('the days of a plan follow each other, and what made us pick the target is not its baseline', () => {
  expect(daysFault(days)).toBeNull()
  expect(fault({ baselineTo: '2025-01-01' })).toBe('baselineTo')
  expect(fault({ startOn: '2025-12-31' })).toBe('baselineTo')
  expect(fault({ reviewOn: '2026-02-01' })).toBe('reviewOn')
  expect(fault({ pickedTo: '2026-01-01' })).toBe('pickedTo')
  // One day of the baseline is enough; the days may touch.
  expect(daysFault({ ...days, baselineTo: '2026-01-02' })?.says).toContain('They overlap')
  expect(fault({ pickedFrom: '2024-01-01', pickedTo: '2025-01-01' })).toBeNull()
})

test('a day that is not said yet is no fault; half of a pair is', () => {
  expect(fault({ pickedFrom: null, pickedTo: null })).toBeNull()
  expect([fault({ baselineTo: '' }), fault({ startOn: '' }), fault({ reviewOn: '' }), fault({ baselineFrom: '', pickedFrom: '2025-05-01' })]).toEqual([null, null, null, null])
  expect([fault({ pickedFrom: '' }), fault({ pickedTo: null })]).toEqual(['pickedTo', 'pickedTo'])
})
