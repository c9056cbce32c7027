import { expect, test } from 'vitest'
import { nameOf } from './inspector-load'

test('a row is named once', () => {
  expect(nameOf({ segment: 'top', label: 'Top', customers: 4 }, ['segment'])).toBe('Top')
  expect(nameOf({ journey: 'complaint', step: 's1_0', label: 'Complain' }, ['journey', 'step'], { journey: 'complaint' })).toBe('Complain')
  expect(nameOf({ journey: 'complaint', step: 's1_0', label: 'Complain' }, ['journey', 'step'])).toBe('Complain, complaint')
  expect(nameOf({ segment: 'none', label: 'No tier' }, ['segment'])).toBe('No tier')
  expect(nameOf({ group: 'everyone_else', label: 'Everyone else', t: '3' }, ['group', 't'])).toBe('Everyone else, 3')
})

test('keys with a word of their own, days and the whole are told as before', () => {
  expect(nameOf({ period: '2026-03-01', key: 'phone', label: 'Phone' }, ['period', 'key'])).toBe('Phone, 1 Mar 2026')
  expect(nameOf({ from: 'top', from_label: 'Top', to: 'none', to_label: 'In no segment' }, ['from', 'to'])).toBe('Top, In no segment')
  expect(nameOf({ key: 'total', label: 'Total' }, ['key'])).toBe('')
})
