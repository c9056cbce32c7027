import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { MomentRow } from '@/server/queries/moment-register'
import { Table } from '../ui/table'
import { momentColumns, Stacked } from './register'

const names = { slug: 'bank', timezone: 'Europe/London', now: '2026-03-11T10:00:00Z', channels: [{ slug: 'phone', name: 'Phone', kind: 'phone' as const, human: true }], touchpoints: [{ slug: 'claim', name: 'Make a claim', class: 'moment_that_matters' as const, critical: true }] }
const moment: MomentRow = {
  id: '1', at: '2026-03-01T10:00:00Z', customer: 'ada', name: 'Ada Lovelace', channel: 'phone', touchpoint: 'claim', reason: 'all', mood: -1, impression: -2, result: 'failed', result_source: 'customer', unhappy: true, acted_at: '2026-03-02T10:00:00Z', advocated: false,
  effects: [{ days: 30, effect: 'spent_less', closes: '2026-04-01' }, { days: 60, effect: 'left', closes: '2026-05-01' }, { days: 90, effect: 'pending', closes: '2026-05-31' }],
}
const said = (row: MomentRow) => renderToStaticMarkup(<Table label="Moments" rows={[row]} rowKey={({ id }) => id} columns={momentColumns(names)} />).split('<tbody')[1]?.replaceAll(/<[^>]*>/g, '|').replaceAll(/\|+/g, '|') ?? ''

test('a moment says how it began, how it ended, how soon we acted and what followed', () => {
  expect(said(moment)).toMatch(/1 Mar.*\|Ada Lovelace\|Make a claim\|, Phone\|bad\|failed\|(1.day|24.h)\|spent less\|left\|open to 31 May 2026/)
})

test('who still waits is said, who was not unhappy waits for nothing, and what is unknown stays open', () => {
  expect(said({ ...moment, acted_at: null })).toMatch(/\|still waiting, \|?(10.days|240.h)\|/)
  expect(said({ ...moment, unhappy: false, acted_at: null, mood: null, result: null, touchpoint: null, channel: null, effects: [] })).toMatch(/\|A strong impression\|–\|not recorded\|–\|–\|–\|–\|/)
})

test('a phone shows all of it', () => {
  const on = renderToStaticMarkup(<Stacked rows={[moment]} names={names} />).replaceAll(/<[^>]*>/g, '|').replaceAll(/\|+/g, '|')
  expect(on).toMatch(/\|Ada Lovelace\|1 Mar.*\|Make a claim\|, Phone\|failed\|Came in a bad mood\. We acted after \|(1.day|24.h)\|\.\|30 days:\| \|spent less\|60 days:\| \|left\|90 days:\| \|open to 31 May 2026/)
})
