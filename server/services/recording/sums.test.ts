import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Sums } from './sums'

test('sums per key, in the order of keys, whatever their values', () => {
  const word = fc.constantFrom('', 'a', 'b', 'ab', '1')
  fc.assert(fc.property(fc.array(fc.tuple(word, fc.option(word), word, fc.integer({ min: -3, max: 3 })), { maxLength: 60 }), (rows) => {
    const sums = new Sums({ name: 't', keys: [{ name: 'x', type: 'text' }, { name: 'y', type: 'text' }, { name: 'z', type: 'text' }], sums: [{ name: 'n', type: 'int8' }, { name: 'rows', type: 'int8' }] })
    const expected = new Map<string, [number, number]>()
    for (const [x, y, z, n] of rows) {
      const cell = sums.cell([x, y, z])
      sums.add(cell, 0, n)
      sums.add(cell, 1, 1)
      const before = expected.get(JSON.stringify([x, y, z])) ?? [0, 0]
      expected.set(JSON.stringify([x, y, z]), [before[0] + n, before[1] + 1])
    }
    const order = sums.inOrder()
    const keys = [0, 1, 2].map((column) => sums.keysOf(column, order))
    const [totals, counts] = [sums.sumsOf(0, order), sums.sumsOf(1, order)]
    expect(new Map(order.map((_, i) => [JSON.stringify(keys.map((column) => column[i])), [totals[i] ?? 0, counts[i]]]))).toEqual(expected)
    expect(keys[0]).toEqual((keys[0] as string[]).toSorted())
  }))
})
