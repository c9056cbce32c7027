import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { systemCtx } from '../access'
import type { OrgCtx } from '../context'
import { listMomentCandidates } from '../queries/moment-candidates'
import { getCustomer } from '../queries/customer'
import { answerReport, reportRows } from '../reports/answer'
import { insertOrganisation } from '../services/organisations/create-organisation'
import { expectLaws } from '../services/recording/testing'
import { scoreCustomers } from '../services/risk/score-customers'
import { testDb } from '../testing/database'
import { runSample } from './run-sample'
import { OVERBILLED, STORY } from './sample/plan'

/** Small enough to be built in seconds, large enough that every story shows. */
const PLAN = { customers: 600, from: '2025-04-01' }
// Whatever the clock says, the sample is asked as of its own instant.
const CLOCK = new Date('2027-01-10T12:00:00Z')
const MAY = { from: '2026-05-01', to: '2026-06-01' }

let db: Db
let ctx: OrgCtx
const notes: string[] = []
beforeAll(async () => {
  db = await testDb()
  const id = await db.maintenance((tx) => insertOrganisation(tx, { name: 'Sample bank', slug: 'sample', timezone: 'Europe/London', currency: 'GBP', sample: true }, null, CLOCK))
  await runSample(await systemCtx(db, id, CLOCK), { plan: PLAN, clock: CLOCK, onProgress: ({ done, of, note }) => { expect(done).toBeLessThanOrEqual(of); notes.push(note) } })
  ctx = await systemCtx(db, id, CLOCK)
})
afterAll(() => db.close())

const total = <T extends { key: string }>(rows: T[]) => rows.filter((r) => r.key === 'total')
const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0)
const rate = (p: { numerator: number; of: number }) => p.numerator / p.of

test('loading tells how far it is, and everything is settled at its end', async () => {
  expect(notes.some((note) => note.startsWith('Recording '))).toBe(true)
  expect(notes.at(-1)).toBe('Cutting value tiers')
  expect((await answerReport(ctx, 'interactions-over-time', {})).incomplete).toEqual([])
  await expectLaws(ctx)
})

test('25: interactions per customer grow, and most are look-ups and messages', async () => {
  const months = total((await answerReport(ctx, 'interactions-per-customer', { interval: 'month' })).rows).filter((r) => !r.partial)
  const [first, last] = [months[0], months.at(-1)]
  expect(last?.per_customer_month ?? 0).toBeGreaterThan(1.6 * (first?.per_customer_month ?? Infinity))
  expect((last?.lookups_per_customer_month ?? 0) + (last?.messages_per_customer_month ?? 0)).toBeGreaterThan(5 * (last?.contacts_per_customer_month ?? Infinity))
  const growth = (await answerReport(ctx, 'growth', {})).rows.find((r) => r.key === 'digital')
  expect(growth?.cagr ?? 0).toBeGreaterThan(0.2)
})

test('26: digital does not replace calls', async () => {
  const months = total((await answerReport(ctx, 'contact-rate', { interval: 'month', channel: 'phone' })).rows).filter((r) => !r.partial)
  const mean = (part: typeof months) => sum(part.map((r) => r.contact_rate ?? 0)) / part.length
  expect(mean(months.slice(-4))).toBeGreaterThanOrEqual(mean(months.slice(0, 4)))
})

test('26: messages breed contacts, more as there are more of them', async () => {
  const asked = total((await answerReport(ctx, 'interactions-over-time', { interval: 'month', touchpoint: 'ask_about_a_message' })).rows).filter((r) => !r.partial).map((r) => r.contacts)
  expect(sum(asked.slice(-5))).toBeGreaterThan(sum(asked.slice(0, 5)))
  const alerts = total((await answerReport(ctx, 'interactions-over-time', { touchpoint: 'fraud_alert,balance_alert,statement_ready,service_notice,special_offer' })).rows)
  expect(sum(asked) / sum(alerts.map((r) => r.messages))).toBeGreaterThan(0.02)
})

test('18, 24: a tenth of customers gives a large share of the value, and leaves less than the others until May', async () => {
  const rows = (await answerReport(ctx, 'churn-rate', { interval: 'month', by: 'segment', from: '2025-04-01', to: '2026-05-01' })).rows
  const of = (key: string) => { const mine = rows.filter((r) => r.key === key); return rate({ numerator: sum(mine.map((r) => r.lost)), of: sum(mine.map((r) => r.at_start)) }) }
  expect(of('top')).toBeLessThan(0.7 * of('low'))
  const tiers = (await answerReport(ctx, 'value-tiers', {})).rows
  expect(tiers.find((r) => r.segment === 'top')?.share_of_value ?? 0).toBeGreaterThan(0.35)
})

test('3, 5: failures go before leaving, exceeded ones before referrals', async () => {
  const rows = (await answerReport(ctx, 'moment-outcomes', {})).rows.filter((r) => r.touchpoint === 'total')
  const of = (result: string) => rows.find((r) => r.result === result)
  expect(of('failed')?.left_rate ?? 0).toBeGreaterThan(1.5 * (of('met')?.left_rate ?? Infinity))
  expect(of('failed')?.spent_less_rate ?? 0).toBeGreaterThan(2 * (of('met')?.spent_less_rate ?? Infinity))
  const advocated = (result: string) => (of(result)?.advocated ?? 0) / (of(result)?.moments ?? 1)
  expect(advocated('exceeded')).toBeGreaterThan(4 * advocated('met'))
  expect(of('not_recorded')?.share ?? 0).toBeGreaterThan(0.1)
})

test('10: some shift spend and some leave, two different things, after a failed billing question', async () => {
  const row = (await answerReport(ctx, 'moment-outcomes', { touchpoint: 'billing_question', result: 'failed' })).rows.find((r) => r.touchpoint === 'billing_question')
  expect(row?.left).toBeGreaterThan(0)
  expect(row?.spent_less).toBeGreaterThan(0)
})

test('the month top-tier customers left in, after failed billing moments', async () => {
  const rows = (await answerReport(ctx, 'losses', {})).rows
  const top = rows.find((r) => r.key === 'top')
  expect(top?.period).toBe(MAY.from)
  expect(top?.lost).toBeGreaterThan((top?.expected_high ?? Infinity) * (top?.at_start ?? Infinity))
  expect((top?.lost_with_failed ?? 0) / (top?.lost ?? 1)).toBeGreaterThan(0.6)
  expect((top?.stayed_with_failed ?? 0) / (top?.stayed ?? 1)).toBeLessThan(0.3)
  expect(top?.text).toMatch(/^\d+ of \d+ Top customers left in May 2026 \(usual \d+–\d+\)\. \d+ of the \d+ had a failed moment in the 60 days before, against \d+ of the \d+ who stayed\.$/)
  const billing = (await answerReport(ctx, 'moment-outcomes', { touchpoint: 'billing_question', segment: 'top', from: STORY.billingFrom, to: STORY.billingTo })).rows
  expect(billing.find((r) => r.result === 'failed')?.moments).toBeGreaterThan(0)
})

test('35: a feed that died is late, and so are figures that rest on it', async () => {
  const { rows } = await answerReport(ctx, 'freshness', {})
  const chat = rows.find((r) => r.source === 'chat_desk' && r.channel === 'chat')
  expect(chat).toMatchObject({ late: true })
  expect(chat?.silent_days).toBeGreaterThan(20)
  const found = await answerReport(ctx, 'findings', {})
  expect(found.incomplete.join()).toContain('Chat (chat_desk): nothing since')
  expect(found.statistics.checks).toBeGreaterThan(20)
})

test('35: data quality counts the faults: refused, conflicting, dated ahead, anonymous', async () => {
  const { rows } = await answerReport(ctx, 'data-quality', {})
  const count = (check: string) => rows.find((r) => r.check === check)?.count ?? 0
  expect(count('control_totals')).toBe(0)
  expect(count('rejected')).toBe(20)
  expect(count('conflicts')).toBe(4)
  expect(count('future_dated')).toBe(1)
  expect(count('anonymous')).toBeGreaterThan(50)
  expect(count('without_touchpoint')).toBeGreaterThan(5)
  expect(rows.filter((r) => r.check.startsWith('roll_up_law')).every((r) => r.ok)).toBe(true)
})

test('17: face to face is rarer and dearer', async () => {
  const rows = (await answerReport(ctx, 'cost-to-serve', { by: 'channel' })).rows
  const of = (key: string) => rows.find((r) => r.key === key)
  expect(of('branch')?.per_contact ?? 0).toBeGreaterThan(of('virtual_agent')?.per_contact ?? Infinity)
  expect(of('branch')?.contacts ?? Infinity).toBeLessThan(of('phone')?.contacts ?? 0)
})

test('15: the same task fails more often with the virtual agent than in a branch', async () => {
  const touchpoint = 'resolve_a_question,billing_question,change_service,dispute_a_charge'
  const failed = async (channel: string) => {
    const rows = (await answerReport(ctx, 'moment-outcomes', { channel, touchpoint })).rows.filter((r) => r.touchpoint === 'total')
    const of = (result: string) => rows.find((r) => r.result === result)?.moments ?? 0
    return of('failed') / (of('failed') + of('met') + of('exceeded'))
  }
  expect(await failed('virtual_agent')).toBeGreaterThan(1.5 * await failed('branch'))
})

test('20: seven calls in a month about one wrong charge, then they left', async () => {
  const window = { from: STORY.overbilled, to: '2026-04-01' }
  const cell = { row: { touchpoint: 'billing_question', result: 'failed' }, field: 'moments' }
  const { rows } = await reportRows(ctx, 'moment-outcomes', { ...window, touchpoint: 'billing_question' }, cell, { limit: 1000, offset: 0 })
  expect(rows.filter((r) => JSON.stringify(r).includes(OVERBILLED.id))).toHaveLength(7)
  const customer = await getCustomer(ctx, { id: OVERBILLED.id, limit: 1000 })
  const told = JSON.stringify(customer)
  expect(told).toContain(OVERBILLED.name)
  expect(told).toContain('Told: it is your card')
  expect(told.match(/within a few days\./g)?.length).toBeGreaterThanOrEqual(3)
  expect(told).toContain('Seven calls for one wrong charge')
})

test('3: an efficient touchpoint where strong impressions gather is proposed as a moment', async () => {
  expect(JSON.stringify(await listMomentCandidates(ctx))).toContain('replace_a_card')
})

test('18: regions and products can be compared', async () => {
  const keys = (await answerReport(ctx, 'interactions-per-customer', { by: 'attribute:region', ...MAY })).rows.map((r) => r.key)
  expect(new Set(keys)).toEqual(new Set(['total', 'Midlands', 'North', 'South West', 'Wales']))
})

test('22, 23: what customers say the bank is worth to them follows the care they had; some valuable ones do not value it', async () => {
  const { rows, statistics, notes } = await answerReport(ctx, 'value-perception', { by: 'segment' })
  expect(statistics).toMatchObject({ scale: '0-10', cut_by: 'medians' })
  expect(notes.join(' ')).toContain('Scales are never mixed')
  const mean = (keys: string[]) => { const mine = rows.filter((r) => r.section === 'worst_care' && keys.includes(r.key)); return sum(mine.map((r) => (r.perceived ?? 0) * r.customers)) / sum(mine.map((r) => r.customers)) }
  expect(mean(['strong_negative', 'bad'])).toBeLessThan(mean(['neutral', 'good', 'strong_positive', 'no_contact']) - 1)
  expect(rows.find((r) => r.section === 'quadrant' && r.key === 'valuable_unvalued')?.customers ?? 0).toBeGreaterThan(3)
})

test('23: who is at risk has reasons that add up, and more of those listed left than of the others', async () => {
  await scoreCustomers(ctx)
  const { rows, statistics } = await answerReport(ctx, 'at-risk', {})
  expect(Number(statistics.listed)).toBeGreaterThan(3)
  for (const r of rows) {
    expect(r.silent + r.failed_moment + r.broken_promise + r.strong_negative + r.contacts_rising + r.open_issue + r.spending_less).toBe(r.score)
    expect(r.reasons.length).toBeGreaterThan(10)
  }
  const all = await answerReport(ctx, 'risk-hits', {})
  const share = (group: string) => all.rows.find((r) => r.day === 'total' && r.group === group)?.rate ?? 0
  expect(share('listed')).toBeGreaterThan(1.3 * share('others'))
  // The top-tier customers of May: their last scores stay as they were.
  const left = await answerReport(ctx, 'at-risk', { who: 'left', segment: 'top' })
  expect(left.rows.filter((r) => (r.left_on ?? '') >= MAY.from && r.score >= 30).length).toBeGreaterThan(1)
})

test('11: breadth is told apart from being switched inside an issue', async () => {
  const { rows, notes } = await answerReport(ctx, 'channel-breadth', {})
  const of = (key: string) => rows.find((r) => r.channels === key)
  expect(notes.join(' ')).toContain('months are compared with')
  expect(of('forced')?.customers ?? 0).toBeGreaterThan(3)
  expect((of('forced')?.customers ?? 0) + (of('not_forced')?.customers ?? 0)).toBe(of('total')?.customers)
  expect(sum(rows.filter((r) => /^\d/.test(r.channels)).map((r) => r.customers))).toBe(of('total')?.customers)
})

test('run again, nothing is counted twice', async () => {
  const before = (await answerReport(ctx, 'interactions-over-time', {})).rows
  const again = await runSample(await systemCtx(db, ctx.org.id, CLOCK), { plan: PLAN, clock: CLOCK })
  expect(again.accepted).toBe(0)
  expect((await answerReport(ctx, 'interactions-over-time', {})).rows).toEqual(before)
  await expectLaws(ctx)
})

test('its maps live: every bound step has something to show, and running it again draws none twice', async () => {
  const { rows } = await answerReport(ctx, 'journey-steps', {})
  const bound = rows.filter(({ touchpoint }) => touchpoint !== null)
  expect(new Set(rows.map(({ journey }) => journey)).size).toBe(3)
  expect(bound.length).toBeGreaterThan(12)
  expect(bound.filter(({ interactions }) => interactions === 0)).toEqual([])
})
