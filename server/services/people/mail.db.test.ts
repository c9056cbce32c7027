import { createServer, type AddressInfo, type Server } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Db } from '@/db/client'
import { users } from '@/db/schema'
import { sessionCtx } from '@/server/access'
import { testDb, TEST_NOW as now } from '@/server/testing/database'
import { setUp } from '../organisations/set-up'
import { inviteMember } from './invitations'
import { requestReset, resetPassword } from './reset-password'
import { startSession } from './sessions'

const mails: { to: string; text: string }[] = []
let smtp: Server
let db: Db

/** As much SMTP as it takes to receive a mail. */
function listen(): Promise<number> {
  smtp = createServer((socket) => {
    let to = ''
    let data: string | null = null
    socket.write('220 test\r\n')
    socket.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split('\r\n').slice(0, -1)) {
        if (data !== null) {
          if (line !== '.') data += `${line}\n`
          else {
            // Quoted-printable, as nodemailer sends long lines.
            mails.push({ to, text: data.replaceAll('=\n', '').replaceAll('=3D', '=') })
            data = null
            socket.write('250 taken\r\n')
          }
        } else if (/^RCPT TO:/i.test(line)) { to = /<(.*)>/.exec(line)?.[1] ?? ''; socket.write('250 ok\r\n') }
        else if (/^DATA/i.test(line)) { data = ''; socket.write('354 go on\r\n') }
        else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n')
        else socket.write('250 ok\r\n')
      }
    })
  })
  return new Promise((done) => { smtp.listen(0, '127.0.0.1', () => done((smtp.address() as AddressInfo).port)) })
}

beforeAll(async () => {
  vi.stubEnv('SMTP_URL', `smtp://127.0.0.1:${await listen()}`)
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
  await vi.waitFor(() => expect(mails).toHaveLength(1))
  expect(mails[0]?.to).toBe('ada@example.org')
  const token = linkIn(mails[0]?.text ?? '').split('/').at(-1)
  expect(await resetPassword({ db, now }, { token, password: 'another long phrase' })).toEqual({ email: 'ada@example.org' })
})

test('no more than three such mails in a quarter of an hour', async () => {
  for (let n = 0; n < 5; n++) await requestReset({ db, now }, { email: 'ada@example.org' })
  await vi.waitFor(() => expect(mails).toHaveLength(3))
})

test('an invitation is mailed, and its link is answered all the same', async () => {
  const [ada] = await db.door((tx) => tx.select({ id: users.id }).from(users))
  const session = { userId: ada?.id ?? '', sessionId: await startSession({ db, now }, { userId: ada?.id ?? '', address: '', userAgent: '' }) }
  const made = await inviteMember(await sessionCtx(db, session, 'north', now), { email: 'bea@example.org', role: 'editor' }, now)
  expect(made.mailed).toBe(true)
  const mail = mails.find((m) => m.to === 'bea@example.org')
  expect(linkIn(mail?.text ?? '')).toBe(`https://cx.example.org${made.path}`)
})
