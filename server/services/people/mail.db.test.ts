import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Db } from '@/db/client'
import { users } from '@/db/schema'
import { sessionCtx } from '@/server/access'
import { testDb, TEST_NOW as now } from '@/server/testing/database'
import { smtpServer } from '@/server/testing/smtp'
import { setUp } from '../organisations/set-up'
import { inviteMember } from './invitations'
import { requestReset, resetPassword } from './reset-password'
import { startSession } from './sessions'

let smtp: Awaited<ReturnType<typeof smtpServer>>
let db: Db

beforeAll(async () => {
  smtp = await smtpServer()
  vi.stubEnv('SMTP_URL', smtp.url)
  vi.stubEnv('PUBLIC_URL', 'https://cx.example.org')
  db = await testDb()
  await setUp({ db, now }, { name: 'Ada', email: 'ada@example.org', password: 'a long enough phrase', organisation: { name: 'North', slug: 'north', timezone: 'UTC', currency: 'EUR' }, sample: false })
})
afterAll(async () => {
  vi.unstubAllEnvs()
  smtp.close()
  await db.close()
})
const linkIn = (text: string) => /https:\/\/cx\.example\.org\S+/.exec(text)?.[0] ?? ''

test('a reset link comes by mail, works once, and nobody learns who has an account', async () => {
  expect(await requestReset({ db, now }, { email: 'nobody@example.org' })).toEqual({ mail: true })
  expect(await requestReset({ db, now }, { email: 'Ada@example.org ' })).toEqual({ mail: true })
  await vi.waitFor(() => expect(smtp.mails).toHaveLength(1))
  expect(smtp.mails[0]?.to).toBe('ada@example.org')
  const token = linkIn(smtp.mails[0]?.text ?? '').split('/').at(-1)
  expect(await resetPassword({ db, now }, { token, password: 'another long phrase' })).toEqual({ email: 'ada@example.org' })
})

test('no more than three such mails in a quarter of an hour', async () => {
  for (let n = 0; n < 5; n++) await requestReset({ db, now }, { email: 'ada@example.org' })
  await vi.waitFor(() => expect(smtp.mails).toHaveLength(3))
})

test('an invitation is mailed, and its link is answered all the same', async () => {
  const [ada] = await db.door((tx) => tx.select({ id: users.id }).from(users))
  const session = { userId: ada?.id ?? '', sessionId: await startSession({ db, now }, { userId: ada?.id ?? '', address: '', userAgent: '' }) }
  const made = await inviteMember(await sessionCtx(db, session, 'north', now), { email: 'bea@example.org', role: 'editor' }, now)
  expect(made.mailed).toBe(true)
  const mail = smtp.mails.find((m) => m.to === 'bea@example.org')
  expect(linkIn(mail?.text ?? '')).toBe(`https://cx.example.org${made.path}`)
})
