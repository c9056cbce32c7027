import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Db } from '@/db/client'
import { jobs, mails, members, users } from '@/db/schema'
import { now } from '@/server/clock'
import { writing, type OrgCtx } from '@/server/context'
import { listNotifications, notificationSettingsOf, unreadNotifications } from '@/server/queries/notifications'
import { testDb, testOrganisation } from '@/server/testing/database'
import { smtpServer } from '@/server/testing/smtp'
import { sendMails } from '../mail/send-mails'
import { notify, type Notice } from './notify'
import { readNotifications } from './read-notifications'
import { setNotificationSettings } from './set-notification-settings'

let db: Db
let smtp: Awaited<ReturnType<typeof smtpServer>>
let ctx: OrgCtx
let ada: OrgCtx
let bea: OrgCtx

/** A member of the organisation, and what they act as. */
async function member(of: OrgCtx, name: string): Promise<OrgCtx> {
  const id = randomUUID()
  await db.door((tx) => tx.insert(users).values({ id, email: `${name}-${id}@example.org`, name }))
  await db.maintenance((tx) => tx.insert(members).values({ organisationId: of.org.id, userId: id, role: 'viewer' }))
  return { ...of, can: new Set(['read']), actor: { kind: 'user', id, label: name } }
}
const tell = (notice: Partial<Notice>, as = ctx) => writing(as, (tx, w) => notify(tx, w, as, { to: [ada.actor.id, bea.actor.id], kind: 'mention', title: 'Ben named you', link: '/plans/1', ...notice }))
const list = async (of: OrgCtx) => (await listNotifications(of, { limit: 30 })).rows

beforeAll(async () => {
  smtp = await smtpServer()
  vi.stubEnv('SMTP_URL', smtp.url)
  vi.stubEnv('PUBLIC_URL', 'https://cx.example.org')
  db = await testDb()
})
afterAll(async () => {
  vi.unstubAllEnvs()
  smtp.close()
  await db.close()
})
beforeEach(async () => {
  ;({ ctx } = await testOrganisation(db))
  ada = await member(ctx, 'ada')
  bea = await member(ctx, 'bea')
  smtp.mails.length = 0
  smtp.next.answer = null
})
const state = () => db.maintenance((tx) => tx.select({ state: mails.state, attempts: mails.attempts, error: mails.error, text: mails.text }).from(mails).where(eq(mails.organisationId, ctx.org.id)))

test('members are told, once of one subject; strangers, other organisations and the one who does it are not', async () => {
  const other = await testOrganisation(db)
  const stranger = await member(other.ctx, 'eve')
  expect((await tell({ to: [ada.actor.id, bea.actor.id, bea.actor.id, stranger.actor.id, 'test-owner'], subject: 'comment:1' })).toSorted()).toEqual([ada.actor.id, bea.actor.id].toSorted())
  expect(await tell({ subject: 'comment:1' })).toEqual([])
  expect(await tell({ subject: 'comment:2' }, { ...ada, can: ctx.can })).toEqual([bea.actor.id])
  expect(await list(ada)).toMatchObject([{ kind: 'mention', title: 'Ben named you', link: '/plans/1', readAt: null }])
  expect(await list(stranger)).toEqual([])
  expect(await unreadNotifications(bea)).toBe(2)
})

test('one reads one, or all, of one’s own only', async () => {
  await tell({ title: 'one' })
  await tell({ title: 'two' })
  const [two] = await list(ada)
  expect(await readNotifications(bea, { id: two?.id })).toEqual({ read: 0 })
  expect(await readNotifications(ada, { id: two?.id })).toEqual({ read: 1 })
  expect(await unreadNotifications(ada)).toBe(1)
  expect(await readNotifications(ada, {})).toEqual({ read: 1 })
  expect(await unreadNotifications(bea)).toBe(2)
})

test('the list is paged without losing or repeating one', async () => {
  for (let n = 0; n < 5; n++) await tell({ title: String(n) })
  const first = await listNotifications(ada, { limit: 3 })
  const last = first.rows.at(-1)
  const second = await listNotifications(ada, { limit: 3, cursor: last && { at: last.createdAt, id: last.id } })
  expect([first.more, second.more]).toEqual([true, false])
  expect([...first.rows, ...second.rows].map((row) => row.title)).toEqual(['4', '3', '2', '1', '0'])
})

test('news is gone with the write it belonged to', async () => {
  await expect(writing(ctx, async (tx, w) => { await notify(tx, w, ctx, { to: [ada.actor.id], kind: 'plan', title: 'x' }); throw new Error('no') })).rejects.toThrow('no')
  expect(await list(ada)).toEqual([])
  expect(await state()).toEqual([])
})

test('what somebody wants by mail goes by mail, with text and HTML that cannot be broken into', async () => {
  await setNotificationSettings(bea, { mails: { mention: false } })
  expect((await notificationSettingsOf(bea)).mails).toMatchObject({ mention: false, alert: true })
  await tell({ title: 'Müller & <Sons> wait\r\nBcc: eve@example.org', body: 'since Monday' })
  expect(await sendMails(ctx, { clock: now() })).toEqual({ sent: 1 })
  const [mail] = smtp.mails
  expect(mail?.to).toContain('ada-')
  expect(mail?.raw.split('\n\n')[0]).not.toMatch(/^Bcc:/m)
  expect(mail?.text).toContain(`https://cx.example.org/${ctx.org.slug}/plans/1`)
  expect(mail?.text).toContain('Müller & <Sons> wait Bcc: eve@example.org\nsince Monday')
  expect(mail?.text).toContain('Müller &amp; &lt;Sons&gt; wait')
  expect(await sendMails(ctx, { clock: now() })).toEqual({ sent: 0 })
  expect(await state()).toMatchObject([{ state: 'sent', attempts: 1, text: '' }])
})

test('a mail server that is busy is asked again, one that refuses is not', async () => {
  const begun = now()
  await tell({ to: [ada.actor.id] })
  smtp.next.answer = '451 try later'
  expect(await sendMails(ctx, { clock: now() })).toEqual({ sent: 0 })
  expect(await state()).toMatchObject([{ state: 'waiting', attempts: 1, error: expect.stringContaining('451') }])
  const [job] = await db.maintenance((tx) => tx.select({ runAt: jobs.runAt }).from(jobs).where(eq(jobs.organisationId, ctx.org.id)))
  expect(job?.runAt.getTime()).toBeGreaterThanOrEqual(begun.getTime())
  smtp.next.answer = null
  const later = new Date(now().getTime() + 61_000)
  expect(await sendMails(ctx, { clock: later })).toEqual({ sent: 1 })
  smtp.next.answer = '550 no such box'
  await tell({ to: [bea.actor.id] })
  await sendMails(ctx, { clock: later })
  expect((await state()).map((row) => row.state).toSorted()).toEqual(['failed', 'sent'])
})

test('a mail whose sender died is sent after a while, under the same Message-ID; of a member who left, never', async () => {
  await tell({})
  await db.maintenance((tx) => tx.update(mails).set({ state: 'sending', claimedAt: now(), attempts: 1 }).where(eq(mails.organisationId, ctx.org.id)))
  await db.maintenance((tx) => tx.delete(members).where(eq(members.userId, bea.actor.id)))
  expect(await sendMails(ctx, { clock: now() })).toEqual({ sent: 0 })
  const [row] = await db.maintenance((tx) => tx.select({ id: mails.id }).from(mails).where(eq(mails.userId, ada.actor.id)))
  expect(await sendMails(ctx, { clock: new Date(now().getTime() + 11 * 60_000) })).toEqual({ sent: 1 })
  expect(smtp.mails[0]?.raw).toContain(`Message-ID: <${row?.id}@touchstone>`)
  expect((await state()).map((s) => s.state).toSorted()).toEqual(['dropped', 'sent'])
})
