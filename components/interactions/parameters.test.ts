import { expect, test } from 'vitest'
import { earlier, parametersOf } from './parameters'

test('a window is held against one as many elapsed days long', () => {
  expect(earlier({ from: '2026-03-01', to: '2026-03-11' }, 'previous')).toEqual({ from: '2026-02-01', to: '2026-02-11' })
  expect(earlier({ from: '2026-03-01', to: '2026-03-11' }, 'year')).toEqual({ from: '2025-03-01', to: '2025-03-11' })
  expect(earlier({ from: '2025-04-01', to: '2026-03-11' }, 'previous')).toEqual({ from: '2024-04-01', to: '2025-03-11' })
  expect(earlier({ from: '2025-01-01', to: '2026-01-01' }, 'previous')).toEqual({ from: '2024-01-01', to: '2025-01-01' })
  expect(earlier({ from: '2026-03-01', to: '2026-04-01' }, 'previous')).toEqual({ from: '2026-02-01', to: '2026-03-01' })
  expect(earlier({ from: '2026-02-10', to: '2026-03-10' }, 'previous')).toEqual({ from: '2026-01-13', to: '2026-02-10' })
  expect(earlier({ from: '2024-02-01', to: '2024-03-01' }, 'year')).toEqual({ from: '2023-02-01', to: '2023-03-01' })
})

test('without a period a comparison is of the last twelve months', () => {
  const none = { from: null, to: null, interval: null, segment: null, channel: null, compare: null }
  expect(parametersOf(none, '2026-03-10')).toEqual({})
  expect(parametersOf({ ...none, compare: 'year', channel: 'web' }, '2026-03-10')).toEqual({ from: '2025-03-01', to: '2026-03-11', channel: 'web' })
})
