import fc from 'fast-check'
import { expect, test } from 'vitest'
import { after, between, spread } from './order'

test('a key lies between its neighbours, wherever things are put', () => {
  fc.assert(fc.property(fc.array(fc.nat(), { maxLength: 300 }), (places) => {
    const keys: string[] = []
    for (const place of places) {
      const at = place % (keys.length + 1)
      keys.splice(at, 0, between(keys[at - 1] ?? null, keys[at] ?? null))
    }
    expect(keys).toEqual(keys.toSorted((a, b) => (a < b ? -1 : 1)))
    expect(new Set(keys).size).toBe(keys.length)
  }))
})

test('after all others, and many at once', () => {
  const keys = spread(500)
  expect(keys).toEqual([...new Set(keys)].toSorted((a, b) => (a < b ? -1 : 1)))
  expect(after('z') > 'z').toBe(true)
  // Two people put something at the same place at the same time: whoever comes next still finds room.
  expect(between('k', 'k') > 'k').toBe(true)
})
