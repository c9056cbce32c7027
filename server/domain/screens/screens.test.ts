import { describe, expect, test } from 'vitest'
import { lastDayOf, nextTarget, targetOf, targetSubject, wholeOfSplit } from '../targets/target'
import type { Frame } from './frame'
import { codeFrom, readCode, sayCode } from './pairing-code'
import { pictureOf } from './pictures'
import { after, showable } from './rotation'
import { storyOf, storyWorth, type MomentFacts } from './story'
import { isNight, isOn } from './schedule'
import { nextOn } from './next-on'
import { NotDrawable, type Means, type Told } from './told'
import { fill, fillAll, followed, lacking, partsSaid, unsaid, variableOf } from './variables'
import { waysToDraw } from './ways'

const at = (iso: string) => new Date(iso).getTime()

describe('schedules', () => {
  const office = { days: [0, 1, 2, 3, 4], from: '08:00', to: '18:00' }
  test('hours and days of the zone, through the change of clocks', () => {
    // London is an hour ahead from 29 March 2026 on: 07:30 UTC is 07:30 before and 08:30 after.
    expect(isOn(office, at('2026-03-27T07:30:00Z'), 'Europe/London')).toBe(false)
    expect(isOn(office, at('2026-03-30T07:30:00Z'), 'Europe/London')).toBe(true)
    expect(isOn(office, at('2026-03-28T12:00:00Z'), 'Europe/London')).toBe(false)
    // Monday 02:00 in Kathmandu (5:45 ahead) is still Sunday in UTC.
    expect(isOn({ days: [0], from: '02:00', to: '03:00' }, at('2026-03-29T20:30:00Z'), 'Asia/Kathmandu')).toBe(true)
    expect(isOn(null, 0, 'UTC')).toBe(true)
  })
  test('over midnight it belongs to the day it began on', () => {
    const late = { days: [4], from: '22:00', to: '06:00' }
    expect(isOn(late, at('2026-03-27T23:00:00Z'), 'UTC')).toBe(true)
    expect(isOn(late, at('2026-03-28T05:59:00Z'), 'UTC')).toBe(true)
    expect(isOn(late, at('2026-03-28T06:00:00Z'), 'UTC')).toBe(false)
    expect(isOn(late, at('2026-03-28T23:00:00Z'), 'UTC')).toBe(false)
    expect([isNight(at('2026-03-28T21:00:00Z'), 'UTC'), isNight(at('2026-03-28T12:00:00Z'), 'UTC')]).toEqual([true, false])
  })
  test('out of its hours a slide says when it is on next, on the wall’s own days', () => {
    const next = (schedule: Parameters<typeof nextOn>[0], iso: string, zone = 'Europe/London') => nextOn(schedule, at(iso), zone)
    // A Friday: before, during and after its hours; then the weekend, the clocks changing in it.
    expect(['06:00', '12:00', '18:00'].map((hour) => next(office, `2026-03-27T${hour}:00Z`))).toEqual(['today at 08:00', null, 'on Monday at 08:00'])
    expect([next(office, '2026-03-28T12:00:00Z'), next(office, '2026-03-29T12:00:00Z'), next(office, '2026-03-30T17:30:00Z')]).toEqual(['on Monday at 08:00', 'tomorrow at 08:00', 'tomorrow at 08:00'])
    // Once a week, just over; and by the wall's zone, where it is Monday already.
    expect(next({ days: [4], from: '08:00', to: '09:00' }, '2026-03-27T09:30:00Z')).toBe('in a week at 08:00')
    expect(next(office, '2026-03-29T20:30:00Z', 'Asia/Kathmandu')).toBe('today at 08:00')
    // Over midnight it is on in the small hours of the next day.
    expect([next({ days: [4], from: '22:00', to: '06:00' }, '2026-03-28T05:59:00Z', 'UTC'), next({ days: [4], from: '22:00', to: '06:00' }, '2026-03-28T06:00:00Z', 'UTC')]).toEqual([null, 'on Friday at 22:00'])
    expect(next(null, '2026-03-28T06:00:00Z')).toBeNull()
  })
})

describe('variables', () => {
  test('which dimension a variable says a part of: by its slides, or by its name', () => {
    const slide = (attribute: string) => ({ report: 'promises', parameters: { attribute }, cell: {} })
    expect(partsSaid([slide('branch:{place}'), slide('branch:North'), slide('colour:{x}')], { region: '', greeting: 'Hello' }, ['branch', 'region'])).toEqual({ place: 'branch', region: 'region' })
    expect(partsSaid([], {}, ['branch'])).toEqual({})
  })
  test('a view of one branch follows the variable of the screen it is put on, where that has one of branches', () => {
    const slides = [{ report: 'promises', parameters: { attribute: 'branch:{place}', segment: '{tier}' }, cell: {} }]
    const view = (parameters: Record<string, string>, cell: Record<string, string> = {}, divisible = false) => followed({ parameters, cell }, { slides, variables: { tier: 'gold', region: '' } }, ['branch', 'region'], divisible)
    expect(view({ attribute: 'branch:North' })).toEqual({ own: { parameters: { attribute: 'branch:{place}' }, cell: {} }, variable: 'place', of: 'branch', value: 'North' })
    expect(view({ by: 'attribute:region', interval: 'month' }, { key: 'North' })).toEqual({ own: { parameters: { by: 'attribute:region', interval: 'month' }, cell: { key: '{region}' } }, variable: 'region', of: 'region', value: 'North' })
    expect(view({ segment: 'silver' })).toMatchObject({ own: { parameters: { segment: '{tier}' } }, of: 'segment', value: 'silver' })
    // A whole can be told by it too, where its report can.
    expect(view({ channel: 'phone' }, {}, true)).toEqual({ own: { parameters: { channel: 'phone', attribute: 'region:{region}' }, cell: {} }, variable: 'region', of: 'region', value: null })
    // Nothing to follow: another filter, none, all of them together, or one that follows already.
    expect([view({ channel: 'phone' }), view({}), view({ by: 'attribute:region' }, { key: 'total' }), view({ by: 'attribute:region' }), view({ attribute: 'branch:{place}' }), view({ segment: '{top_tier}' })]).toEqual([null, null, null, null, null, null])
  })
  const known = { today: '2026-03-18', top_tier: 'top', critical: ['a', 'b'] }
  test('own before built-in; days and months go back by the calendar', () => {
    expect(fill('{today} {week} {month} {year} {-28d} {-12m} {top_tier} {critical} {branch}', { branch: 'north' }, known)).toBe('2026-03-18 2026-03-16 2026-03-01 2026-01-01 2026-02-18 2025-03-01 top a,b north')
    expect(fill('{today}', { today: 'now' }, known)).toBe('now')
  })
  test('what has no value yet is left out, what nobody knows is said', () => {
    expect(fillAll({ segment: '{top_tier}', n: 3 }, {}, { ...known, top_tier: null })).toEqual({ n: 3 })
    // Left empty it is of all: the dimension's name alone asks for nothing.
    expect(fillAll({ attribute: 'branch:{branch}', title: 'Lost in {branch}' }, { branch: '' }, known)).toEqual({ title: 'Lost in ' })
    expect(['branch', 'Home branch', 'Région', '7 areas', '地域'].map(variableOf)).toEqual(['branch', 'home_branch', 'region', 'areas', 'part'])
    expect(() => fill('Branch {branch}', {}, known)).toThrow('{branch} stands for nothing here')
  })
  test('a display that says nothing of what a screen asks it for is known', () => {
    const of = (report: string | null, parameters: Record<string, unknown>, cell: Record<string, unknown> = {}) => ({ report, parameters, cell })
    const slides = [of('promises', { attribute: 'branch:{branch}', from: '{-28d}' }), of('churn-rate', { attribute: 'branch:{branch}', n: 3 }), of('unhappy-now', {}, { reason: '{why}' }), of(null, { text: '{greeting}' })]
    expect(unsaid(slides, { branch: '', why: '', greeting: '' })).toEqual(['branch', 'why'])
    expect(unsaid(slides, { branch: 'b3', greeting: '' })).toEqual([])
  })
  test('what is asked of some is never answered of all because there are none yet', () => {
    const none = { ...known, top_tier: null, critical: [] }
    expect(lacking({ segment: '{top_tier}', interval: 'month' }, {}, none)).toBe('There are no value tiers yet: they are cut once transactions have arrived.')
    expect(lacking({ touchpoint: '{critical}' }, {}, none)).toBe('No touchpoint is marked as critical yet.')
    expect([lacking({ segment: '{top_tier}', touchpoint: '{critical}' }, {}, known), lacking({ segment: '{top_tier}' }, { top_tier: 'gold' }, none), lacking({ from: '{-12m}', n: 3 }, {}, none)]).toEqual([null, null, null])
  })
})

test('codes have no letters that look alike, and are read however they are typed', () => {
  const code = codeFrom(Uint8Array.from({ length: 24 }, (_, i) => (i * 37) % 256)) ?? ''
  expect(code).toMatch(/^[34679ACDEFGHJKMNPQRTUVWXY]{6}$/)
  expect(readCode(` ${sayCode(code).toLowerCase()} `)).toBe(code)
  expect(codeFrom(Uint8Array.of(255, 255, 255))).toBe(null)
})

describe('rotation', () => {
  const frame = (id: string, more: Partial<Frame> = {}): Frame => ({ id, title: id, seconds: 10, schedule: null, kind: 'message', picture: { kind: 'message', text: id }, window: null, incomplete: null, late: null, hidden: 0, ...more })
  const all = [frame('a'), frame('b', { picture: null }), frame('c', { schedule: { days: [0], from: '08:00', to: '09:00' } }), frame('d'), frame('e')]
  test('passes over what failed, what is broken and what is not on now', () => {
    const on = showable(all, at('2026-03-18T12:00:00Z'), 'UTC', new Set(['e']))
    expect(on.map((f) => f.id)).toEqual(['a', 'd'])
    expect(after(all, on, 'a')?.id).toBe('d')
    expect(after(all, on, 'd')?.id).toBe('a')
    expect(after(all, on, 'b')?.id).toBe('d')
    expect(after(all, on, 'd', -1)?.id).toBe('a')
    expect(after(all, on, 'gone')?.id).toBe('a')
    expect(after(all, [], 'a')).toBe(null)
  })
})

describe('pictures', () => {
  const told: Told = { name: 'churn-rate', title: 'Churn', keys: ['period', 'key'], draw: 'line', measure: { field: 'rate', better: 'lower' }, figures: { rate: { label: 'Rate', unit: 'share', numerator: 'lost', denominator: 'n' }, lost: { label: 'Lost', unit: 'count' } } }
  const row = (period: string, key: string, lost: number, n: number, partial = false) => ({ period, key, label: key, lost, n, rate: lost / n, partial })
  const said = { parameters: { interval: 'month', by: 'segment' }, statistics: {}, rows: [row('2026-01-01', 'total', 5, 100), row('2026-02-01', 'total', 6, 100, true), row('2026-02-01', 'top', 1, 4), row('2026-02-01', 'rest', 5, 96)] }
  const means: Means = { names: false, tiers: ['Top', 'Middle', 'Rest'], target: () => null }
  test('a rate is that of the newest whole period, a sum the running one’s; the other stands beside it', () => {
    expect(pictureOf('big_number', told, said, { field: null, cell: {} }, means).picture).toMatchObject({ shown: { value: 0.05, numerator: 5, denominator: 100 }, period: '2026-01-01', partial: false, beside: null, trend: [{ value: 0.05 }] })
    expect(pictureOf('big_number', told, said, { field: 'lost', cell: {} }, means).picture).toMatchObject({ shown: { value: 6 }, period: '2026-02-01', partial: true, beside: { period: '2026-01-01', partial: false, shown: { value: 5 } } })
    expect(pictureOf('big_number', told, said, { field: 'lost', cell: { key: 'rest' } }, means).picture).toMatchObject({ shown: { value: 5 }, trend: [{ value: 5 }] })
  })
  test('groups under five are hidden and counted, single people refused', () => {
    expect(pictureOf('bars', told, said, { field: null, cell: {} }, means)).toMatchObject({ hidden: 1, picture: { bars: [{ key: 'rest' }] } })
    // One number of a group of four is hidden too, and so are its points of a line.
    expect(() => pictureOf('big_number', told, said, { field: null, cell: { key: 'top' } }, means)).toThrow('Fewer than 5')
    expect(pictureOf('line', told, said, { field: null, cell: { key: 'top' } }, means).picture).toMatchObject({ lines: [{ points: [{ value: null }] }] })
    const flow = { parameters: {}, statistics: {}, rows: [['failed', 4], ['met', 40]].map(([result, moments]) => ({ touchpoint: 'total', result, moments, stayed: moments })) }
    expect(pictureOf('flow', told, flow, { field: null, cell: {} }, means)).toMatchObject({ hidden: 1, picture: { total: 40, results: [{ key: 'met' }] } })
    const people = { ...told, keys: ['customer'] }
    expect(() => pictureOf('bars', people, { ...said, rows: [{ customer: 'Ann', rate: 1 }] }, { field: null, cell: {} }, means)).toThrow(NotDrawable)
    expect(() => pictureOf('line', { ...told, keys: ['key'] }, said, { field: null, cell: {} }, means)).toThrow('no periods')
    expect(() => pictureOf('big_number', told, said, { field: 'nonsense', cell: {} }, means)).toThrow('no figure')
  })
  test('a sum without periods says where: its largest parts, small ones left out', () => {
    const open = { ...told, name: 'open', keys: ['touchpoint', 'result'], measure: { field: 'lost', better: 'lower' as const } }
    const rows = [['total', 30], ['card', 18], ['loan', 10], ['post', 2]].map(([touchpoint, lost]) => ({ touchpoint, label: touchpoint, result: 'failed', lost }))
    expect(pictureOf('big_number', open, { parameters: {}, statistics: {}, rows }, { field: 'lost', cell: { result: 'failed' } }, means).picture).toMatchObject({ shown: { value: 30 }, parts: [{ key: 'card', shown: { value: 18 } }, { key: 'loan' }] })
  })
  test('which of several rows is meant is asked, never guessed', () => {
    const two = { ...told, name: 'two', keys: ['touchpoint', 'result'] }
    const rows = ['failed', 'met'].flatMap((result) => [{ touchpoint: 'total', result, lost: 20 }, { touchpoint: 'card', result, lost: 9 }])
    const draw = (kind: 'bars' | 'big_number', cell: Record<string, string>) => pictureOf(kind, two, { parameters: {}, statistics: {}, rows }, { field: 'lost', cell }, means).picture
    expect(() => draw('bars', {})).toThrow('several rows')
    expect(() => draw('big_number', {})).toThrow('several rows')
    expect(draw('bars', { result: 'met' })).toMatchObject({ bars: [{ key: 'card' }] })
    expect(() => pictureOf('big_number', { ...told, keys: ['customer'] }, { parameters: {}, statistics: {}, rows: [{ customer: 'Ann', lost: 9 }] }, { field: 'lost', cell: {} }, means)).toThrow('single people')
  })
  test('on the first of a month bars are empty, not broken', () => {
    expect(pictureOf('bars', told, { parameters: { by: 'channel' }, statistics: {}, rows: [] }, { field: null, cell: {} }, means).picture).toMatchObject({ bars: [] })
    expect(() => pictureOf('bars', told, { parameters: {}, statistics: {}, rows: [row('2026-02-01', 'total', 1, 100)] }, { field: null, cell: {} }, means)).toThrow('choose what it is split by')
  })
  test('while a period runs a target is passed or reached for good, or not decided', () => {
    const aimed = (direction: 'at_least' | 'at_most', value: number): Means => ({ names: false, tiers: [], target: (_field, now) => ({ value, direction, met: now === null ? null : direction === 'at_least' ? now >= value : now <= value, steps: [] }) })
    const met = (means: Means) => (pictureOf('big_number', told, said, { field: 'lost', cell: {} }, means).picture as { target: { met: boolean | null } }).target.met
    expect([met(aimed('at_least', 10)), met(aimed('at_least', 6)), met(aimed('at_most', 10)), met(aimed('at_most', 5))]).toEqual([null, true, null, false])
    // A line alone is judged by its last whole period, which is named; one that has only begun is not.
    const line = (rows: typeof said.rows, means: Means) => pictureOf('line', told, { ...said, parameters: { interval: 'month' }, rows }, { field: 'lost', cell: { key: 'total' } }, means).picture
    expect(line(said.rows, aimed('at_most', 5))).toMatchObject({ judged: '2026-01-01', target: { met: true } })
    expect(line(said.rows.slice(1, 2), aimed('at_most', 6))).toMatchObject({ judged: null, target: { met: null } })
  })
  test('sentences: what can be read in passing, and how many more; nothing found is not nothing looked at', () => {
    const of = (texts: string[], checks?: number) => pictureOf('sentence', told, { parameters: {}, statistics: checks === undefined ? {} : { checks }, rows: texts.map((text) => ({ text })) }, { field: null, cell: {} }, means).picture
    expect(of(['a'.repeat(400), 'b'])).toMatchObject({ sentences: ['a'.repeat(400)], more: 1 })
    expect(of(['a', 'b', 'c', 'd'])).toMatchObject({ sentences: ['a', 'b', 'c'], more: 1 })
    expect([of([], 30), of([], 0), of([])]).toMatchObject([{ none: '30 checks, nothing unusual', well: true }, { well: false, none: 'Too little history yet to say what is usual' }, { well: false }])
  })
  test('a report that nobody here knew can be drawn from its declaration', () => {
    expect(waysToDraw({ ...told, name: 'new' })).toEqual(['big_number', 'line', 'stream', 'bars'])
    expect(waysToDraw({ ...told, name: 'new', keys: ['owner'] })).not.toContain('bars')
    expect(waysToDraw({ ...told, name: 'new', keys: ['customer'] })).toEqual([])
  })
})

test('a story is told without saying whose: a failure made good before anything else', () => {
  const facts: MomentFacts = { result: 'exceeded', touchpoint: 'Dispute a charge', day: '2026-03-18', acquiredOn: '2020-04-01', failedBefore: null, cameBack: null, promiseKept: false, goodwill: false, withinADay: false, advocated: false, ours: true, saidByCustomer: true }
  expect(storyOf(facts)).toEqual({ headline: 'Dispute a charge: better than the customer expected', lines: ['It was our own idea.', 'The customer said so.', 'A customer for 5 years.'] })
  const mended = { ...facts, failedBefore: '2026-02-03', advocated: true }
  expect(storyOf(mended).lines).toEqual(['Something had failed for this customer in February. This time it went well.', 'It was our own idea.', 'The customer said so.'])
  // What we did stands in it.
  expect(storyOf({ ...mended, cameBack: 1, goodwill: true, promiseKept: true, withinADay: true }).lines).toEqual(['Something had failed for this customer in February. We came back to them the next day, kept what we had promised and gave something for their trouble: this time it went well.', 'The customer said so.', 'They have recommended us since.'])
  expect(storyOf({ ...mended, cameBack: 40, goodwill: true }).lines.slice(0, 2)).toEqual(['Something had failed for this customer in February. We gave something for their trouble: this time it went well.', 'It was our own idea.'])
  expect(storyOf({ ...facts, withinADay: true }).lines[0]).toBe('We settled it within a day.')
  expect(storyWorth({ ...mended, cameBack: 0 })).toBeGreaterThan(storyWorth(mended))
  expect(storyOf({ ...mended, result: 'failed' }).lines[0]).toBe('It was our own idea.')
  expect(storyWorth({ ...facts, ours: false, saidByCustomer: false, failedBefore: '2026-02-03' })).toBeGreaterThan(storyWorth({ ...facts, advocated: true }))
})

describe('targets', () => {
  test('the same figure whatever the window, the order or the naming of the whole', () => {
    expect(targetSubject('rate', { interval: 'month', from: '2026-01-01', by: '' }, { period: '2026-01-01', key: 'total' })).toBe(targetSubject('rate', { interval: 'month' }, {}))
    expect(targetSubject('rate', { a: 1, b: 2 }, { key: 'top' })).toBe(targetSubject('rate', { b: '2', a: '1' }, { key: 'top' }))
    expect(targetSubject('rate', { interval: 'week' }, {})).not.toBe(targetSubject('rate', { interval: 'month' }, {}))
  })
  test('of a rate the whole is the same however it is split, until a part is meant; what adds up keeps its split', () => {
    const [plain, split] = [{ interval: 'month' }, { interval: 'month', by: 'channel' }]
    const rate = (parameters: object, cell: object) => targetSubject('rate', { ...parameters }, { ...cell }, true)
    expect([rate(split, {}), rate(split, { key: 'total' }), rate({ ...split, by: 'segment' }, { field: 'rate' })]).toEqual([rate(plain, {}), rate(plain, {}), rate(plain, {})])
    expect(new Set([rate(plain, {}), rate(split, { key: 'web' }), rate({ ...split, by: 'touchpoint' }, { key: 'web' }), rate({ ...split, channel: 'web' }, {}), rate(split, { result: 'failed' })]).size).toBe(5)
    expect(targetSubject('due', split, {})).not.toBe(targetSubject('due', plain, {}))
    expect([wholeOfSplit(split, { key: 'web', field: 'rate' }), wholeOfSplit(split, { key: 'total' }), wholeOfSplit(plain, { key: 'web' })]).toEqual([{ field: 'rate' }, null, null])
  })
  test('of a day the newest decision before it holds; none ends it; reached or not', () => {
    const d = (validFrom: string, value: number | null) => ({ validFrom, value, direction: 'at_most' as const })
    const all = [d('2026-01-01', 0.03), d('2026-02-01', 0.02), d('2026-02-01', 0.025), d('2026-04-01', null)]
    expect(targetOf(all, '2026-01-15', 0.03)).toMatchObject({ value: 0.03, met: true })
    expect(targetOf(all, '2026-03-01', 0.03)).toMatchObject({ value: 0.025, met: false, steps: [{ value: 0.03 }, { value: 0.02 }, { value: 0.025 }] })
    expect(targetOf(all, '2025-12-31', 1)).toBe(null)
    expect(targetOf(all, '2026-04-01', 1)).toBe(null)
    expect(targetOf(all, '2026-03-01', null)?.met).toBe(null)
  })
  test('a figure is held to the target of its own last day, and one decided since judges nothing', () => {
    const may = { period: '2026-05-01', interval: 'month', to: '2026-06-02' }
    expect([lastDayOf(may), lastDayOf({ ...may, period: '2026-06-01' }), lastDayOf({ to: '2026-06-01' }), lastDayOf({ ...may, interval: 'week' }), lastDayOf({ period: 'before', interval: 'month', to: '2026-06-01' }), lastDayOf({})]).toEqual(['2026-05-31', '2026-06-01', '2026-05-31', '2026-05-07', '2026-05-31', null])
    const d = (validFrom: string, value: number | null) => ({ validFrom, value, direction: 'at_most' as const })
    const decided = [d('2026-06-01', 50), d('2026-06-01', 40), d('2026-07-01', 30)]
    expect(targetOf(decided, lastDayOf(may) ?? '', 58)).toBe(null)
    expect(nextTarget(decided, '2026-05-31')).toMatchObject({ value: 40, validFrom: '2026-06-01' })
    expect(nextTarget([d('2026-06-01', null)], '2026-05-31')).toBe(null)
    // Decided within the month, it holds on its last day.
    expect(targetOf([d('2026-05-12', 60)], lastDayOf(may) ?? '', 58)).toMatchObject({ met: true })
  })
})
