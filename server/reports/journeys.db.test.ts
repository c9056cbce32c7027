import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import type { OrgCtx } from '@/server/context'
import { createJourney } from '../services/journeys/create-journey'
import { endChannelRule, saveChannelRule } from '../services/journeys/channel-rules'
import { settleOrganisation } from '../services/settle/settle'
import { saveTouchpointDetails } from '../services/journeys/save-touchpoint-details'
import { listChannelRules, listTouchpointDetails } from '../queries/journeys/channel-rules'
import { recordBatch } from '../services/recording/record-batch'
import { testDb, testOrganisation } from '@/server/testing/database'
import { answerReport } from './answer'
import { seedTiers } from './spells.fixture'

let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(() => db.close())

const HOUR = 3_600_000
const START = Date.parse('2026-01-05T08:00:00Z')
type Sent = { id: string; customer: string; occurred_at: string; channel: string; touchpoint: string; issue?: string; direction?: string; result?: string; handed_over_to?: string }

/** A log of many customers' walks, without chance: what an independent program counts in it is known. */
function walks(): Sent[] {
  const names = ['Notice', 'Ask', 'Wait', 'Settle', 'Elsewhere']
  const sent: Sent[] = []
  for (let c = 0; c < 120; c++) {
    let at = START + c * HOUR
    const length = 1 + ((c * 7) % 6)
    for (let i = 0; i < length; i++) {
      // Every 11th customer pauses for forty days in the middle.
      at += (c % 11 === 0 && i === 2 ? 40 * 24 : 1 + ((c + i) % 30)) * HOUR
      sent.push({ id: `w${c}-${i}`, customer: `c${c}`, occurred_at: new Date(at).toISOString(), channel: c % 2 ? 'web' : 'phone', touchpoint: names[(c * 3 + i * i) % names.length] ?? '', ...(c % 4 === 0 ? {} : { issue: `case${c}-${i > 3 ? 1 : 0}` }), ...(i % 3 === 0 ? { result: i % 2 ? 'failed' : 'met' } : {}) })
    }
  }
  return sent
}

/** The same paths counted by other means: plain arrays, nothing of the report's SQL. */
function counted(sent: Sent[], per: 'issue' | 'window'): Map<string, { cases: number; customers: number; interactions: number }> {
  const cases = new Map<string, Sent[]>()
  const last = new Map<string, { at: number; n: number }>()
  for (const one of sent.toSorted((a, b) => (a.occurred_at < b.occurred_at ? -1 : 1))) {
    const at = Date.parse(one.occurred_at)
    const before = last.get(one.customer)
    const n = before === undefined ? 0 : at - before.at <= 7 * 24 * HOUR ? before.n : before.n + 1
    last.set(one.customer, { at, n })
    const key = per === 'issue' ? one.issue : `${one.customer} ${n}`
    if (key !== undefined) cases.set(key, [...(cases.get(key) ?? []), one])
  }
  const paths = new Map<string, { cases: number; customers: Set<string>; interactions: number }>()
  for (const rows of cases.values()) {
    const path = rows.map((row) => row.touchpoint.toLowerCase()).filter((slug, i, all) => slug !== all[i - 1]).join(' > ')
    const found = paths.get(path) ?? { cases: 0, customers: new Set(), interactions: 0 }
    found.cases++
    found.customers.add(rows[0]?.customer ?? '')
    found.interactions += rows.length
    paths.set(path, found)
  }
  return new Map([...paths].map(([path, found]) => [path, { ...found, customers: found.customers.size }]))
}

const step = (id: string, touchpoint: string | null) => ({ id, phase: 'p', name: id, touchpoint, child: null })
const map = (steps: ReturnType<typeof step>[]) => ({ phases: [{ id: 'p', name: 'All', when: 'during' as const }], steps, lanes: [], cells: [] })
const window = { from: '2026-01-01', to: '2026-03-15' }

async function walked(): Promise<{ ctx: OrgCtx; sent: Sent[] }> {
  const { ctx } = await testOrganisation(db)
  const sent = walks()
  await recordBatch(ctx, { kind: 'interaction', records: sent })
  await createJourney(ctx, { name: 'Plan', map: map([step('a', 'notice'), step('b', 'ask'), step('c', null), step('d', 'settle')]) })
  return { ctx, sent }
}

describe('paths', () => {
  test('agree with an independent count, per issue and without a pause', async () => {
    const { ctx, sent } = await walked()
    for (const per of ['issue', 'window'] as const) {
      const { rows, statistics } = await answerReport(ctx, 'journey-paths', { ...window, per })
      expect(new Map(rows.map(({ path, cases, customers, interactions }) => [path, { cases, customers, interactions }]))).toEqual(counted(sent, per))
      // No interaction of a known customer at a touchpoint is lost between the paths and the other charts.
      const volume = (await answerReport(ctx, 'interactions-over-time', { ...window, interval: 'month' })).rows.reduce((n, row) => n + row.interactions, 0)
      expect(statistics.interactions).toBe(per === 'window' ? volume : sent.filter(({ issue }) => issue).length)
      // The longer ones alone: their own customers are the whole, and the short ones are told beside.
      const longer = await answerReport(ctx, 'journey-paths', { ...window, per, least: 2 })
      const long = new Map([...counted(sent, per)].filter(([path]) => path.includes(' > ')))
      expect(new Map(longer.rows.map(({ path, cases, customers, interactions }) => [path, { cases, customers, interactions }]))).toEqual(long)
      expect(longer.statistics).toMatchObject({ all_cases: statistics.cases, shorter: Number(statistics.cases) - [...long.values()].reduce((n, { cases }) => n + cases, 0) })
      const none = await answerReport(ctx, 'journey-paths', { ...window, per, least: 99 })
      expect(none).toMatchObject({ rows: [], statistics: { all_cases: statistics.cases, shorter: statistics.cases } })
      expect(longer.rows[0]?.all_customers).toBeLessThanOrEqual(rows[0]?.all_customers ?? 0)
      const onMap = await answerReport(ctx, 'journey-paths', { ...window, per, journey: 'plan', steps: 'map' })
      const planned = sent.filter(({ touchpoint }) => ['Notice', 'Ask', 'Settle'].includes(touchpoint))
      expect(new Map(onMap.rows.map(({ path, cases, customers, interactions }) => [path, { cases, customers, interactions }]))).toEqual(counted(planned, per))
    }
  })

  test('deviations are those of the paths', async () => {
    const { ctx, sent } = await walked()
    const { rows, statistics } = await answerReport(ctx, 'journey-deviations', { ...window, journey: 'plan' })
    const order = ['notice', 'ask', 'settle']
    const paths = [...counted(sent, 'window')].map(([path, found]) => ({ stops: path.split(' > '), cases: found.cases })).filter(({ stops }) => stops.some((stop) => order.includes(stop)))
    const count = (is: (stops: string[]) => boolean) => paths.filter(({ stops }) => is(stops)).reduce((n, { cases }) => n + cases, 0)
    const of = (kind: string, touchpoint: string) => rows.find((row) => row.kind === kind && row.touchpoint === touchpoint)?.cases ?? 0
    const furthest = (stops: string[]) => Math.max(...stops.map((stop) => order.indexOf(stop)))
    expect(statistics.cases).toBe(count(() => true))
    for (const [at, touchpoint] of order.entries()) {
      expect(of('reached', touchpoint)).toBe(count((stops) => stops.includes(touchpoint)))
      expect(of('skipped', touchpoint)).toBe(count((stops) => !stops.includes(touchpoint) && furthest(stops) > at))
      expect(of('drop_off', touchpoint)).toBe(at === order.length - 1 ? 0 : count((stops) => stops.findLast((stop) => order.includes(stop)) === touchpoint))
      expect(of('loop', touchpoint)).toBe(count((stops) => stops.filter((stop) => stop === touchpoint).length > 1))
    }
    expect(of('foreign', 'elsewhere')).toBeGreaterThan(0)
    expect(rows.filter(({ kind }) => kind === 'next').reduce((n, row) => n + row.cases, 0)).toBeGreaterThan(0)
    // Customers do not go to what we send them: nobody passes over a step where only that stands.
    await recordBatch(ctx, { kind: 'interaction', records: [{ id: 'letter', customer: 'c1', occurred_at: '2026-01-05T07:00:00Z', channel: 'post', touchpoint: 'Letter', direction: 'message' }] })
    await createJourney(ctx, { name: 'Letters', map: map([step('l', 'letter'), step('a', 'notice'), step('b', 'ask')]) })
    const passed = async (more: object) => { const { rows: away, notes } = await answerReport(ctx, 'journey-deviations', { ...window, journey: 'letters', ...more }); return [away.some((row) => row.kind === 'skipped' && row.touchpoint === 'letter'), notes.join(' ').includes('“Letter”: messages of ours')] }
    expect([await passed({}), await passed({ messages: 'with' })]).toEqual([[false, true], [true, false]])
    // What is never done on a channel is not passed over there, nor stopped short of; on the others it is.
    await recordBatch(ctx, { kind: 'interaction', records: ['look', 'end'].map((id) => ({ id, customer: 'c1', occurred_at: '2026-01-05T07:00:00Z', channel: 'app', touchpoint: id, direction: 'lookup' })) })
    await createJourney(ctx, { name: 'Looks', map: map([step('k', 'look'), step('a', 'notice'), step('b', 'ask'), step('e', 'end')]) })
    const missed = async (more: object) => { const { rows: away, notes } = await answerReport(ctx, 'journey-deviations', { ...window, journey: 'looks', ...more }); return [away.some((row) => row.kind === 'skipped' && row.touchpoint === 'look'), away.some((row) => row.kind === 'drop_off' && row.touchpoint === 'ask'), away.some((row) => row.kind === 'skipped' && row.touchpoint === 'notice'), /“end”, “look”: not on this channel/iu.test(notes.join(' '))] }
    expect([await missed({}), await missed({ channel: 'phone' })]).toEqual([[true, true, true, false], [false, false, true, true]])
  })
})

test('beside another period stand the paths and deviations of that period as counted by other means, and who went only then', async () => {
  const { ctx, sent } = await walked()
  const of = (from: string, to: string) => [...counted(sent.filter(({ occurred_at }) => occurred_at.slice(0, 10) >= from && occurred_at.slice(0, 10) < to), 'window')]
  const [now, before] = [of('2026-01-12', '2026-01-19'), of('2026-01-05', '2026-01-12')]
  const asked = { from: '2026-01-12', to: '2026-01-19', compare: 'previous' } as const
  type Beside = { compared_customers: number; compared_cases: number; compared_all_cases: number; compared_share: number | null }
  const paths = (await answerReport(ctx, 'journey-paths', asked)).rows as (Awaited<ReturnType<typeof answerReport<'journey-paths'>>>['rows'][number] & Beside)[]
  const every = new Set([...now, ...before].map(([path]) => path))
  expect(new Set(paths.map(({ path }) => path))).toEqual(every)
  const none = { cases: 0, customers: 0 }
  for (const row of paths) {
    const [here, then] = [now.find(([path]) => path === row.path)?.[1] ?? none, before.find(([path]) => path === row.path)?.[1] ?? none]
    expect([row.path, row.cases, row.customers, row.compared_cases, row.compared_customers]).toEqual([row.path, here.cases, here.customers, then.cases, then.customers])
  }
  expect([paths.some((row) => row.customers === 0), paths.some((row) => row.compared_customers === 0)]).toEqual([true, true])

  const order = ['notice', 'ask', 'settle']
  const onMap = (all: typeof now) => all.map(([path, { cases }]) => ({ stops: path.split(' > '), cases })).filter(({ stops }) => stops.some((stop) => order.includes(stop)))
  const cases = (all: typeof now, is: (stops: string[]) => boolean) => onMap(all).filter(({ stops }) => is(stops)).reduce((n, one) => n + one.cases, 0)
  const ways: Record<string, (touchpoint: string) => (stops: string[]) => boolean> = {
    reached: (touchpoint) => (stops) => stops.includes(touchpoint), entry: (touchpoint) => (stops) => stops[0] === touchpoint, loop: (touchpoint) => (stops) => stops.filter((stop) => stop === touchpoint).length > 1,
    skipped: (touchpoint) => (stops) => !stops.includes(touchpoint) && Math.max(...stops.map((stop) => order.indexOf(stop))) > order.indexOf(touchpoint),
    drop_off: (touchpoint) => (stops) => touchpoint !== 'settle' && stops.findLast((stop) => order.includes(stop)) === touchpoint,
  }
  const away = (await answerReport(ctx, 'journey-deviations', { ...asked, journey: 'plan' })).rows as (Awaited<ReturnType<typeof answerReport<'journey-deviations'>>>['rows'][number] & Beside)[]
  for (const [kind, is] of Object.entries(ways)) {
    for (const touchpoint of order) {
      const row = away.find((one) => one.kind === kind && one.touchpoint === touchpoint)
      expect([kind, touchpoint, row?.cases ?? 0, row?.compared_cases ?? 0]).toEqual([kind, touchpoint, cases(now, is(touchpoint)), cases(before, is(touchpoint))])
    }
  }
  for (const row of away) expect([row.all_cases, row.compared_all_cases]).toEqual([cases(now, () => true), cases(before, () => true)])
  // Before the first record nobody was there to go another way: a gap, no nought.
  const first = await answerReport(ctx, 'journey-deviations', { from: '2026-01-05', to: '2026-01-12', compare: 'previous', journey: 'plan' })
  expect(first.rows.map((row) => (row as typeof away[number]).compared_share)).toEqual(first.rows.map(() => null))
})

test('contacts of the very same time stand in the order of their senders’ ids, and it is said how many', async () => {
  const { ctx } = await testOrganisation(db)
  const one = (id: string, customer: string, touchpoint: string) => ({ id, customer, occurred_at: new Date(START).toISOString(), channel: 'web', touchpoint })
  await recordBatch(ctx, { kind: 'interaction', records: ['a', 'b', 'c', 'd'].flatMap((customer, n) => [one(`${3 * n + 8}`, customer, 'Ask'), one(`${3 * n + 9}`, customer, 'Wait'), one(`${3 * n + 10}`, customer, 'Settle')]) })
  const { rows, notes } = await answerReport(ctx, 'journey-paths', window)
  expect(rows).toMatchObject([{ path: 'ask > wait > settle', cases: 4 }])
  expect(notes.join(' ')).toContain('8 contacts have the very time of the one before')
  await createJourney(ctx, { name: 'Ties', map: map([step('x', 'ask'), step('y', 'settle')]) })
  const away = await answerReport(ctx, 'journey-deviations', { ...window, journey: 'ties' })
  expect(away.notes.join(' ')).toContain('8 contacts have')
  expect(away.rows.find((row) => row.kind === 'next' && row.touchpoint === 'ask')).toMatchObject({ to: 'wait', cases: 4, share_of_cases: 1 })
})

test('a step counts what every other chart counts there; the journey filters like its touchpoints', async () => {
  const { ctx, sent } = await walked()
  const { rows } = await answerReport(ctx, 'journey-steps', { ...window, journey: 'plan' })
  const at = (name: string) => sent.filter(({ touchpoint }) => touchpoint === name)
  expect(rows.map(({ step: id, touchpoint, interactions, customers }) => [id, touchpoint, interactions, customers])).toEqual([
    ...(['Notice', 'Ask'] as const).map((name, i) => [['a', 'b'][i], name.toLowerCase(), at(name).length, new Set(at(name).map(({ customer }) => customer)).size]),
    ['c', null, 0, 0], ['d', 'settle', at('Settle').length, new Set(at('Settle').map(({ customer }) => customer)).size],
  ])
  expect(rows[0]).toMatchObject({ failed: at('Notice').filter(({ result }) => result === 'failed').length, share: at('Notice').length / (at('Notice').length + at('Ask').length + at('Settle').length) })
  const total = async (parameters: object) => (await answerReport(ctx, 'interactions-over-time', { ...window, interval: 'month', ...parameters })).rows.reduce((n, row) => n + row.interactions, 0)
  expect(await total({ journey: 'plan' })).toBe(await total({ touchpoint: 'notice,ask,settle' }))
  expect(await total({ journey: 'plan', touchpoint: 'ask,wait' })).toBe(await total({ touchpoint: 'ask' }))
  await createJourney(ctx, { name: 'Unbound', map: map([step('x', null)]) })
  expect(await total({ journey: 'unbound' })).toBe(0)
})

test('the median time to the next step is that of the walks', async () => {
  const { ctx } = await testOrganisation(db)
  const at = (hours: number) => new Date(START + hours * HOUR).toISOString()
  const one = (id: string, customer: string, hours: number, touchpoint: string): Sent => ({ id, customer, occurred_at: at(hours), channel: 'web', touchpoint })
  // a stays at Ask twice: it is the last time there that counts. b takes 4 hours, c never goes on, d after a pause too long for one path.
  await recordBatch(ctx, { kind: 'interaction', records: [one('1', 'a', 0, 'Ask'), one('2', 'a', 10, 'Ask'), one('3', 'a', 12, 'Settle'), one('4', 'b', 0, 'Ask'), one('5', 'b', 4, 'Settle'), one('6', 'c', 0, 'Ask'), one('7', 'd', 0, 'Ask'), one('8', 'd', 7 * 24 + 1, 'Settle'),
    // Nobody goes to a message of ours, nor on from it: e asks after one, and is told something.
    { ...one('9', 'e', 0, 'Settle'), direction: 'message' as const }, one('10', 'e', 1, 'Ask'), { ...one('11', 'e', 2, 'Settle'), direction: 'message' as const }] })
  await createJourney(ctx, { name: 'Times', map: map([step('ask', 'ask'), step('settle', 'settle')]) })
  const { rows } = await answerReport(ctx, 'journey-steps', { ...window, journey: 'times' })
  expect(rows.map(({ onward, median_hours_to_next }) => [onward, median_hours_to_next])).toEqual([[2, 3], [0, null]])
  expect((await answerReport(ctx, 'journey-steps', { ...window, journey: 'times', gap_days: 8 })).rows[0]).toMatchObject({ onward: 3, median_hours_to_next: 4 })
})

describe('channel rules', () => {
  test('a breach is an issue that ended without the required channel having been offered', async () => {
    const { ctx } = await testOrganisation(db)
    const day = (n: number, hour = 10) => new Date(Date.parse('2026-01-01T00:00:00Z') + n * 24 * HOUR + hour * HOUR).toISOString()
    const talk = (issue: string, n: number, channel: string, more: object = {}) => ({ id: `${issue}-${n}-${channel}`, customer: `of ${issue}`, occurred_at: day(n), channel, touchpoint: 'Dispute', issue, ...more })
    await recordBatch(ctx, { kind: 'interaction', records: [
      talk('web first', 1, 'web'), talk('web first', 2, 'phone'), talk('web only', 1, 'web'), talk('handed over', 1, 'web', { handed_over_to: 'Phone' }), talk('too late', 1, 'web'), talk('too late', 9, 'phone'),
      talk('given up', 1, 'web'), talk('still open', 60, 'web'), talk('elsewhere', 1, 'web', { touchpoint: 'Ask' }),
      { id: 'm1', customer: 'of web only', occurred_at: day(3), channel: 'sms', touchpoint: 'Dispute', direction: 'message' }, { id: 'm2', customer: 'of web only', occurred_at: day(4), channel: 'email', touchpoint: 'Dispute', direction: 'message' },
    ] })
    await recordBatch(ctx, { kind: 'issue', records: ['web first', 'web only', 'handed over', 'too late', 'elsewhere'].map((id) => ({ id, customer: `of ${id}`, opened_at: day(1, 8), resolved_at: day(5) })) })
    await saveChannelRule(ctx, { touchpoint: 'dispute', required: ['phone'], forbidden: ['sms'] })
    const { rows, notes } = await answerReport(ctx, 'channel-rules', window)
    expect(rows).toMatchObject([{ touchpoint: 'dispute', segment: 'everybody', required: 'phone', issues: 5, given_up: 1, breaches: 3, breach_rate: 0.6, messages: 2, forbidden_messages: 1, value_at_stake: null, priced: null }])
    expect(notes.join(' ')).toContain('No money is recorded')
    await createJourney(ctx, { name: 'Disputes', map: map([step('d', 'dispute'), step('e', 'ask')]) })
    expect((await answerReport(ctx, 'journey-steps', { ...window, journey: 'disputes' })).rows.map(({ breaches }) => breaches)).toEqual([3, null])
    const onWeb = await answerReport(ctx, 'journey-steps', { ...window, journey: 'disputes', channel: 'web' })
    expect([onWeb.rows.map(({ breaches }) => breaches), onWeb.notes.join(' ').includes('not told for one channel')]).toEqual([[null, null], true])
    await recordBatch(ctx, { kind: 'transaction', records: [{ id: 't', customer: 'of web only', occurred_at: day(1), amount: 50 }] })
    await settleOrganisation(ctx)
    expect((await answerReport(ctx, 'channel-rules', window)).rows).toMatchObject([{ value_at_stake: 50, priced: 30 }])
    const [rule] = await listChannelRules(ctx)
    await endChannelRule(ctx, { id: rule?.id ?? '' })
    expect((await answerReport(ctx, 'channel-rules', window)).rows).toEqual([])
  })

  test('hold only for the segment they name, and no issue under them is no data', async () => {
    const { ctx } = await testOrganisation(db)
    await seedTiers(ctx, ['top', 'rest'])
    await recordBatch(ctx, { kind: 'interaction', records: ['a', 'b'].map((customer) => ({ id: customer, customer, occurred_at: '2026-01-05T10:00:00Z', channel: 'web', touchpoint: 'Dispute', issue: `of ${customer}` })) })
    await recordBatch(ctx, { kind: 'issue', records: ['a', 'b'].map((customer) => ({ id: `of ${customer}`, customer, opened_at: '2026-01-05T09:00:00Z', resolved_at: '2026-01-06T09:00:00Z' })) })
    await saveChannelRule(ctx, { touchpoint: 'dispute', segment: 'value:top', required: ['web'] })
    expect((await answerReport(ctx, 'channel-rules', window)).rows).toMatchObject([{ segment: 'value:top', issues: 0, breach_rate: null, value_at_stake: null }])
    // A rule that applied to nobody was not kept either.
    await createJourney(ctx, { name: 'Disputes', map: map([step('d', 'dispute')]) })
    expect((await answerReport(ctx, 'journey-steps', { ...window, journey: 'disputes' })).rows).toMatchObject([{ interactions: 2, breaches: null }])
    await expect(saveChannelRule(ctx, { touchpoint: 'dispute' })).rejects.toThrow('needs at least one channel, here or among the forbidden ones')
    await expect(saveChannelRule(ctx, { touchpoint: 'dispute', segment: 'value:nobody', required: ['web'] })).rejects.toMatchObject({ fault: 'invalid' })
  })
})

test('rules and details: admins write them, nobody else’s are seen', async () => {
  const { ctx, as } = await testOrganisation(db)
  const other = await testOrganisation(db)
  await recordBatch(ctx, { kind: 'interaction', records: [{ id: '1', customer: 'a', occurred_at: '2026-01-05T10:00:00Z', channel: 'web', touchpoint: 'Dispute' }] })
  const { id } = await saveChannelRule(ctx, { touchpoint: 'dispute', required: ['web'] })
  await saveTouchpointDetails(ctx, { touchpoint: 'dispute', personal: 'Their name', failure_cost: 120.5 })
  expect(await listTouchpointDetails(ctx)).toMatchObject([{ touchpoint: 'dispute', personal: 'Their name', failure_cost: 120.5 }])
  const verbs: ((by: OrgCtx) => Promise<unknown>)[] = [(by) => saveChannelRule(by, { touchpoint: 'dispute', required: ['web'] }), (by) => endChannelRule(by, { id }), (by) => saveTouchpointDetails(by, { touchpoint: 'dispute' })]
  for (const verb of verbs) {
    await expect(verb(as('viewer'))).rejects.toMatchObject({ fault: 'forbidden' })
    await expect(verb(as('editor'))).rejects.toMatchObject({ fault: 'forbidden' })
    await expect(verb(other.ctx)).rejects.toMatchObject({ fault: 'not_found' })
  }
  await expect(saveChannelRule(ctx, { touchpoint: 'dispute', required: ['pigeon'] })).rejects.toMatchObject({ fault: 'invalid' })
  expect(await listChannelRules(other.ctx)).toEqual([])
  expect(await listTouchpointDetails(other.ctx)).toEqual([])
})

test('a channel gap is the difference to the other channels of the same touchpoint', async () => {
  const { ctx } = await testOrganisation(db)
  await recordBatch(ctx, { kind: 'interaction', records: Array.from({ length: 100 }, (_, i) => ({ id: `i${i}`, customer: `c${i}`, occurred_at: '2026-01-05T10:00:00Z', channel: i < 50 ? 'web' : 'phone', touchpoint: 'Ask', result: (i < 50 ? i < 15 : i < 55) ? 'failed' : 'met', duration_s: i < 50 ? 60 : 300 })) })
  const { rows } = await answerReport(ctx, 'channel-gap', window)
  // Newcombe's hybrid score interval for 15/50 − 5/50, computed apart.
  expect(rows.find(({ channel }) => channel === 'web')).toMatchObject({ n: 50, failed: 15, failed_rate: 0.3, minutes: 1, difference: expect.closeTo(0.2, 10), low: expect.closeTo(0.0426, 3), high: expect.closeTo(0.3487, 3) })
  expect(rows.find(({ channel }) => channel === 'phone')).toMatchObject({ minutes: 5, difference: expect.closeTo(-0.2, 10) })
})
