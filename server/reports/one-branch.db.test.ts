import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { testDb, testOrganisation } from '@/server/testing/database'
import type { OrgCtx } from '../context'
import { BY_OWN_WORD } from '../routers/screen-frames'
import { updateChannel } from '../services/catalogue/update-channel'
import { updateTouchpoint } from '../services/catalogue/update-touchpoint'
import { recordBatch } from '../services/recording/record-batch'
import { settleOrganisation } from '../services/settle/settle'
import { answerReport, reportRows, takesParameter } from './answer'
import { compareCells } from './cells.fixture'
import { REPORT_NAMES, type ReportName } from './registry'

/** What a wall in a branch asks, each counted again from what was sent. */
const NOW = '2026-03-18T15:30:00Z'
const BRANCHES = ['Leeds', 'Bristol', null] as const
const people = Array.from({ length: 21 }, (_, n) => ({ id: `c${n}`, branch: BRANCHES[n % 3] ?? null, left: n % 5 === 4 ? '2026-03-04T09:00:00Z' : null }))
const branchOf = (customer: string) => people.find(({ id }) => id === customer)?.branch ?? null
const at = (back: number, hour: number) => new Date(Date.UTC(2026, 2, 18 - back, hour, 10)).toISOString()

/** Scattered alike whenever it is asked, and not in step with the branches. */
const some = (n: number, of: number): number => (Math.imul(n + 1, 2_654_435_761) >>> 16) % of
// Each is there on some of the last 70 days, sometimes in another branch than their own.
const contacts = Array.from({ length: 70 }, (_, back) => people.filter((_one, n) => some(n * 97 + back, 4) !== 0).map(({ id }, n) => ({
  id: `${back}.${n}`, customer: id, occurred_at: at(back, 8 + (n % 9)), channel: 'Branch', direction: 'contact', touchpoint: 'Ask for advice', ...(some(n * 31 + back, 7) === 3 && back < 30 ? { impression: back % 2 ? -2 : 2, result: back % 2 ? 'failed' : 'exceeded' } : {}),
  ...(some(n * 13 + back, 6) === 5 ? { attributes: { branch: 'Bristol' } } : {}),
}))).flat()
const purchases = contacts.filter((_, n) => some(n, 5) > 1).map(({ id, customer, occurred_at: when }) => ({ id: `t${id}`, customer, occurred_at: when, amount: 12 }))
const promises = people.flatMap(({ id }, n) => [{ id: `p${n}`, customer: id, made_at: at(9, 9), due_at: at(n % 4, 12), ...(some(n, 2) ? { kept_at: at(n % 4, 11) } : {}) }, { id: `q${n}`, customer: id, made_at: at(2, 9), due_at: at(-some(n, 3), 20) }])
const ownOf = ({ customer, attributes }: { customer: string; attributes?: { branch: string } }) => attributes?.branch ?? branchOf(customer)

let db: Db
let ctx: OrgCtx
beforeAll(async () => {
  db = await testDb()
  ctx = (await testOrganisation(db, { dimensions: ['branch'] })).as('owner', new Date(NOW))
  await recordBatch(ctx, { kind: 'customer', records: people.map(({ id, branch, left }) => ({ id, acquired_at: '2024-01-01T00:00:00Z', ...(left ? { left_at: left } : {}), ...(branch ? { attributes: { branch } } : {}) })) })
  for (const [kind, records] of [['interaction', contacts], ['transaction', purchases], ['promise', promises]] as const) await recordBatch(ctx, { kind, records: [...records] })
  await settleOrganisation(ctx)
})
afterAll(() => db.close())

const untilNow = (iso: string) => iso.slice(11) <= NOW.slice(11)
describe.each(['Leeds', 'Bristol'])('of the branch in %s', (branch) => {
  const attribute = `branch:${branch}`

  test('today against what was expected: contacts by their own word, else their customer’s; purchases by their customer', async () => {
    const { rows } = await answerReport(ctx, 'today-against-expected', { attribute })
    const counted = (all: readonly { occurred_at: string }[]) => Array.from({ length: 9 }, (_, week) => all.filter((one) => one.occurred_at.slice(0, 10) === at(7 * week, 0).slice(0, 10) && untilNow(one.occurred_at)).length)
    const of = { contacts: counted(contacts.filter((one) => ownOf(one) === branch)), transactions: counted(purchases.filter(({ customer }) => branchOf(customer) === branch)) }
    for (const measure of ['contacts', 'transactions'] as const) {
      const [soFar = 0, ...before] = of[measure]
      expect(rows.find((row) => row.measure === measure), measure).toMatchObject({ so_far: soFar, n_days: 8 })
      expect(rows.find((row) => row.measure === measure)?.expected).toBeCloseTo(before.reduce((a, b) => a + b, 0) / 8, 9)
      expect(soFar).toBeGreaterThan(0)
    }
    await compareCells(ctx, 'today-against-expected', { attribute })
  })

  test('what is owed', async () => {
    const { rows } = await answerReport(ctx, 'promises', { attribute })
    const mine = promises.filter(({ customer }) => branchOf(customer) === branch)
    const open = mine.filter((one) => !('kept_at' in one))
    const [overdue, today] = [open.filter(({ due_at: due }) => due < NOW), open.filter(({ due_at: due }) => due >= NOW && due.slice(0, 10) === NOW.slice(0, 10))]
    expect(rows[0]).toMatchObject({ owner: 'total', promises: mine.length, overdue: overdue.length, due_today: today.length, customers_overdue: new Set(overdue.map(({ customer }) => customer)).size })
    expect(overdue.length * today.length).toBeGreaterThan(0)
    await compareCells(ctx, 'promises', { attribute })
  })

  test('what was promised and done', async () => {
    const { rows } = await answerReport(ctx, 'follow-through', { attribute })
    const due = promises.filter(({ customer, due_at: at }) => branchOf(customer) === branch && at < NOW)
    const kept = due.filter((one) => 'kept_at' in one)
    expect(rows).toMatchObject([{ key: 'total', due: due.length, kept: kept.length, broken: due.length - kept.length }])
    expect(kept.length * (due.length - kept.length)).toBeGreaterThan(0)
    await compareCells(ctx, 'follow-through', { attribute })
    await compareCells(ctx, 'follow-through', { attribute, by: 'channel' })
  })

  test('who waits, and who was lost this month', async () => {
    const { rows } = await answerReport(ctx, 'unhappy-now', { attribute })
    const all = await reportRows(ctx, 'unhappy-now', {}, { row: { reason: 'total' }, field: 'customers' }, { limit: 100, offset: 0 })
    const waiting = all.rows.filter(({ id }) => branchOf(String(id)) === branch)
    expect(rows[0]).toMatchObject({ reason: 'total', customers: waiting.length })
    expect(waiting.length).toBeGreaterThan(0)
    expect(waiting.length).toBeLessThan(all.total)
    await compareCells(ctx, 'unhappy-now', { attribute })
    const churn = await answerReport(ctx, 'churn-rate', { attribute, interval: 'month', from: '2026-03-01' })
    const own = people.filter((one) => one.branch === branch)
    expect(churn.rows.at(-1)).toMatchObject({ period: '2026-03-01', at_start: own.length, lost: own.filter(({ left }) => left).length })
  })

  test('how its moments ended', async () => {
    const { rows } = await answerReport(ctx, 'moment-outcomes', { attribute })
    for (const result of ['failed', 'exceeded'] as const) {
      const mine = contacts.filter((one) => one.result === result && ownOf(one) === branch)
      expect(rows.find((row) => row.touchpoint === 'total' && row.result === result), result).toMatchObject({ moments: mine.length, index_moments: new Set(mine.map(({ customer }) => customer)).size })
      expect(mine.length).toBeGreaterThan(0)
    }
    await compareCells(ctx, 'moment-outcomes', { attribute })
  })
})

test('of a branch that nobody knows there is nothing', async () => {
  const attribute = 'branch:Atlantis'
  expect((await answerReport(ctx, 'today-against-expected', { attribute, measure: 'contacts' })).rows).toMatchObject([{ so_far: 0 }])
  expect((await answerReport(ctx, 'promises', { attribute })).rows).toMatchObject([{ promises: 0, overdue: 0 }])
  expect((await answerReport(ctx, 'follow-through', { attribute })).rows).toMatchObject([{ due: 0, rate: null }])
  expect((await answerReport(ctx, 'unhappy-now', { attribute })).rows[0]).toMatchObject({ customers: 0 })
})

test('where only contacts say a branch, the reports told by it are those that take them at their own word', async () => {
  const { as } = await testOrganisation(db, { dimensions: ['branch'] })
  const only = as('owner', new Date(NOW))
  const said = { attributes: { branch: 'Leeds' } }
  await recordBatch(only, { kind: 'customer', records: Array.from({ length: 12 }, (_, n) => ({ id: `o${n}`, acquired_at: '2024-01-01T00:00:00Z' })) })
  const days = Array.from({ length: 70 }, (_, back) => ({ back, customer: `o${back % 12}`, issue: `i${back}` }))
  await recordBatch(only, { kind: 'interaction', records: days.flatMap(({ back, customer, issue }) => [
    { id: `mail${back}`, customer, occurred_at: at(back, 7), channel: 'E-mail', direction: 'message', initiative: 'ours', ...said },
    { id: `bot${back}`, customer, occurred_at: at(back, 8), channel: 'Chatbot', direction: 'contact', touchpoint: 'Ask for advice', issue, ...(back % 3 ? {} : { handed_over_to: 'Phone' }), ...said },
    { id: `call${back}`, customer, occurred_at: at(back, 9), channel: 'Phone', direction: 'contact', touchpoint: 'Ask for advice', issue, duration_s: 60, cost: 2, impression: -2, result: 'failed', ...said },
    { id: `back${back}`, customer, occurred_at: at(back, 11), channel: 'Phone', direction: 'message', initiative: 'ours', goodwill_amount: 5, ...said },
  ]) })
  // Growth is told of years.
  await recordBatch(only, { kind: 'interaction', records: Array.from({ length: 40 }, (_, month) => ({ id: `old${month}`, customer: 'o1', occurred_at: at(80 + 30 * month, 9), channel: 'Phone', direction: 'contact', ...said })) })
  await updateTouchpoint(only, { slug: 'ask_for_advice', patch: { class: 'moment_that_matters' } })
  await updateChannel(only, { slug: 'chatbot', patch: { human_answers: false } })
  await settleOrganisation(only)
  const told = async (report: string, branch: string) => JSON.stringify((await answerReport(only, report, { attribute: `branch:${branch}` })).rows)
  const taking = REPORT_NAMES.filter((report) => takesParameter(report, 'attribute', 'branch:Leeds'))
  const byIt: string[] = []
  for (const report of taking) if ((await told(report, 'Leeds')) !== (await told(report, 'Atlantis'))) byIt.push(report)
  expect(byIt.toSorted()).toEqual([...BY_OWN_WORD].filter((report) => taking.includes(report as ReportName)).toSorted())
  expect(taking.length).toBeGreaterThan(byIt.length)
})
