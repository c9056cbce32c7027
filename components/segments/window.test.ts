import { expect, test } from 'vitest'
import { lastWholeYear } from './window'

test('ends with the last whole month', () => {
  expect(lastWholeYear('2026-03-12')).toEqual({ from: '2025-03-01', to: '2026-03-01' })
  expect(lastWholeYear('2026-02-28')).toEqual({ from: '2025-03-01', to: '2026-03-01' })
  expect(lastWholeYear('2026-02-27')).toEqual({ from: '2025-02-01', to: '2026-02-01' })
})
