import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { jobs, members, memberships, segmentations, segments, takeovers, touchpoints, users, webhookDeliveries } from '@/db/schema'
import type { OrgCtx } from '@/server/context'
import { recordId } from '@/server/domain/ids'
import { listAlerts, listFirings } from '@/server/queries/alerts'
import { listNotifications } from '@/server/queries/notifications'
import { setSealingSecret } from '@/server/sealed'
import type { SaveAlertInput } from '@/server/schemas/alerts'
import { TEST_NOW, testDb, testOrganisation } from '@/server/testing/database'
import { eraseCustomer } from '../recording/erase-customer'
import { setErasureKey } from '../recording/erasure-key'
import { recordBatch } from '../recording/record-batch'
import { settleOrganisation } from '../settle/settle'
import { createWebhook } from '../webhooks/save-webhook'
import { checkAlerts } from './check-alerts'
import { removeAlert, saveAlert, switchAlert, tryAlert } from './save-alert'

let db: Db
let ctx: OrgCtx
let as: (role: 'viewer' | 'editor' | 'admin' | 'owner', now?: Date) => OrgCtx
let ada: string
const at = (minutes: number) => new Date(TEST_NOW.getTime() + minutes * 60_000)
const check = (minutes: number) => checkAlerts({ ...ctx, now: at(minutes) }, { clock: at(minutes) })
const firings = () => listFirings(ctx, { limit: 50 })
const iso = (minutes: number) => at(minutes).toISOString()

beforeAll(async () => {
  setErasureKey('x'.repeat(32))
  setSealingSecret('x'.repeat(32))
  db = await testDb()
})
afterAll(() => db.close())
beforeEach(async () => {
  ;({ ctx, as } = await testOrganisation(db))
  ada = randomUUID()
  await db.door((tx) => tx.insert(users).values({ id: ada, email: `${ada}@example.org`, name: 'Ada' }))
  await db.maintenance((tx) => tx.insert(members).values({ organisationId: ctx.org.id, userId: ada, role: 'editor' }))
})

/** So many promises due in the last days, so many of them kept. */
async function promises(due: number, kept: number, from = 0) {
  await recordBatch(ctx, {
    kind: 'promise', mode: 'replace',
    records: Array.from({ length: due }, (_, i) => ({ id: `p${from + i}`, customer: `c${from + i}`, made_at: iso(-3 * 1440), due_at: iso(-60), ...(i < kept ? { kept_at: iso(-120) } : {}) })),
  })
}
const followThrough = (more: Partial<SaveAlertInput> = {}): SaveAlertInput => ({
  name: 'Follow-through is low', people: [ada], every_minutes: 15, quiet_hours: null,
  condition: { kind: 'figure', report: 'follow-through', field: 'rate', comparison: 'below', threshold: 0.8, window: 'last_7_days' }, ...more,
})

describe('a figure', () => {
  test('fires once with what was seen and who was told, clears, and fires again', async () => {
    await promises(40, 36)
    const { id } = await saveAlert(ctx, followThrough())
    expect(await check(0)).toEqual({ checked: 1, fired: 0 })
    expect(await listAlerts(ctx)).toMatchObject([{ id, state: 'clear', observed: 0.9, checkedAt: at(0) }])
    await promises(40, 28)
    // Not sooner than it says, however much arrives.
    expect(await check(14)).toEqual({ checked: 0, fired: 0 })
    expect(await check(15)).toEqual({ checked: 1, fired: 1 })
    expect(await check(30)).toEqual({ checked: 1, fired: 0 })
    expect(await firings()).toMatchObject([{ ruleId: id, firedAt: at(15), observed: 0.7, threshold: 0.8, title: 'Follow-through 70% is below 80% in the last 7 days (28 of 40)', told: { people: [ada], webhooks: [], screens: false }, clearedAt: null }])
    const me: OrgCtx = { ...ctx, actor: { kind: 'user', id: ada, label: 'Ada' } }
    expect((await listNotifications(me, { limit: 5 })).rows).toMatchObject([{ kind: 'alert', title: 'Follow-through 70% is below 80% in the last 7 days (28 of 40)', link: `/alerts?alert=${id}` }])
    await promises(40, 36)
    await check(45)
    expect(await firings()).toMatchObject([{ clearedAt: at(45) }])
    await promises(40, 20)
    await check(60)
    expect((await firings()).map((one) => one.observed)).toEqual([0.5, 0.7])
  })

  test('is not judged on fewer than thirty, and says so', async () => {
    await promises(29, 0)
    await saveAlert(ctx, followThrough())
    expect(await check(0)).toEqual({ checked: 1, fired: 0 })
    expect(await listAlerts(ctx)).toMatchObject([{ state: 'unknown', remark: expect.stringContaining('29') }])
    await promises(1, 0, 29)
    expect(await check(15)).toEqual({ checked: 1, fired: 1 })
  })

  test('too few in its window: the shortest longer one that has enough is proposed', async () => {
    await promises(29, 29)
    await recordBatch(ctx, { kind: 'promise', records: Array.from({ length: 11 }, (_, i) => ({ id: `o${i}`, customer: `c${i}`, made_at: iso(-22 * 1440), due_at: iso(-20 * 1440) })) })
    const condition = { kind: 'figure', report: 'follow-through', field: 'rate', comparison: 'below', threshold: 0.8, window: 'last_7_days' } as const
    expect(await tryAlert(ctx, { condition })).toMatchObject({ holds: null, longer: { window: 'last_28_days', rests_on: 40 } })
    expect(await tryAlert(ctx, { condition: { ...condition, window: 'last_28_days' } })).toMatchObject({ holds: true, longer: null })
  })

  test('is held against what was expected from its own past: no line, whole days, and only on the side asked about', async () => {
    const week = (back: number, due: number, kept: number) => Array.from({ length: due }, (_, i) => ({ id: `w${back}-${i}`, customer: `c${i}`, made_at: iso(-(back * 7 + 3) * 1440), due_at: iso(-(back * 7 + 2) * 1440), ...(i < kept ? { kept_at: iso(-(back * 7 + 2) * 1440 - 60) } : {}) }))
    const usual = (window: 'last_7_days' | 'today' = 'last_7_days') => followThrough({ condition: { kind: 'figure', report: 'follow-through', field: 'rate', comparison: 'unusually_low', window } })
    await recordBatch(ctx, { kind: 'promise', records: [1, 2, 3].flatMap((back) => week(back, 50, 46 - back)) })
    await saveAlert(ctx, usual())
    await check(0)
    expect(await listAlerts(ctx)).toMatchObject([{ state: 'unknown', remark: expect.stringContaining('There is no') }])
    await recordBatch(ctx, { kind: 'promise', records: week(0, 50, 30) })
    await check(15)
    expect(await listAlerts(ctx)).toMatchObject([{ state: 'unknown', remark: expect.stringContaining('fewer than four') }])
    await recordBatch(ctx, { kind: 'promise', records: [4, 5].flatMap((back) => week(back, 50, 45)) })
    await check(30)
    expect(await firings()).toMatchObject([{ observed: 0.6, threshold: null, title: expect.stringMatching(/^Follow-through 60% is below what was expected \(\d.*% to \d.*%\) in the 7 days until yesterday \(30 of 50\)$/) }])
    expect(await tryAlert(ctx, { condition: { kind: 'figure', report: 'follow-through', field: 'rate', comparison: 'unusually_high', window: 'last_7_days' } })).toMatchObject({ holds: false })
    await expect(saveAlert(ctx, usual('today'))).rejects.toThrow('whole days')
  })

  test('the running day is held against its own weekday by the same hour, where the report knows it', async () => {
    const day = (back: number, n: number) => Array.from({ length: n }, (_, i) => ({ id: `d${back}-${i}`, customer: `c${i}`, occurred_at: iso(-back * 1440 - 60), channel: 'phone', touchpoint: 'Pay a bill', direction: 'contact' }))
    await recordBatch(ctx, { kind: 'interaction', records: [7, 14, 21, 28, 35].flatMap((back) => day(back, 10)) })
    const condition = { kind: 'figure', report: 'today-against-expected', field: 'so_far', cell: { measure: 'contacts' }, comparison: 'unusually_high', window: 'today' } as const
    expect(await tryAlert(ctx, { condition })).toMatchObject({ holds: false })
    await recordBatch(ctx, { kind: 'interaction', records: day(0, 60) })
    expect(await tryAlert(ctx, { condition })).toMatchObject({ holds: true, said: expect.stringMatching(/^Contacts 60 is above what was expected \(\d+ to \d+\) today so far$/) })
  })

  test('reminds after the quiet time while it stays true', async () => {
    await promises(40, 0)
    await saveAlert(ctx, followThrough({ quiet_hours: 1 }))
    for (const minutes of [0, 15, 30, 45, 60, 75]) await check(minutes)
    expect((await firings()).map((one) => one.firedAt)).toEqual([at(60), at(0)])
  })

  test('goes to webhooks and walls too; clearing ends the wall’s message', async () => {
    const hook = await createWebhook(ctx, { name: 'Ours', url: 'https://hooks.example.org/x' })
    await promises(40, 0)
    const { id } = await saveAlert(ctx, followThrough({ webhooks: [hook.id], takeover: true }))
    await check(0)
    const wall = () => db.maintenance((tx) => tx.select({ source: takeovers.source, endedAt: takeovers.endedAt }).from(takeovers).where(eq(takeovers.organisationId, ctx.org.id)))
    expect(await wall()).toEqual([{ source: `alert:${id}`, endedAt: null }])
    await promises(40, 40)
    await check(15)
    expect((await wall())[0]?.endedAt).not.toBeNull()
    const sent = await db.maintenance((tx) => tx.select({ event: webhookDeliveries.event, body: webhookDeliveries.body }).from(webhookDeliveries).where(eq(webhookDeliveries.organisationId, ctx.org.id)))
    expect(sent.map((one) => one.event).toSorted()).toEqual(['alert.cleared', 'alert.fired'])
    expect(JSON.parse(sent.find((one) => one.event === 'alert.fired')?.body ?? '')).toMatchObject({ type: 'alert.fired', data: { alert: { id }, firing: { observed: 0, threshold: 0.8, numerator: 0, denominator: 40, report: 'follow-through' } } })
  })

  test('two processes that look at the same moment tell once', async () => {
    await promises(40, 0)
    await saveAlert(ctx, followThrough())
    const done = await Promise.all([check(0), check(0)])
    expect(done.reduce((sum, one) => sum + one.fired, 0)).toBe(1)
    expect(await firings()).toHaveLength(1)
  })

  test('one that cannot be looked at says why and leaves the others alone', async () => {
    await promises(40, 0)
    await saveAlert(ctx, followThrough())
    const { id } = await saveAlert(ctx, followThrough({ name: 'Branch', condition: { kind: 'figure', report: 'churn-rate', field: 'churn_rate', comparison: 'above', threshold: 0.1, window: 'last_28_days', parameters: { interval: 'month' } } }))
    await db.maintenance((tx) => tx.execute(`update alert_rules set condition = jsonb_set(condition, '{report}', '"gone"') where id = '${id}'`))
    expect(await check(0)).toEqual({ checked: 2, fired: 1 })
    expect((await listAlerts(ctx)).find((one) => one.id === id)).toMatchObject({ state: 'failed', remark: 'There is no report “gone” here.' })
  })
})

describe('an event', () => {
  const failed = (id: string, customer: string, minutes: number, touchpoint = 'Dispute a charge') => ({ id, customer, occurred_at: iso(minutes), channel: 'phone', touchpoint, direction: 'contact', result: 'failed' })
  const record = async (records: object[]) => { await recordBatch(ctx, { kind: 'interaction', records }); await settleOrganisation({ ...ctx, now: at(60) }) }
  beforeEach(async () => {
    await record([failed('old', 'c0', -30), failed('other', 'c0', -30, 'Pay a bill')])
    await db.maintenance((tx) => tx.update(touchpoints).set({ class: 'moment_that_matters', critical: true }).where(eq(touchpoints.slug, 'dispute_a_charge')))
    await db.maintenance((tx) => tx.update(touchpoints).set({ class: 'moment_that_matters' }).where(eq(touchpoints.slug, 'pay_a_bill')))
  })

  test('a critical moment that failed is told of once, however often it is looked at; what was before is history', async () => {
    await saveAlert(ctx, { name: 'Critical', people: [ada], every_minutes: 5, condition: { kind: 'moment_failed', touchpoint: null, critical: true, segment: null } })
    expect(await check(0)).toEqual({ checked: 1, fired: 0 })
    await record([failed('m1', 'c1', 1), failed('m2', 'c2', 2), failed('m3', 'c3', 3, 'Pay a bill')])
    expect(await check(10)).toEqual({ checked: 1, fired: 1 })
    expect(await check(20)).toEqual({ checked: 1, fired: 0 })
    expect(await firings()).toMatchObject([{ observed: 2, title: '2 critical moments failed: Dispute a charge', body: 'Customers c2, c1.\nAlert: Critical.' }])
    await record([failed('m4', 'c4', 21)])
    await check(30)
    expect((await firings())[0]).toMatchObject({ observed: 1, title: 'A critical moment failed: Dispute a charge' })
  })

  test('only of the tier, as it stood on the day of the moment', async () => {
    const [segmentationId, top, rest] = [randomUUID(), randomUUID(), randomUUID()]
    const own = { organisationId: ctx.org.id, segmentationId }
    await db.tenant({ organisationId: ctx.org.id }, async (tx) => {
      await tx.insert(segmentations).values({ organisationId: ctx.org.id, id: segmentationId, slug: 'value', name: 'Value tiers', definition: { kind: 'value_tiers', windowDays: 365, cut: 'quantiles', tiers: [{ name: 'Top', at: 0.5 }, { name: 'Rest', at: 1 }] } })
      await tx.insert(segments).values([{ ...own, id: top, slug: 'top', name: 'Top', rank: 1 }, { ...own, id: rest, slug: 'rest', name: 'Rest', rank: 2 }])
      const member = (customer: string, segmentId: string, fromDay: string, toDay: string | null = null) => ({ ...own, customerId: recordId(ctx.org.id, 'customer', '', customer), segmentId, fromDay, toDay })
      await tx.insert(memberships).values([member('c1', top, '2026-01-01'), member('c2', top, '2026-01-01', '2026-03-01'), member('c2', rest, '2026-03-01')])
    })
    await saveAlert(ctx, { name: 'Top', people: [ada], every_minutes: 5, condition: { kind: 'moment_failed', touchpoint: 'dispute_a_charge', critical: false, segment: 'top' } })
    await record([failed('m1', 'c1', 1), failed('m2', 'c2', 2), failed('m3', 'c3', 3), failed('m4', 'c1', 3, 'Pay a bill')])
    await check(10)
    expect(await firings()).toMatchObject([{ observed: 1, title: 'A moment failed: Dispute a charge, Top customers', body: 'Customer c1.\nAlert: Top.' }])
  })

  test('who is erased is named in nothing that was told', async () => {
    const hook = await createWebhook(ctx, { name: 'Ours', url: 'https://hooks.example.org/x' })
    await saveAlert(ctx, { name: 'Critical', people: [ada], webhooks: [hook.id], every_minutes: 5, condition: { kind: 'moment_failed', touchpoint: null, critical: true, segment: null } })
    await record([failed('m1', 'c.1', 1)])
    await check(10)
    await record([failed('m2', 'c.12', 11), failed('m3', 'cx1', 11)])
    await check(20)
    await eraseCustomer(ctx, 'c.1')
    const bodies = (await firings()).map((one) => one.body)
    expect(bodies[0]).toMatch(/c\.12/)
    expect(bodies[1]).toBe('')
    const sent = await db.maintenance((tx) => tx.select({ state: webhookDeliveries.state, body: webhookDeliveries.body }).from(webhookDeliveries).where(eq(webhookDeliveries.organisationId, ctx.org.id)))
    expect(sent.map((one) => `${one.state} ${one.body === '{}'}`).toSorted()).toEqual(['dropped true', 'waiting false'])
  })

  test('a promise overdue by so many hours, once for its due time', async () => {
    await saveAlert(ctx, { name: 'Late', people: [ada], every_minutes: 5, condition: { kind: 'promise_overdue', hours: 1, segment: null } })
    await recordBatch(ctx, { kind: 'promise', records: [{ id: 'a', customer: 'c1', made_at: iso(-60), due_at: iso(5) }, { id: 'b', customer: 'c1', made_at: iso(-60), due_at: iso(5), kept_at: iso(4) }] })
    expect(await check(30)).toEqual({ checked: 1, fired: 0 })
    expect(await check(66)).toEqual({ checked: 1, fired: 1 })
    expect(await check(90)).toEqual({ checked: 1, fired: 0 })
    expect(await firings()).toMatchObject([{ title: 'A promise is overdue by an hour', observed: 1 }])
  })

  test('what interrupts the walls lets go once it stands no more, or the rule does not', async () => {
    const held = async () => (await db.maintenance((tx) => tx.select({ title: takeovers.title, text: takeovers.text, endedAt: takeovers.endedAt }).from(takeovers).where(eq(takeovers.organisationId, ctx.org.id)))).filter((one) => one.endedAt === null).map((one) => `${one.title}: ${one.text}`)
    const late = { name: 'Late', people: [ada], every_minutes: 60, takeover: true, condition: { kind: 'promise_overdue' as const, hours: 0, segment: null } }
    const { id } = await saveAlert(ctx, late)
    const promise = (name: string, more: object = {}) => recordBatch(ctx, { kind: 'promise', mode: 'replace', records: [{ id: name, customer: name, made_at: iso(-60), due_at: iso(5), ...more }] })
    await promise('a')
    await promise('b')
    await check(6)
    expect(await held()).toEqual(['Late: 2 promises are overdue'])
    // One of them is kept: somebody waits still.
    await promise('a', { kept_at: iso(6) })
    await check(8)
    expect(await held()).toHaveLength(1)
    await promise('b', { kept_at: iso(8) })
    await check(10)
    expect(await held()).toEqual([])
    for (const [n, over] of [() => switchAlert(ctx, { id, enabled: false }), () => saveAlert(ctx, { ...late, id, people: [] }), () => removeAlert(ctx, { id })].entries()) {
      await switchAlert(ctx, { id, enabled: true })
      await promise(`again${n}`, { due_at: iso(20 + n * 10) })
      await check(25 + n * 10)
      expect(await held(), String(n)).toHaveLength(1)
      await over()
      expect(await held(), String(n)).toEqual([])
    }
  })

  test('a failed moment holds the walls until somebody comes back to the customer', async () => {
    const held = async () => (await db.maintenance((tx) => tx.select({ endedAt: takeovers.endedAt }).from(takeovers).where(eq(takeovers.organisationId, ctx.org.id)))).filter((one) => one.endedAt === null).length
    const contact = (id: string, minutes: number, more: object) => recordBatch(ctx, { kind: 'interaction', records: [{ id, customer: 'c1', occurred_at: iso(minutes), channel: 'phone', touchpoint: 'Dispute a charge', direction: 'contact', ...more }] })
    await contact('first', -600, {})
    await db.maintenance((tx) => tx.update(touchpoints).set({ class: 'moment_that_matters', critical: true }).where(eq(touchpoints.organisationId, ctx.org.id)))
    await saveAlert(ctx, { name: 'Critical', people: [ada], every_minutes: 5, takeover: true, condition: { kind: 'moment_failed', critical: true } })
    await contact('failed', 1, { result: 'failed' })
    await settleOrganisation({ ...ctx, now: at(2) })
    await check(3)
    await check(5)
    expect(await held()).toBe(1)
    await contact('call', 6, { initiative: 'ours', direction: 'message' })
    await check(8)
    expect(await held()).toBe(0)
  })

  test('trying says what it would have told in the last days', async () => {
    await settleOrganisation(ctx)
    expect(await tryAlert(ctx, { condition: { kind: 'moment_failed', critical: false } })).toMatchObject({ holds: expect.any(Boolean) })
    expect(await tryAlert(ctx, { condition: { kind: 'promise_overdue' } })).toEqual({ holds: false, longer: null, said: 'Nothing of the kind in the last 7 days' })
  })
})

test('what a rule names must be there, and roles hold', async () => {
  await expect(saveAlert(ctx, followThrough({ people: [randomUUID()] }))).rejects.toThrow('no member')
  await expect(saveAlert(ctx, followThrough({ webhooks: [randomUUID()] }))).rejects.toThrow('webhook')
  await expect(saveAlert(ctx, followThrough({ condition: { kind: 'figure', report: 'follow-through', field: 'nonsense', comparison: 'below', threshold: 1, window: 'today' } }))).rejects.toThrow('figure')
  await expect(saveAlert(ctx, followThrough({ condition: { kind: 'figure', report: 'nonsense', field: 'x', comparison: 'below', threshold: 1, window: 'today' } }))).rejects.toThrow('report')
  await expect(saveAlert(as('viewer'), followThrough())).rejects.toThrow('editing')
  await expect(saveAlert(as('editor'), followThrough({ takeover: true }))).rejects.toThrow('administration')
  const { id } = await saveAlert(as('editor'), followThrough())
  const other = await testOrganisation(db)
  await expect(saveAlert(other.ctx, followThrough({ id, people: [] }))).rejects.toThrow('no alert')
  await expect(removeAlert(other.ctx, { id })).rejects.toThrow('no alert')
  await expect(switchAlert(as('viewer'), { id, enabled: false })).rejects.toThrow('editing')
  await switchAlert(ctx, { id, enabled: false })
  await promises(40, 0)
  expect(await check(0)).toEqual({ checked: 0, fired: 0 })
  await removeAlert(ctx, { id })
  expect(await listAlerts(ctx)).toEqual([])
  expect((await db.maintenance((tx) => tx.select({ kind: jobs.kind }).from(jobs).where(eq(jobs.organisationId, ctx.org.id)))).some((job) => job.kind === 'alerts')).toBe(true)
})
