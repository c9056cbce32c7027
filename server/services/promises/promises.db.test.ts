import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { listAudit } from '@/server/queries/audit'
import { listPromises } from '@/server/queries/promises'
import { answerReport } from '@/server/reports/answer'
import { listPromisesInput } from '@/server/schemas/promises'
import { testDb, testOrganisation } from '@/server/testing/database'
import { recordBatch } from '../recording/record-batch'
import { changePromises } from './change-promises'
import { keepPromises } from './keep-promises'
import { settleOrganisation } from '../settle/settle'
import { makePromise } from './make-promise'
import { reopenPromises } from './reopen-promises'
import { withdrawPromises } from './withdraw-promises'

let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(() => db.close())

const asked = (more: Record<string, unknown> = {}) => listPromisesInput.parse(more)
const ref = (...made: { id: string; source: string }[]) => ({ promises: made.map(({ id, source }) => ({ id, source })) })
async function started() {
  const org = await testOrganisation(db)
  await recordBatch(org.ctx, { kind: 'customer', records: [{ id: 'ann', name: 'Ann' }, { id: 'bob', name: 'Bob' }] })
  return org
}

test('made by hand it is a record like any other: owed, kept on time, counted', async () => {
  const { as } = await started()
  const editor = as('editor')
  const made = await makePromise(editor, { customer: 'ann', text: 'Call back about the credit', due: 'tomorrow 5pm', id: 'a4c7f0f2-97a4-4d4b-9a51-2ce5b4f51a11' })
  expect(made).toEqual({ id: 'a4c7f0f2-97a4-4d4b-9a51-2ce5b4f51a11', source: 'touchstone', due_at: '2026-03-16T17:00:00.000Z' })
  // The same line sent twice is one promise.
  await makePromise(as('editor', new Date('2026-03-15T10:00:07Z')), { customer: 'ann', text: 'Call back about the credit', due: 'tomorrow 5pm', id: made.id })
  const { rows, total } = await listPromises(editor, asked())
  expect(total).toBe(1)
  expect(rows[0]).toMatchObject({ customer: 'ann', customer_name: 'Ann', text: 'Call back about the credit', state: 'due_later', owner: 'editor' })
  const tomorrow = new Date('2026-03-16T09:00:00Z')
  expect((await listPromises(as('editor', tomorrow), asked({ view: 'due_today', owner: 'mine' }))).total).toBe(1)
  await keepPromises(as('editor', tomorrow), ref(made))
  const later = as('viewer', new Date('2026-03-17T09:00:00Z'))
  expect((await listPromises(later, asked({ view: 'done' }))).rows[0]?.state).toBe('kept')
  expect((await answerReport(later, 'follow-through', {})).rows[0]).toMatchObject({ due: 1, kept: 1, rate: 1 })
  expect((await answerReport(later, 'promises', {})).rows[0]).toMatchObject({ promises: 1, kept: 1, overdue: 0 })
})

test('one’s own is what bears one’s name, address or id, as systems write it', async () => {
  const { ctx, as } = await started()
  await recordBatch(ctx, { kind: 'promise', source: 'crm', records: ['editor', 'ED@example.test', 'test-editor', 'Somebody else'].map((owner, i) => ({ id: `p${i}`, customer: 'ann', made_at: '2026-03-10T10:00:00Z', due_at: '2026-03-14T10:00:00Z', owner })) })
  const me = { ...as('editor'), actor: { ...as('editor').actor, email: 'ed@example.test' } }
  expect((await listPromises(me, asked({ owner: 'mine' }))).total).toBe(3)
  expect((await answerReport(me, 'follow-through', { by: 'owner' })).rows.map(({ key, due }) => [key, due])).toEqual([['total', 4], ['own', 3]])
})

test('by the clock, or by what is at stake with the customer', async () => {
  const { ctx, as } = await started()
  await recordBatch(ctx, { kind: 'transaction', records: [{ id: 't', customer: 'bob', occurred_at: '2026-02-01T10:00:00Z', amount: 1200 }, { id: 'u', customer: 'ann', occurred_at: '2026-02-01T10:00:00Z', amount: 50 }] })
  for (const [customer, text, due] of [['ann', 'One', 'tomorrow 9am'], ['bob', 'Two', 'tomorrow 5pm'], ['bob', 'Three', 'tomorrow noon']] as const) await makePromise(as('editor'), { customer, text, due })
  const of = async (more: Record<string, unknown>) => (await listPromises(as('viewer'), asked(more))).rows.map(({ text, value, value_basis: basis }) => [text, value, basis])
  expect(await of({})).toEqual([['One', 50, 'historic'], ['Three', 1200, 'historic'], ['Two', 1200, 'historic']])
  expect(await of({ order: 'value' })).toEqual([['Three', 1200, 'historic'], ['Two', 1200, 'historic'], ['One', 50, 'historic']])
  expect(await of({ order: 'value', limit: 1, offset: 2 })).toEqual([['One', 50, 'historic']])
  expect(await of({ order: 'value', customer: 'ann' })).toEqual([['One', 50, 'historic']])
})

test('past due it is overdue; kept then it is late; taken back it is owed again', async () => {
  const { as } = await started()
  const made = await makePromise(as('editor'), { customer: 'ann', text: 'Send the form', due: 'today' })
  const late = as('editor', new Date('2026-03-16T10:00:00Z'))
  expect((await listPromises(late, asked({ view: 'overdue' }))).total).toBe(1)
  await keepPromises(late, ref(made))
  expect((await listPromises(late, asked({ view: 'done' }))).rows[0]?.state).toBe('kept_late')
  await reopenPromises(late, ref(made))
  expect((await listPromises(late, asked({ view: 'overdue', customer: 'ann' }))).total).toBe(1)
  expect((await listPromises(late, asked({ view: 'overdue', customer: 'bob' }))).total).toBe(0)
})

test('withdrawn by the customer it counts for nothing, by us it is broken', async () => {
  const { as } = await started()
  const [one, two] = [await makePromise(as('editor'), { customer: 'ann', text: 'One', due: 'tomorrow' }), await makePromise(as('editor'), { customer: 'bob', text: 'Two', due: 'tomorrow' })]
  await withdrawPromises(as('editor'), { ...ref(one), by: 'customer' })
  await withdrawPromises(as('editor'), { ...ref(two), by: 'us' })
  const { rows } = await answerReport(as('viewer', new Date('2026-03-18T10:00:00Z')), 'follow-through', {})
  expect(rows[0]).toMatchObject({ due: 1, kept: 0, broken: 1, withdrawn_by_customer: 1 })
})

test('a change of owner and clock keeps what stood before in the audit trail; sent ones too', async () => {
  const { ctx, as } = await started()
  await recordBatch(ctx, { kind: 'promise', source: 'crm', records: [{ id: 'p1', customer: 'ann', issue: 'case', made_at: '2026-03-10T10:00:00Z', due_at: '2026-03-14T10:00:00Z', owner: 'Old', team: 'North', text: 'Answer' }] })
  await changePromises(as('editor'), { promises: [{ id: 'p1', source: 'crm' }], owner: 'New', due: 'in 3 days' })
  const { rows } = await listPromises(ctx, asked())
  expect(rows[0]).toMatchObject({ id: 'p1', source: 'crm', owner: 'New', team: 'North', issue: 'case', due_at: '2026-03-18T17:00:00Z', state: 'due_later' })
  const { entries } = await listAudit(as('admin'))
  expect(entries.find((e) => e.action === 'promise.changed')?.detail).toMatchObject({ owner: 'New', before: { owner: 'Old', due_at: '2026-03-14T10:00:00.000Z' } })
})

test('a page of them at once, of several sources, in one transaction: all or none; each has its line in the trail', async () => {
  const { ctx, as } = await started()
  const sent = Array.from({ length: 50 }, (_, i) => ({ id: `p${i}`, customer: i % 2 ? 'ann' : 'bob', made_at: '2026-03-10T10:00:00Z', due_at: i < 25 ? '2026-03-14T10:00:00Z' : '2026-03-18T10:00:00Z', text: 'Answer', ...(i < 10 ? { team: 'North' } : {}) }))
  for (const source of ['crm', 'desk']) await recordBatch(ctx, { kind: 'promise', source, records: sent.filter((_, i) => (i < 40) === (source === 'crm')) })
  const all = { promises: sent.map(({ id }, i) => ({ id, source: i < 40 ? 'crm' : 'desk' })) }
  await expect(keepPromises(as('editor'), { promises: [...all.promises, { id: 'unknown', source: 'crm' }] })).rejects.toMatchObject({ fault: 'not_found' })
  expect(await listPromises(ctx, asked())).toMatchObject({ total: 50, teams: ['North'], to_left: 0 })
  expect((await listPromises(ctx, asked({ team: 'North' }))).total).toBe(10)
  const teams = (await answerReport(ctx, 'promises', { by: 'team' })).rows
  expect(teams.map(({ owner, overdue, due_later: later, kept }) => [owner, overdue, later, kept])).toEqual([['total', 25, 25, 0], ['none', 15, 25, null], ['North', 10, 0, null]])
  await keepPromises(as('editor'), all)
  const { total, rows } = await listPromises(ctx, asked({ view: 'done', limit: 200 }))
  expect([total, rows.filter((row) => row.state === 'kept_late').length]).toEqual([50, 25])
  expect((await listAudit(as('admin'))).entries.filter((entry) => entry.action === 'promise.kept').length).toBeGreaterThan(1)
  await reopenPromises(as('editor'), all)
  expect((await listPromises(ctx, asked())).total).toBe(50)
})

test('whom we owe and who has left meanwhile can be told apart', async () => {
  const { ctx, as } = await started()
  await recordBatch(ctx, { kind: 'customer', records: [{ id: 'ann', acquired_at: '2024-01-01T10:00:00Z', left_at: '2026-02-10T10:00:00Z' }, { id: 'bob', acquired_at: '2024-01-01T10:00:00Z' }] })
  for (const customer of ['ann', 'bob']) await makePromise(as('editor'), { customer, text: customer, due: 'tomorrow' })
  await settleOrganisation(ctx)
  expect((await listPromises(ctx, asked())).rows.map(({ customer, left }) => [customer, left])).toEqual(expect.arrayContaining([['ann', '2026-02-10'], ['bob', null]]))
  expect(await listPromises(ctx, asked({ to: 'left' }))).toMatchObject({ total: 1, to_left: 1, rows: [{ customer: 'ann' }] })
  expect(await listPromises(ctx, asked({ to: 'with_us', order: 'value' }))).toMatchObject({ total: 1, rows: [{ customer: 'bob' }] })
})

test('what cannot be: a stranger, words nobody understands, an unknown promise, a viewer, another organisation', async () => {
  const { as } = await started()
  const other = await started()
  const line = { customer: 'ann', text: 'Call', due: 'tomorrow' }
  await expect(makePromise(as('editor'), { ...line, customer: 'nobody' })).rejects.toMatchObject({ fault: 'not_found' })
  await expect(makePromise(as('editor'), { ...line, due: 'soonish' })).rejects.toMatchObject({ fault: 'invalid', places: [{ field: 'due' }] })
  await expect(makePromise(as('viewer'), line)).rejects.toMatchObject({ fault: 'forbidden' })
  const made = await makePromise(as('editor'), line)
  const mine = ref(made)
  for (const act of [keepPromises, reopenPromises, (c: Parameters<typeof keepPromises>[0], r: typeof mine) => withdrawPromises(c, { ...r, by: 'us' }), (c: Parameters<typeof keepPromises>[0], r: typeof mine) => changePromises(c, { ...r, owner: 'x' })]) {
    await expect(act(as('viewer'), mine)).rejects.toMatchObject({ fault: 'forbidden' })
    await expect(act(other.as('editor'), mine)).rejects.toMatchObject({ fault: 'not_found' })
  }
  expect((await listPromises(other.ctx, asked())).total).toBe(0)
})
