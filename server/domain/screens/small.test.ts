import { describe, expect, test } from 'vitest'
import type { Picture } from './frame'
import { isFewFound, manyOf, namedBy, withoutSmall } from './small'

const ALL = { whole: false, parts: false }
const BRANCH = { whole: true, parts: true }
const seen = (picture: Picture, named: { whole: boolean; parts: boolean }) => withoutSmall({ picture, hidden: 0 }, named)
const point = (value: number, period = '2026-01-01') => ({ period, value, partial: false })

test('a tier, a branch, a team or an employee is a named part; a channel, a reason and the whole are none', () => {
  const of = (keys: string[], parameters: Record<string, string>, cell: Record<string, string> = {}) => namedBy({ keys }, { parameters }, { cell })
  expect([of(['period', 'key'], {}), of(['period', 'key'], { by: 'channel' }), of(['reason'], {}, { reason: 'failed' }), of(['owner'], {}, { owner: 'total' }).whole, of(['segment', 'reason'], {})]).toEqual([ALL, ALL, ALL, false, ALL])
  expect([of(['key'], { segment: 'top' }), of(['reason'], { attribute: 'branch:Leeds' }), of(['period', 'key'], { by: 'segment' }, { key: 'top' }), of(['owner'], {}, { owner: 'Ann' })].map(({ whole }) => whole)).toEqual([true, true, true, true])
  expect([of(['period', 'key'], { by: 'segmentation:age' }), of(['segment', 'key'], { by: 'segment' }), of(['key'], { by: 'attribute:branch' }), of(['key'], { by: 'team' })]).toEqual(Array.from({ length: 4 }, () => ({ whole: false, parts: true })))
})

describe('one to four', () => {
  const big = (value: number, more: Partial<Extract<Picture, { kind: 'big_number' }>> = {}): Picture => ({ kind: 'big_number', what: 'Lost', shown: { value, unit: 'count' }, period: '2026-02-01', partial: false, interval: 'month', trend: [point(2), point(7)], target: { value: 2, direction: 'at_most', met: false, steps: [] }, beside: null, parts: [], of: null, none: false, ...more })
  const share = (value: number, numerator: number, denominator: number): Picture => big(0, { shown: { value, unit: 'share', numerator, denominator }, trend: [] })
  test('as a number: of the whole told, of a named part “1–4”, its trend with gaps, its target not judged', () => {
    expect(seen(big(3), ALL).picture).toEqual(big(3))
    expect(seen(big(3), BRANCH).picture).toMatchObject({ shown: { value: null, few: true }, trend: [{ value: null, few: true }, { value: 7 }], target: { met: null } })
    // What is not known is no small group, and is not said to be one.
    expect(seen(big(9, { trend: [{ period: '2026-01-01', value: null, partial: false }, point(0)] }), BRANCH).picture).toMatchObject({ trend: [{ period: '2026-01-01', value: null, partial: false }, point(0)] })
    expect([seen(big(0), BRANCH).picture, seen(big(5), BRANCH).picture]).toMatchObject([{ shown: { value: 0 } }, { shown: { value: 5 }, target: { met: false } }])
  })
  test('in a share of which few are counted, or all but few: however many it is of', () => {
    const told = (picture: Picture) => (seen(picture, BRANCH).picture as { shown: object }).shown
    // 0.3 % of 342 is one of them.
    expect(told(share(1 / 342, 1, 342))).toEqual({ value: null, unit: 'share', few: true, bound: { is: 'under', share: 0.015 } })
    // Of how many is not told either: 345 less 342 would be three who left.
    expect(told(share(3 / 345, 3, 345))).toEqual(told(share(1 / 342, 1, 342)))
    expect(told(share(0.3, 3, 10))).toEqual({ value: null, unit: 'share', few: true })
    expect(told(share(341 / 342, 341, 342))).toEqual({ value: null, unit: 'share', few: true, bound: { is: 'over', share: 0.985 } })
    expect([share(0.5, 5, 10), share(0, 0, 342), share(1, 342, 342)].map((one) => told(one))).toMatchObject([{ value: 0.5, numerator: 5 }, { value: 0 }, { value: 1 }])
    const of = { ...point(1 / 342), low: 0, high: 0.02, ofFew: true as const }
    const rates = (named: typeof ALL) => seen({ kind: 'line', what: 'Lost', unit: 'share', interval: 'month', target: { value: 0.01, direction: 'at_most', met: true, steps: [] }, judged: of.period, latest: { period: of.period, shown: { value: 1 / 342, unit: 'share', numerator: 1, denominator: 342 } }, lines: [{ key: 'total', label: 'Lost', tone: 'ink', points: [of, point(0.1, '2026-02-01')] }] }, named).picture
    expect(rates(BRANCH)).toMatchObject({ target: { met: null }, latest: { shown: { few: true } }, lines: [{ points: [{ period: of.period, value: null, partial: false, few: true }, { value: 0.1 }] }] })
    expect(JSON.stringify(rates(BRANCH))).not.toContain('0.02')
    expect(rates(ALL)).toMatchObject({ target: { met: true }, lines: [{ points: [{ value: 1 / 342 }, { value: 0.1 }] }] })
  })
  test('in bars of tiers, not of channels', () => {
    const bars: Picture = { kind: 'bars', what: 'Lost', unit: 'share', more: 0, target: null, period: null, bars: [{ key: 'a', label: 'A', shown: { value: 0.2, unit: 'share', numerator: 2, denominator: 10 } }] }
    expect(seen(bars, ALL).picture).toEqual(bars)
    expect(seen(bars, { whole: false, parts: true }).picture).toMatchObject({ bars: [{ shown: { few: true } }] })
  })
  test('of parts of a whole that is told: nobody is what the others leave of it', () => {
    const bar = (key: string, value: number) => ({ key, label: key, shown: { value, unit: 'count' } })
    const parts = (whole: number, ...values: number[]) => (seen(big(whole, { parts: values.map((value, n) => bar(`p${n}`, value)) }), { whole: false, parts: true }).picture as { parts: { key: string; shown: { value: number | null } }[] }).parts.map(({ key, shown }) => [key, shown.value])
    expect([parts(14, 6, 5, 2, 1), parts(15, 9, 6), parts(19, 9, 7, 3)]).toEqual([[['p0', 6], ['other', 8]], [['p0', 9], ['p1', 6]], [['p0', 9], ['other', 10]]])
  })
  test('in lines as gaps; the whole’s line is drawn', () => {
    const line = (keys: string[]): Picture => ({ kind: 'line', what: 'Lost', unit: 'count', interval: 'month', target: { value: 1, direction: 'at_most', met: false, steps: [] }, judged: '2026-01-01', latest: null, lines: keys.map((key) => ({ key, label: key, tone: 'ink', points: [point(3), point(9, '2026-02-01')] })) })
    expect(seen(line(['total']), ALL).picture).toEqual(line(['total']))
    expect(seen(line(['total']), BRANCH).picture).toMatchObject({ target: { met: null }, lines: [{ points: [{ value: null, few: true }, { value: 9 }] }] })
    expect(seen(line(['top', 'rest']), { whole: false, parts: true }).picture).toMatchObject({ lines: [{ points: [{ value: null }, { value: 9 }] }, {}] })
  })
  test('a stream still adds up: few flow together, or where they stay few, are left out', () => {
    const stream = (small: number[]): Picture => ({ kind: 'stream', what: 'Lost', unit: 'count', interval: 'month', target: null, judged: null, latest: null, lines: [['top', 40], ...small.map((n, i) => [`small${i}`, n])].map(([key, n]) => ({ key: String(key), label: String(key), tone: 'ink', points: [point(Number(n))] })) })
    expect(seen(stream([3, 4]), { whole: false, parts: true })).toMatchObject({ hidden: 0, picture: { lines: [{ key: 'top' }, { key: 'other', points: [{ value: 7 }] }] } })
    expect(seen(stream([3]), { whole: false, parts: true })).toMatchObject({ hidden: 1, picture: { lines: [{ key: 'top' }] } })
  })
  test('of what is owed, due today, recorded today, at risk and told', () => {
    const owed: Picture = { kind: 'promises', overdue: 3, aged: 'since 3 March', today: 2, later: 9, next: [{ due: '2026-03-18T12:00:00Z', text: null, team: null, n: 2 }], more: 0 }
    expect(seen(owed, ALL).picture).toEqual(owed)
    expect(seen(owed, BRANCH).picture).toEqual({ kind: 'promises', overdue: null, aged: null, today: null, later: 9, next: [], more: 0 })
    const today: Picture = { kind: 'expected', what: 'Contacts', soFar: 4, expected: 3.2, low: 0, high: 9, days: 8, until: null, day: '2026-03-18', quiet: false, silent: null, away: null, without: null, rest: null }
    expect([seen(today, ALL).picture, seen(today, BRANCH).picture]).toMatchObject([{ soFar: 4 }, { soFar: null, expected: 3.2 }])
    const risk: Picture = { kind: 'at_risk', what: 'At stake', value: { value: 900, unit: 'money' }, count: 2, among: null, bars: [] }
    expect([seen(risk, ALL).picture, seen(risk, BRANCH).picture]).toMatchObject([{ count: 2 }, { count: null, value: null }])
    const flow: Picture = { kind: 'flow', total: 20, results: [{ key: 'failed', label: 'Failed', n: 20, effects: [{ key: 'left', n: 3 }, { key: 'stayed', n: 17 }] }] }
    expect([seen(flow, ALL).picture, seen(flow, BRANCH)]).toMatchObject([flow, { hidden: 1, picture: { results: [{ effects: [{ key: 'stayed' }] }] } }])
  })
  test('of a team, in a list that would name it', () => {
    expect([...manyOf([...Array<string>(5).fill('Claims'), ...Array<string>(4).fill('Cards'), null, null, null, null, null])]).toEqual(['Claims'])
  })
  test('in a finding of a tier', () => {
    const found = (observed: number, parameters: Record<string, string>) => isFewFound({ text: '', observed, parameters })
    expect([found(3, { segment: 'top' }), found(3, {}), found(12, { segment: 'top' }), found(0, { segment: 'top' }), found(0.3, { segment: 'top' })]).toEqual([true, false, false, false, false])
  })
})
