import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import type { OrgCtx } from '@/server/context'
import { budgetsOf, templatesOf } from '@/server/queries/recovery-budget'
import { customerStory } from '@/server/queries/customer-page-story'
import { goodwillGiven, recoveryCases } from '@/server/queries/recovery-cases'
import { unhappyNow } from '@/server/queries/recovery'
import { answerReport } from '@/server/reports/answer'
import { firstActs } from '@/server/reports/care-acts'
import { testDb, testOrganisation } from '@/server/testing/database'
import { updateTouchpoint } from '../catalogue/update-touchpoint'
import { recordMixed, type Item } from '../recording/record'
import { eraseCustomer } from '../recording/erase-customer'
import { setErasureKey } from '../recording/erasure-key'
import { expectLaws, table } from '../recording/testing'
import { settleOrganisation } from '../settle/settle'
import { act, recordOutcome } from './act'
import { noteSent } from './note-sent'
import { releaseCase } from './release-case'
import { setBudget } from './set-budget'
import { takeCase } from './take-case'
import { removeTemplate, saveTemplate } from './templates'

let db: Db
let ctx: OrgCtx
let as: Awaited<ReturnType<typeof testOrganisation>>['as']
const at = (days: number, hours = 0) => new Date(Date.UTC(2026, 2, 15, 9) - days * 86_400_000 - hours * 3_600_000).toISOString()
const LIST = { order: 'value', offset: 0, limit: 50 } as const

beforeAll(async () => {
  db = await testDb()
  setErasureKey('a secret of at least thirty-two characters')
})
beforeEach(async () => {
  ({ ctx, as } = await testOrganisation(db))
  const one = (raw: object): Item => ({ kind: 'interaction', raw: { channel: 'Phone', touchpoint: 'Dispute a charge', direction: 'contact', ...raw } })
  await recordMixed(ctx, { items: [
    ...['ada', 'bo', 'cy', 'di', 'el', 'old'].map((id): Item => ({ kind: 'customer', raw: { id, name: id.toUpperCase() } })),
    { kind: 'transaction', raw: { id: 't', customer: 'bo', occurred_at: at(30), amount: 500 } }, { kind: 'transaction', raw: { id: 'u', customer: 'ada', occurred_at: at(30), amount: 100 } },
    { kind: 'issue', raw: { id: 'x', customer: 'ada', opened_at: at(9), title: 'Billed twice' } },
    one({ id: 'ada1', customer: 'ada', occurred_at: at(5), impression: -2, issue: 'x', summary: 'Nobody called back.' }),
    one({ id: 'bo1', customer: 'bo', occurred_at: at(3), impression: -2 }),
    one({ id: 'cy1', customer: 'cy', occurred_at: at(3), impression: -2 }), one({ id: 'cy2', customer: 'cy', occurred_at: at(2), initiative: 'ours', direction: 'message' }),
    { kind: 'promise', raw: { id: 'p', customer: 'di', made_at: at(6), due_at: at(4), text: 'Call back' } },
    { kind: 'promise', raw: { id: 'q', customer: 'el', made_at: at(6), due_at: at(4), withdrawn_at: at(5), withdrawn_by: 'customer' } },
    one({ id: 'old1', customer: 'old', occurred_at: at(90), impression: -2 }),
  ] })
  await settleOrganisation(ctx)
})
afterAll(async () => { await db.close() })

const waiting = async () => (await unhappyNow(as('viewer'), LIST)).rows.map((row) => row.customer)
const refused = (fault: string) => ({ fault })

describe('who is unhappy now', () => {
  test('a failed moment, a very bad impression or a broken promise, about which nobody has done anything since', async () => {
    const list = await unhappyNow(as('viewer'), LIST)
    expect(list.rows.map(({ customer, value, times, reasons: [first] }) => ({ customer, value, times, kind: first?.kind, text: first?.text }))).toEqual([
      { customer: 'bo', value: 500, times: 1, kind: 'very_bad', text: null }, { customer: 'ada', value: 100, times: 1, kind: 'very_bad', text: 'Nobody called back.' }, { customer: 'di', value: 0, times: 1, kind: 'promise', text: 'Call back' }])
    expect(list).toMatchObject({ waiting: 3, by_reason: { failed: 0, very_bad: 2, promise: 1 }, at_stake: 600, unowned: 3 })
    expect((await unhappyNow(as('viewer'), { ...LIST, order: 'waiting' })).rows.map(({ customer }) => customer)).toEqual(['ada', 'di', 'bo'])
    expect((await unhappyNow(as('viewer'), { ...LIST, offset: 1, limit: 1 })).rows.map(({ customer }) => customer)).toEqual(['ada'])
  })

  test('an act is what the reports on care call one', async () => {
    await recordMixed(ctx, { items: [{ kind: 'issue', raw: { id: 'x', customer: 'ada', resolved_at: at(1) } }, { kind: 'promise', raw: { id: 'r', customer: 'bo', interaction: 'bo1', made_at: at(3), due_at: at(1), kept_at: at(2) } }] })
    expect(await waiting()).toEqual(['di'])
    const acts = await table(ctx, sql`select i.external_id as id from ${firstActs({ ctx }, sql`(select i.id, p.customer_id as person, i.occurred_at, i.issue_id, i.touchpoint_id from interactions i join profiles p on p.id = i.profile_id where i.impression = -2)`)} a join interactions i on i.id = a.id order by 1`)
    expect(acts.map(({ id }) => id)).toEqual(['ada1', 'bo1', 'cy1'])
  })

  test('a promise is owed although its issue was closed or another was kept: until it is kept, or somebody reaches out', async () => {
    const issue = (raw: object): Item => ({ kind: 'issue', raw: { id: 'y', customer: 'di', opened_at: at(6), ...raw } })
    const promise = (raw: object): Item => ({ kind: 'promise', raw: { customer: 'di', issue: 'y', made_at: at(6), due_at: at(4), ...raw } })
    await recordMixed(ctx, { items: [issue({ resolved_at: at(1) }), promise({ id: 'late' }), promise({ id: 'other', kept_at: at(2) })] })
    expect((await unhappyNow(as('viewer'), LIST)).rows.find(({ customer }) => customer === 'di')).toMatchObject({ times: 2, reasons: [{ kind: 'promise' }, { kind: 'promise' }] })
    const { rows } = await answerReport(as('viewer'), 'unhappy-now', {})
    // Of a reason it is said of how many it is: a screen with one of them is not taken for all who wait.
    expect(rows.map(({ waiting: of }) => of)).toEqual([null, 3, 3, 3])
    expect(rows.map(({ reason, customers, unowned, at_stake }) => [reason, customers, unowned, at_stake])).toEqual([['total', 3, 3, 600], ['failed', 0, 0, 0], ['very_bad', 2, 2, 600], ['promise', 1, 1, 0]])
    await recordMixed(ctx, { items: [{ kind: 'interaction', raw: { id: 'back', customer: 'di', issue: 'y', occurred_at: at(0, 3), direction: 'message', initiative: 'ours' } }] })
    expect((await unhappyNow(as('viewer'), LIST)).rows.find(({ customer }) => customer === 'di')).toMatchObject({ times: 1 })
    const { case: id } = await takeCase(as('editor'), { customer: 'di' })
    expect((await answerReport(as('viewer'), 'unhappy-now', {})).rows[0]).toMatchObject({ customers: 3, unowned: 2 })
    await act(as('editor'), { case: id, channel: 'phone', what: 'Called back' })
    expect(await waiting()).toEqual(['bo', 'ada'])
  })
})

describe('a case', () => {
  test('is taken once, acted on, and counted by the reports as attended', async () => {
    const { case: id } = await takeCase(as('editor'), { customer: 'ada' })
    expect(await takeCase(as('editor'), { customer: 'ada' })).toEqual({ case: id })
    await expect(takeCase(as('admin'), { customer: 'ada' })).rejects.toMatchObject(refused('conflict'))
    expect((await unhappyNow(as('editor'), LIST)).rows[1]?.taken).toMatchObject({ case: id, by: 'editor', mine: true })
    // A colleague who opens the customer's page reads it first.
    expect((await customerStory(as('viewer'), 'ada')).care).toMatchObject({ taken_by: 'editor', mine: false, because: 'A very bad impression: Dispute a charge: Nobody called back.', closed_at: null, last_act: null })
    expect((await customerStory(as('editor'), 'ada')).care?.mine).toBe(true)
    expect((await customerStory(as('viewer'), 'bo')).care).toBeNull()
    await act(as('editor'), { case: id, channel: 'phone', what: 'Called, and refunded the charge', goodwill: 20 })
    expect(await waiting()).toEqual(['bo', 'di'])
    expect(await table(ctx, sql`select initiative, direction, goodwill_amount::int as goodwill, summary, t.slug as touchpoint, s.external_id as issue from interactions i left join touchpoints t on t.id = i.touchpoint_id join issues s on s.id = i.issue_id where i.source = 'touchstone'`))
      .toEqual([{ initiative: 'ours', direction: 'message', goodwill: 2000, summary: 'Called, and refunded the charge', touchpoint: null, issue: 'x' }])
    await recordOutcome(as('editor'), { case: id, outcome: 'put_right' })
    expect((await customerStory(as('viewer'), 'ada')).care).toMatchObject({ outcome: 'put_right', last_act: { what: 'Called, and refunded the charge' } })
    const [mine] = await recoveryCases(as('editor'), { whose: 'mine' })
    expect(mine).toMatchObject({ case: id, customer: 'ada', outcome: 'put_right', acts: [{ what: 'Called, and refunded the charge', goodwill: 20 }] })
    await expect(act(as('editor'), { case: id, channel: 'phone', what: 'again' })).rejects.toMatchObject(refused('conflict'))
    await settleOrganisation(ctx)
    await expectLaws(ctx)
    const { statistics } = await answerReport(ctx, 'time-to-action', { from: '2026-03-01', to: '2026-03-16' })
    expect(statistics).toMatchObject({ unhappy: 3, acted: 2 })
    // What was done about a moment is none of its own, or a busy desk would lower the share that failed.
    await updateTouchpoint(ctx, { slug: 'dispute_a_charge', patch: { class: 'moment_that_matters' } })
    const { case: bo } = await takeCase(as('editor'), { customer: 'bo' })
    await act(as('editor'), { case: bo, channel: 'phone', what: 'Put it right', outcome: 'put_right' })
    await settleOrganisation(ctx)
    const [done] = await table(ctx, sql`select count(*)::int as acts, count(i.touchpoint_id) filter (where t.slug = 'dispute_a_charge')::int as there, count(m.interaction_id)::int as moments from recovery_acts a
      join interactions i on i.id = a.id left join touchpoints t on t.id = i.touchpoint_id left join moments m on m.interaction_id = a.id`)
    expect(done).toMatchObject({ there: 1, moments: 0 })
    expect(await table(ctx, sql`select count(*)::int as n from moments`)).not.toEqual([{ n: 0 }])
  })

  test('that is put right keeps a promise and closes an issue in the same step; every reason stands on it', async () => {
    await recordMixed(ctx, { items: [{ kind: 'promise', source: 'crm', raw: { id: 'call', customer: 'ada', issue: 'x', made_at: at(4), due_at: at(2), text: 'Call back' } }] })
    const { case: id } = await takeCase(as('editor'), { customer: 'ada' })
    const before = await customerStory(as('editor'), 'ada')
    expect(before).toMatchObject({ open_issues: 1, open_promises: 1, overdue_promises: 1, care: { because: 'A very bad impression: Dispute a charge: Nobody called back; A broken promise: Call back' } })
    const settled = { kept: before.promises.map((promise) => ({ id: promise.id, source: promise.source })), resolved: before.issues.map((issue) => issue.id) }
    const other = (await customerStory(as('editor'), 'bo')).issues
    expect(other).toEqual([])
    await expect(act(as('editor'), { case: id, channel: 'phone', what: 'Called', outcome: 'put_right', resolved: ['00000000-0000-4000-8000-000000000001'] })).rejects.toMatchObject(refused('not_found'))
    expect((await customerStory(as('editor'), 'ada')).care?.closed_at).toBeNull()
    await act(as('editor'), { case: id, channel: 'phone', what: 'Called', outcome: 'put_right', ...settled })
    expect(await customerStory(as('editor'), 'ada')).toMatchObject({ open_issues: 0, open_promises: 0, overdue_promises: 0, care: { outcome: 'put_right' } })
    expect(await waiting()).toEqual(['bo', 'di'])
    await settleOrganisation(ctx)
    await expectLaws(ctx)
  })

  test('a note that went out stands on the case and in the story, also after it was closed', async () => {
    const { case: id } = await takeCase(as('editor'), { customer: 'ada' })
    const note = { case: id, channel: 'phone', subject: 'We are sorry', text: 'Dear Ada,\n\nyou were charged twice.' }
    await noteSent(as('editor'), note)
    expect(await waiting()).toEqual(['bo', 'di'])
    expect((await customerStory(as('viewer'), 'ada')).care?.last_act?.what).toBe('Wrote to them: “We are sorry”')
    expect(await table(ctx, sql`select initiative, direction, summary, result from interactions i where i.source = 'touchstone'`)).toEqual([{ initiative: 'ours', direction: 'message', summary: 'We are sorry\n\nDear Ada,\n\nyou were charged twice.', result: null }])
    await recordOutcome(as('editor'), { case: id, outcome: 'no_answer' })
    await noteSent(as('editor', new Date(ctx.now.getTime() + 60_000)), { ...note, subject: 'It is put right' })
    expect((await recoveryCases(as('editor'), { whose: 'mine' }))[0]).toMatchObject({ outcome: 'no_answer', acts: [{}, { what: 'Wrote to them: “It is put right”' }] })
    // Sent by mail where no channel of theirs is mail: it stands there without one.
    expect((await noteSent(as('editor', new Date(ctx.now.getTime() + 120_000)), { ...note, channel: null })).interaction).toBeTruthy()
    await expect(noteSent(as('viewer'), note)).rejects.toMatchObject(refused('forbidden'))
    await expect(noteSent((await testOrganisation(db)).as('owner'), note)).rejects.toMatchObject(refused('not_found'))
    await expect(noteSent(as('editor'), { ...note, channel: 'pigeon' })).rejects.toMatchObject(refused('invalid'))
  })

  test('that was not put right stands on the list again', async () => {
    const { case: id } = await takeCase(as('editor'), { customer: 'bo' })
    await act(as('editor', new Date(ctx.now.getTime() - 60_000)), { case: id, channel: 'phone', what: 'Called', outcome: 'not_put_right' })
    expect(await table(ctx, sql`select result, result_source from interactions where source = 'touchstone'`)).toEqual([{ result: 'failed', result_source: 'customer' }])
    expect((await recoveryCases(as('editor'), { whose: 'all' }))[0]?.outcome).toBe('not_put_right')
  })

  test('is given back, or closed when something was done already', async () => {
    const { case: id } = await takeCase(as('editor'), { customer: 'bo' })
    await releaseCase(as('editor'), { case: id })
    expect(await recoveryCases(as('editor'), { whose: 'all' })).toEqual([])
    const again = await takeCase(as('admin'), { customer: 'bo' })
    await act(as('admin'), { case: again.case, channel: 'phone', what: 'Called' })
    await releaseCase(as('admin'), { case: again.case })
    expect((await recoveryCases(as('admin'), { whose: 'all' }))[0]).toMatchObject({ outcome: null, acts: [{ what: 'Called' }] })
    await expect(takeCase(as('admin'), { customer: 'bo' })).rejects.toMatchObject(refused('conflict'))
  })

  test('is for editors, within their own organisation, on a channel there is', async () => {
    const { case: id } = await takeCase(as('editor'), { customer: 'ada' })
    const other = (await testOrganisation(db)).as('owner')
    const [viewer] = [as('viewer')]
    await expect(takeCase(viewer, { customer: 'bo' })).rejects.toMatchObject(refused('forbidden'))
    await expect(act(viewer, { case: id, channel: 'phone', what: 'x' })).rejects.toMatchObject(refused('forbidden'))
    await expect(recordOutcome(viewer, { case: id, outcome: 'put_right' })).rejects.toMatchObject(refused('forbidden'))
    await expect(releaseCase(viewer, { case: id })).rejects.toMatchObject(refused('forbidden'))
    await expect(takeCase(other, { customer: 'ada' })).rejects.toMatchObject(refused('not_found'))
    await expect(act(other, { case: id, channel: 'phone', what: 'x' })).rejects.toMatchObject(refused('not_found'))
    await expect(recordOutcome(other, { case: id, outcome: 'put_right' })).rejects.toMatchObject(refused('not_found'))
    await expect(releaseCase(other, { case: id })).rejects.toMatchObject(refused('not_found'))
    await expect(act(as('editor'), { case: id, channel: 'pigeon', what: 'x' })).rejects.toMatchObject(refused('invalid'))
    expect((await unhappyNow(other, LIST)).rows).toEqual([])
    expect(await table(ctx, sql`select 1 from interactions where source = 'touchstone'`)).toEqual([])
  })

  test('goes with those who are erased', async () => {
    const { case: id } = await takeCase(as('editor'), { customer: 'ada' })
    await act(as('editor'), { case: id, channel: 'phone', what: 'Called', goodwill: 5 })
    await eraseCustomer(as('owner'), 'ada')
    expect(await table(ctx, sql`select 1 from recovery_cases union all select 1 from recovery_acts`)).toEqual([])
  })
})

describe('the budget', () => {
  test('is per person and period, the tightest decides, and what would exceed it leaves nothing behind', async () => {
    await setBudget(as('admin'), { role: 'editor', period: 'month', amount: 50 })
    await setBudget(as('admin'), { role: 'editor', period: 'day', amount: 30 })
    const { case: id } = await takeCase(as('editor'), { customer: 'ada' })
    await act(as('editor'), { case: id, channel: 'phone', what: 'Called', goodwill: 25 })
    await expect(act(as('editor'), { case: id, channel: 'phone', what: 'More', goodwill: 10 })).rejects.toMatchObject({ fault: 'conflict', message: expect.stringContaining('5 EUR') as string })
    expect(await table(ctx, sql`select count(*)::int as n from interactions where source = 'touchstone'`)).toEqual([{ n: 1 }])
    expect(await budgetsOf(as('editor'))).toMatchObject({ left: 5, mine: [{ period: 'month', amount: 50, spent: 25 }, { period: 'day', amount: 30, spent: 25 }].toSorted((a, b) => (a.period < b.period ? -1 : 1)) })
    // Others of the role have their own; other roles have none, and are not limited.
    expect((await budgetsOf(as('admin'))).left).toBeNull()
    await setBudget(as('admin'), { role: 'editor', period: 'day', amount: null })
    await act(as('editor'), { case: id, channel: 'phone', what: 'More', goodwill: 10 })
    expect((await goodwillGiven(as('viewer'))).map(({ customer, goodwill, by }) => ({ customer, goodwill, by }))).toEqual(expect.arrayContaining([{ customer: 'ada', goodwill: 25, by: null }, { customer: 'ada', goodwill: 10, by: null }]))
    expect((await goodwillGiven(as('admin'))).every(({ by }) => by === 'editor')).toBe(true)
    await expectLaws(ctx)
  })

  test('is set by admins, within their own organisation', async () => {
    await expect(setBudget(as('editor'), { role: 'editor', period: 'month', amount: 50 })).rejects.toMatchObject(refused('forbidden'))
    await setBudget(as('admin'), { role: 'editor', period: 'month', amount: 50 })
    expect((await budgetsOf((await testOrganisation(db)).as('owner'))).roles).toEqual([])
  })
})

test('notes start from three, until an organisation writes its own', async () => {
  expect((await templatesOf(as('viewer'))).map(({ id }) => id)).toEqual([null, null, null])
  await expect(saveTemplate(as('viewer'), { name: 'x', subject: 'x', body: 'x' })).rejects.toMatchObject(refused('forbidden'))
  const { id } = await saveTemplate(as('editor'), { name: 'Sorry', subject: 'We are sorry', body: '{greeting}' })
  await saveTemplate(as('editor'), { id, name: 'Sorry', subject: 'We are very sorry', body: '{greeting}' })
  expect(await templatesOf(as('viewer'))).toEqual([{ id, name: 'Sorry', subject: 'We are very sorry', body: '{greeting}' }])
  const other = (await testOrganisation(db)).as('owner')
  await expect(saveTemplate(other, { id, name: 'x', subject: 'x', body: 'x' })).rejects.toMatchObject(refused('not_found'))
  await expect(removeTemplate(other, { id })).rejects.toMatchObject(refused('not_found'))
  await expect(removeTemplate(as('viewer'), { id })).rejects.toMatchObject(refused('forbidden'))
  await removeTemplate(as('editor'), { id })
  expect(await templatesOf(as('viewer'))).toHaveLength(3)
})
