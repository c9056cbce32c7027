import { expect, test } from 'vitest'
import { madeAt, orderedIds } from './ordered-id'

const CHANCE = ['ffffffff-ffff-4fff-bfff-ffffffffffff', '00000000-0000-4000-8000-000000000000']

test('ids sort as they were made: within a millisecond, beyond what one can count, and when the clock is set back', () => {
  const next = orderedIds()
  const at = Date.parse('2026-03-15T10:00:00Z')
  const made = [...Array.from({ length: 5000 }, () => at), at + 1, at - 60_000, at + 10].map((ms, i) => next(ms, CHANCE[i % 2] ?? ''))
  expect(made).toEqual(made.toSorted())
  expect(new Set(made).size).toBe(made.length)
  for (const id of made) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u)
  expect(made[0]?.replaceAll('-', '').slice(0, 12)).toBe(at.toString(16).padStart(12, '0'))
})

test('an id tells when it was made, one of chance does not', () => {
  expect(madeAt(orderedIds()(1_795_000_000_123, '0190b1f2-0000-4000-8000-000000000000'))).toEqual(new Date(1_795_000_000_123))
  expect(madeAt('0190b1f2-0000-4000-8000-000000000000')).toBeNull()
})
