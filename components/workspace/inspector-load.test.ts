import { expect, test } from 'vitest'
import { formatFigure } from './figure'
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

test('a period is told as the month or week it is, not as its first day', () => {
  const named = (interval?: string) => nameOf({ period: '2026-05-04', key: 'total', label: 'Total' }, ['period', 'key'], { interval })
  expect([nameOf({ period: '2026-05-01', key: 'total' }, ['period', 'key'], { interval: 'month' }), named('week'), named('day'), named()]).toEqual(['May 2026', 'week of 4 May 2026', '4 May 2026', '4 May 2026'])
})

test('slugs are said by name, and ways over a map as the map says them', () => {
  const org = { channels: [{ slug: 'phone', name: 'Phone' }], touchpoints: [{ slug: 'billing_question', name: 'Resolve a billing question' }] }
  const way = (kind: string, to = '', toLabel = '') => nameOf({ kind, touchpoint: 'billing_question', to, label: 'Resolve a billing question', to_label: toLabel }, ['kind', 'touchpoint', 'to'], {}, org)
  expect([way('skipped'), way('next', 'balance', 'Check the balance')]).toEqual(['Resolve a billing question, passed it over', 'Resolve a billing question, went on to Check the balance'])
  expect(nameOf({ touchpoint: 'billing_question', channel: 'phone' }, ['touchpoint', 'channel'], {}, org)).toBe('Resolve a billing question, Phone')
})

test('hours are said as on the page', () => {
  expect([71.96, 0.5, -3].map((hours) => formatFigure(hours, 'hours', 'GBP').replaceAll('\u00A0', ' '))).toEqual(['3 days', '30 min', '−3 h'])
})
