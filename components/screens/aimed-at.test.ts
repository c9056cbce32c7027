import { expect, test } from 'vitest'
import { aimedAt } from './figure-actions'

test('a target says of what it will be', () => {
  const of = (parameters: Record<string, string>, cell: Record<string, string> | null, part = '', unit = 'share') => aimedAt({ parameters, cell }, part, unit)
  expect(of({}, null)).toBe('It is of all. ')
  expect(of({ by: 'channel' }, { key: 'web' }, 'Web')).toBe('It is of Web alone. ')
  expect([of({ by: 'channel' }, null), of({ by: 'segment' }, { field: 'rate' }), of({ by: 'attribute:home_branch' }, { key: 'total' })]).toEqual(['It is of all, and of every channel. ', 'It is of all, and of every value tier. ', 'It is of all, and of every home branch. '])
  expect(of({ by: 'channel' }, null, '', 'count')).toBe('It is of this split by channel only. ')
})
