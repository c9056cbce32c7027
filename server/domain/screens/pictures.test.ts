import { describe, expect, test } from 'vitest'
import { isEmpty, pictureOf } from './pictures'
import type { Means, Said, Told } from './told'
import { fieldOf, wayOf, withSplit } from './ways'

const told: Told = { name: 'churn-rate', title: 'Churn', keys: ['period', 'key'], draw: 'line', measure: { field: 'rate', better: 'lower' }, figures: { rate: { label: 'Rate', unit: 'share', numerator: 'lost', denominator: 'n' }, lost: { label: 'Lost', unit: 'count' }, won: { label: 'Won', unit: 'count' } } }
const means: Means = { names: false, tiers: ['Platinum', 'Gold', 'Silver'], target: () => null }
const answered = (rows: Said['rows'], parameters: Said['parameters'] = {}): Said => ({ rows, parameters, statistics: {} })

describe('nought', () => {
  const month = (lost: number) => answered([{ period: '2026-02-01', key: 'total', lost, won: 0, n: 100, rate: lost / 100, partial: true }], { interval: 'month' })
  const none = (field: string, lost: number) => (pictureOf('big_number', told, month(lost), { field, cell: {} }, means).picture as { none: boolean }).none
  test('of what is lost or fails is good news, of what is won is none', () => {
    expect([none('lost', 0), none('lost', 1), none('won', 0), none('rate', 0)]).toEqual([true, false, false, false])
  })
  test('and nothing else is an empty picture', () => {
    const drawn = (rows: Said['rows']) => isEmpty(pictureOf('line', told, answered(rows, { interval: 'month' }), { field: 'lost', cell: {} }, means).picture)
    expect([drawn([]), drawn([{ period: '2026-01-01', key: 'total', lost: 0, n: 9 }]), drawn([{ period: '2026-01-01', key: 'total', lost: 6, n: 9 }])]).toEqual([true, true, false])
  })
})

test('bars are of the newest whole period, which is named', () => {
  const rows = ['2026-01-01', '2026-02-01'].flatMap((period, month) => [['total', 30], ['web', 20], ['post', 10]].map(([key, won]) => ({ period, key, label: key, won: Number(won) / (month + 1), partial: month === 1 })))
  expect(pictureOf('bars', told, answered(rows, { by: 'channel', interval: 'month' }), { field: 'won', cell: {} }, means).picture).toMatchObject({ period: { first: '2026-01-01', partial: false }, bars: [{ key: 'web', shown: { value: 20 } }, { key: 'post', shown: { value: 10 } }] })
})

test('the parts of a sum add up to it', () => {
  const open: Told = { ...told, name: 'open', keys: ['touchpoint'] }
  const rows = [['total', 100], ['a', 40], ['b', 20], ['c', 15], ['d', 12], ['e', 8], ['f', 5]].map(([touchpoint, lost]) => ({ touchpoint, label: touchpoint, lost }))
  const { parts } = pictureOf('big_number', open, answered(rows), { field: 'lost', cell: {} }, means).picture as { parts: { key: string; shown: { value: number } }[] }
  expect(parts.map(({ key, shown }) => [key, shown.value])).toEqual([['a', 40], ['b', 20], ['c', 15], ['other', 25]])
})

test('who is at risk stands by tier, the best first, however many they are', () => {
  const risk: Told = { ...told, name: 'at-risk', keys: ['customer'], figures: { value_at_stake: { label: 'Value at stake', unit: 'money' } } }
  const rows = ([['Silver', 30], ['Gold', 9], ['Platinum', 12], [null, 6]] as const).flatMap(([tier, n]) => Array.from({ length: n }, () => ({ tier, value_at_stake: 1 })))
  const picture = (listed: number) => pictureOf('at_risk', risk, { ...answered(rows), statistics: { day: '2026-03-01', listed } }, { field: null, cell: {} }, means).picture as { bars: { key: string; tone: string }[]; among: number | null }
  expect(picture(57)).toMatchObject({ among: null, bars: [{ key: 'Platinum', tone: 'tier:0:3' }, { key: 'Gold' }, { key: 'Silver' }, { key: 'No tier yet' }] })
  expect(picture(4000).among).toBe(57)
})

test('the wall shows what the page showed', () => {
  expect([wayOf(told, true), wayOf(told, false)]).toEqual(['big_number', 'line'])
  const moments: Told = { ...told, name: 'moment-outcomes', keys: ['touchpoint', 'result'], draw: 'stacked', figures: { share: { label: 'Share', unit: 'share', numerator: 'moments', denominator: 'all' }, moments: { label: 'Moments', unit: 'count' }, left: { label: 'Left', unit: 'count' } } }
  expect([wayOf(moments, true), wayOf(moments, false)]).toEqual(['big_number', 'flow'])
  // Stacked bars are shares of their row; a count on a page of counts stays one.
  expect([fieldOf(moments, 'moments'), fieldOf(moments, 'left'), fieldOf(told, 'lost')]).toEqual(['share', 'left', 'lost'])
})

test('bars and streams are split by something, whoever forgot to say by what', () => {
  expect(withSplit('bars', ['channel', 'segment'], { from: 'x' })).toEqual({ from: 'x', by: 'channel' })
  expect(withSplit('stream', ['attribute', 'segment'], {})).toEqual({ by: 'segment' })
  expect([withSplit('bars', ['channel'], { by: 'segment' }), withSplit('line', ['channel'], {}), withSplit('bars', [], {})]).toEqual([{ by: 'segment' }, {}, {}])
})

test('a figure of one cell says of what it is', () => {
  const moments: Told = { ...told, name: 'moment-outcomes', keys: ['touchpoint', 'result'], draw: 'stacked', figures: { share: { label: 'Share of the moments', unit: 'share', numerator: 'moments', denominator: 'all' } } }
  const rows = [['total', 'Total'], ['card', 'Card lost'], ['loan', 'Loan asked']].map(([touchpoint, label]) => ({ touchpoint, label, result: 'failed', moments: 20, all: 80, share: 0.25 }))
  const what = (kind: 'big_number' | 'bars', cell: Record<string, string>, parameters: Said['parameters'] = {}) => (pictureOf(kind, moments, answered(rows, parameters), { field: 'share', cell }, means).picture as { what: string }).what
  expect(what('big_number', { touchpoint: 'total', result: 'failed' })).toBe('Failed: share of the moments')
  expect(what('big_number', { touchpoint: 'card', result: 'failed' })).toBe('Card lost, Failed: share of the moments')
  expect(what('bars', {}, { result: 'failed' })).toBe('Failed: share of the moments')
})
