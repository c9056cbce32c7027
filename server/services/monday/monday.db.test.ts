import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Db } from '@/db/client'
import { jobs, mails, members, users } from '@/db/schema'
import type { OrgCtx } from '@/server/context'
import { notificationSettingsOf } from '@/server/queries/notifications'
import { unsubscribeRequest } from '@/server/rest/unsubscribe'
import { setSealingSecret } from '@/server/sealed'
import { testDb, testOrganisation } from '@/server/testing/database'
import { smtpServer } from '@/server/testing/smtp'
import { sendMails } from '../mail/send-mails'
import { setNotificationSettings } from '../notifications/set-notification-settings'
import { setErasureKey } from '../recording/erasure-key'
import { recordBatch } from '../recording/record-batch'
import { settleOrganisation } from '../settle/settle'
import { previewMonday, runMonday, sendMondayNow } from './send-monday'
import { unsubscribePath, unsubscribeToken } from './unsubscribe'

let db: Db
let smtp: Awaited<ReturnType<typeof smtpServer>>
let ctx: OrgCtx
let ada: OrgCtx
// Monday, 4 January 2100, in Kathmandu: 06:59 and 07:01.
const early = new Date('2100-01-04T01:14:00Z')
const seven = new Date('2100-01-04T01:16:00Z')
const days = (at: Date, n: number) => new Date(at.getTime() + n * 86_400_000)
const run = (at: Date) => runMonday({ ...ctx, now: at }, { clock: at })

beforeAll(async () => {
  smtp = await smtpServer()
  vi.stubEnv('SMTP_URL', smtp.url)
  vi.stubEnv('PUBLIC_URL', 'https://cx.example.org')
  setSealingSecret('x'.repeat(32))
  setErasureKey('x'.repeat(32))
  db = await testDb()
})
afterAll(async () => {
  vi.unstubAllEnvs()
  smtp.close()
  await db.close()
})
beforeEach(async () => {
  ;({ ctx } = await testOrganisation(db, { timezone: 'Asia/Kathmandu', name: 'Harbour & Sons' }))
  const id = randomUUID()
  await db.door((tx) => tx.insert(users).values({ id, email: `${id}@example.org`, name: 'Ada' }))
  await db.maintenance((tx) => tx.insert(members).values({ organisationId: ctx.org.id, userId: id, role: 'viewer' }))
  ada = { ...ctx, can: new Set(['read']), actor: { kind: 'user', id, label: 'Ada' } }
  smtp.mails.length = 0
})

test('a subscriber gets one on Monday at seven, once; the next one a week later', async () => {
  await setNotificationSettings(ada, { monday_mail: true })
  expect((await db.maintenance((tx) => tx.select({ kind: jobs.kind }).from(jobs).where(eq(jobs.organisationId, ctx.org.id)))).map((job) => job.kind)).toEqual(['monday'])
  expect(await run(early)).toEqual({ queued: 0 })
  expect(await run(seven)).toEqual({ queued: 1 })
  expect(await run(days(seven, 1))).toEqual({ queued: 0 })
  // The server was off on Monday and Tuesday: it is too late then.
  expect(await run(days(seven, 9))).toEqual({ queued: 0 })
  expect(await run(days(seven, 14))).toEqual({ queued: 1 })
  expect(await db.maintenance((tx) => tx.select({ userId: mails.userId }).from(mails).where(eq(mails.organisationId, ctx.org.id)))).toHaveLength(2)
})

test('it tells the overview in text and HTML, with what is one’s own, and can be stopped without signing in', async () => {
  await recordBatch(ctx, { kind: 'promise', records: [{ id: 'a', customer: 'c', made_at: '2026-03-10T10:00:00Z', due_at: '2026-03-12T10:00:00Z', owner: 'Ada', text: 'Secret words' }, { id: 'b', customer: 'd', made_at: '2026-03-10T10:00:00Z', due_at: '2026-03-12T10:00:00Z', owner: 'Bea' }] })
  await recordBatch(ctx, { kind: 'interaction', records: Array.from({ length: 60 }, (_, i) => ({ id: `i${i}`, customer: `c${i}`, channel: 'phone', direction: 'contact', occurred_at: new Date(Date.UTC(2026, 2, i < 40 ? 3 : 9, 8)).toISOString() })) })
  await settleOrganisation(ctx)
  await sendMondayNow({ ...ada, now: ctx.now })
  await sendMails(ctx, { clock: days(seven, 0) })
  const [mail] = smtp.mails
  expect(mail?.text).toContain('2 promises to 2 customers are overdue')
  expect(mail?.text).toContain('Yours: 1 overdue, 0 due today.')
  expect(mail?.text).toContain('40 contacts in the week from')
  expect(mail?.text).toContain(`https://cx.example.org/${ctx.org.slug}/promises`)
  expect(mail?.text).toContain('Harbour &amp; Sons')
  expect(mail?.text).not.toContain('Secret words')
  expect(mail?.raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click$/m)
  const { html } = await previewMonday(ada)
  expect(html).not.toMatch(/<script|<img|undefined|NaN/)
  // Each picture is a table with its words, whatever a mail program makes of its colours.
  const pictures = [...html.matchAll(/<table role="img" aria-label="([^"]+)"/g)].map(([, label]) => label)
  expect(pictures).toEqual(['Open promises: overdue 2, due today 0, later 0', expect.stringMatching(/^Contacts per week: .*40/)])
  expect(html).toContain('prefers-color-scheme:dark')

  await setNotificationSettings(ada, { monday_mail: true })
  const token = unsubscribePath(ctx.org.id, ada.actor.id).slice(3)
  const open = (method: string, at = token) => unsubscribeRequest(new Request(`http://localhost/u/${at}`, { method }), at, async () => ({ state: 'ready', instance: { db, secret: '', dataDir: '' } }))
  expect((await open('GET')).status).toBe(200)
  expect((await notificationSettingsOf(ada)).mondayMail).toBe(true)
  expect((await open('POST')).status).toBe(200)
  expect((await notificationSettingsOf(ada)).mondayMail).toBe(false)
  expect((await open('POST', `${token.slice(0, -2)}AA`)).status).toBe(404)
  expect(unsubscribeToken('x')).toBeNull()
  expect(await run(seven)).toEqual({ queued: 0 })
})

test('an empty organisation’s mail says so', async () => {
  expect((await previewMonday(ada)).html).toContain('Nothing is recorded yet')
})
