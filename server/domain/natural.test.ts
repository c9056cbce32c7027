import { expect, test } from 'vitest'
import { inNaturalOrder } from './natural'

test('numbers in names count as numbers', () => {
  expect(['Branch 10', 'Branch 2', 'b3', 'Branch 1', 'b12'].toSorted(inNaturalOrder)).toEqual(['b3', 'b12', 'Branch 1', 'Branch 2', 'Branch 10'])
  expect(inNaturalOrder('Branch 2', 'Branch 2')).toBe(0)
  // Names that read alike still have one order, whichever comes first.
  expect(inNaturalOrder('Branch 02', 'Branch 2')).toBe(-inNaturalOrder('Branch 2', 'Branch 02'))
  expect(inNaturalOrder('Branch 02', 'Branch 2')).not.toBe(0)
})
