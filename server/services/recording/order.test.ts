import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inOrder } from './order'

test('ids come in the order of their text, however alike they begin, and the same ids as told', () => {
  const id = fc.tuple(fc.constantFrom('00000000', '0000000a', '7fffffff', 'ffffffff', '9a000000'), fc.uuid()).map(([head, rest]) => `${head}${rest.slice(8)}`)
  fc.assert(fc.property(fc.array(fc.tuple(fc.oneof(id, fc.uuid(), fc.constant('ffffffff-ffff-5fff-8fff-ffffffffffff')), fc.nat(9)), { maxLength: 60 }), (things) => {
    const sorted = inOrder(things, ([of]) => of, (a, b) => a[1] - b[1])
    expect(sorted).toEqual(things.toSorted((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] - b[1])))
  }))
})
