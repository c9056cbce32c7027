import { expect, test } from 'vitest'
import { EMPTY_GROUPS, groupsOf, wrongIn } from './group-fields'

const side = (of: Partial<{ n: string; k: string; mean: string; sd: string }>) => ({ ...EMPTY_GROUPS.control, ...of })

test('what cannot be is said where it was typed, and nothing is worked out from it', () => {
  expect(wrongIn(side({ n: '100', k: '101' }), 'k')).toContain('More than there are people')
  expect(wrongIn(side({ n: '100', k: '-1' }), 'k')).toContain('0 or more')
  expect(wrongIn(side({ n: '0' }), 'n')).toContain('at least 1')
  expect(wrongIn(side({ n: '12.5' }), 'n')).toContain('whole number')
  expect(wrongIn(side({ n: 'many' }), 'n')).toBe('Not a number.')
  expect(wrongIn(side({ sd: '-2' }), 'sd')).toContain('never negative')
  expect(wrongIn(side({ mean: '-2' }), 'mean')).toBeUndefined()
  expect(wrongIn(side({}), 'k')).toBeUndefined()
  expect(groupsOf({ kind: 'shares', control: side({ n: '100', k: '101' }), treated: side({ n: '100', k: '1' }) })).toBeNull()
  expect(groupsOf({ kind: 'shares', control: side({ n: '21,306', k: '2262' }), treated: side({ n: '21307', k: '3894' }) })).toEqual({ control: { k: 2262, n: 21306 }, treated: { k: 3894, n: 21307 } })
})
