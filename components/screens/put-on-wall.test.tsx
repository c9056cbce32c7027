import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { Told } from '@/server/domain/screens/told'
import { screenFor } from './last-screen'
import { WhatGoes } from './put-on-wall'
import { movingWindow, ofNewestWhole } from './relative-window'

const told: Told = { name: 'churn-rate', title: 'Churn', keys: ['period', 'key'], draw: 'line', measure: { field: 'churn_rate', better: 'lower' }, figures: { churn_rate: { label: 'Churn', unit: 'share' }, lost: { label: 'Customers lost', unit: 'count' } } }
const said = (more: Partial<Parameters<typeof WhatGoes>[0]>) => renderToStaticMarkup(<WhatGoes told={told} of={null} part="" period={null} filters={[]} {...more} />).replaceAll(/<[^>]+>/g, '')

test('it is said which figure goes on the wall: the one somebody stood on, not its report’s', () => {
  expect(said({ of: 'lost', period: 'month' })).toBe('Customers lost (Churn), of the newest whole month: it moves on with each one that ends. A target of it stands beside.')
  expect(said({ of: 'lost', part: 'Gold', filters: ['channel phone'] })).toBe('Customers lost · Gold (Churn), only channel phone. A target of it stands beside.')
  expect(said({})).toBe('Churn, as a whole.')
})

test('a figure of May becomes that of the newest whole month; without a period of its own it stays as it was', () => {
  const moving = movingWindow({ interval: 'month', from: '2025-06-01' }, '2026-06-14')
  expect(ofNewestWhole(moving, '2026-05-01', 'month')).toEqual({ interval: 'month', from: '{-12m}', to: '{month}' })
  expect([ofNewestWhole({}, '2026-05-04', 'week'), ofNewestWhole({}, '2026-05-04', 'day')]).toEqual([{ to: '{week}' }, { to: '{today}' }])
  // What had begun only in the running month reaches back over a whole one.
  expect([ofNewestWhole({ from: '{month}' }, '2026-05-01', 'month'), ofNewestWhole({ from: '{-28d}' }, '2026-05-01', 'month'), ofNewestWhole({ from: '{-28d}' }, '2026-05-04', 'week')]).toEqual([{ from: '{-62d}', to: '{month}' }, { from: '{-62d}', to: '{month}' }, { from: '{-28d}', to: '{week}' }])
  expect([ofNewestWhole(moving, undefined, 'month'), ofNewestWhole(moving, '2026-05-01', undefined)]).toEqual([null, null])
})

test('a view goes to the screen used last or the only one; else one must choose', () => {
  expect([screenFor(null, 'b', ['a', 'b']), screenFor('a', 'b', ['a', 'b']), screenFor(null, 'gone', ['a', 'b']), screenFor(null, null, ['a']), screenFor(null, null, [])]).toEqual(['b', 'a', null, 'a', 'new'])
})
