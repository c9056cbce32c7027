import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Db } from '@/db/client'
import { webhookDeliveries, webhooks } from '@/db/schema'
import { now } from '@/server/clock'
import type { OrgCtx } from '@/server/context'
import { listDeliveries, listWebhooks } from '@/server/queries/alerts'
import { setSealingSecret } from '@/server/sealed'
import { testDb, testOrganisation } from '@/server/testing/database'
import { deliverMessages, signature } from './deliver'
import { post } from './post'
import { changeWebhook, createWebhook, removeWebhook, retryDelivery, testWebhook } from './save-webhook'

let db: Db
let ctx: OrgCtx
let as: (role: 'viewer' | 'editor' | 'admin') => OrgCtx
let receiver: Server
let port: number
let got: { headers: IncomingMessage['headers']; body: string; url: string | undefined }[] = []
let reply: (url: string | undefined) => { status: number; location?: string } = () => ({ status: 200 })

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => { body += chunk }).on('end', () => {
      got.push({ headers: request.headers, body, url: request.url })
      const { status, location } = reply(request.url)
      response.writeHead(status, location ? { location } : {}).end('thanks')
    })
  })
  await new Promise<void>((done) => { receiver.listen(0, '127.0.0.1', done) })
  port = (receiver.address() as AddressInfo).port
  vi.stubEnv('WEBHOOK_PRIVATE_HOSTS', `127.0.0.1:${port}, named.internal`)
  setSealingSecret('x'.repeat(32))
  db = await testDb()
})
afterAll(async () => {
  vi.unstubAllEnvs()
  receiver.close()
  await db.close()
})
beforeEach(async () => {
  ;({ ctx, as } = await testOrganisation(db))
  got = []
  reply = () => ({ status: 200 })
})
const log = (id: string) => listDeliveries(ctx, { webhook: id })
const inHours = (hours: number) => new Date(now().getTime() + hours * 3_600_000)

test('a message is signed over id, time and body; the secret is shown once and lies sealed', async () => {
  const { id, secret } = await createWebhook(ctx, { name: 'Ours', url: `http://127.0.0.1:${port}/hook#x` })
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  const [row] = await db.maintenance((tx) => tx.select().from(webhooks).where(eq(webhooks.id, id)))
  expect(row?.secret).not.toContain(secret.slice(6, 20))
  expect(JSON.stringify(await listWebhooks(ctx))).not.toContain('secret')
  await testWebhook(ctx, { id })
  expect(await deliverMessages(ctx, { clock: now() })).toEqual({ delivered: 1 })
  const [one] = got
  const { 'webhook-id': message, 'webhook-timestamp': time, 'webhook-signature': signed } = one?.headers ?? {}
  expect(one?.url).toBe('/hook')
  expect(JSON.parse(one?.body ?? '')).toMatchObject({ type: 'webhook.test', data: { organisation: ctx.org.slug } })
  expect(signed).toBe(`v1,${signature(secret, String(message), String(time), one?.body ?? '')}`)
  expect(Math.abs(Number(time) - now().getTime() / 1000)).toBeLessThan(60)
  expect(await log(id)).toMatchObject([{ state: 'delivered', attempts: 1, log: [{ status: 200, said: 'answered 200' }] }])
  // A new one: the old no longer signs.
  const { secret: next } = await changeWebhook(ctx, { id, new_secret: true })
  await testWebhook(ctx, { id })
  await deliverMessages(ctx, { clock: now() })
  expect(got[1]?.headers['webhook-signature']).toBe(`v1,${signature(next ?? '', String(got[1]?.headers['webhook-id']), String(got[1]?.headers['webhook-timestamp']), got[1]?.body ?? '')}`)
})

// From the specification's own example (github.com/standard-webhooks/standard-webhooks).
test('the signature is that of Standard Webhooks', () => {
  expect(signature('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'msg_p5jXN8AQM9LWM0D4loKWxJek', '1614265330', '{"test": 2432232314}')).toBe('g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
})

test('it is tried again under the same id with growing waits, then given up, and can be sent again by hand', async () => {
  const { id } = await createWebhook(ctx, { name: 'Ours', url: `http://127.0.0.1:${port}/` })
  reply = () => ({ status: 500 })
  await testWebhook(ctx, { id })
  await deliverMessages(ctx, { clock: now() })
  await deliverMessages(ctx, { clock: now() })
  expect(await log(id)).toMatchObject([{ state: 'waiting', attempts: 1, log: [{ status: 500 }] }])
  for (let n = 1; n < 12; n++) await deliverMessages(ctx, { clock: inHours(n * 25) })
  expect(await log(id)).toMatchObject([{ state: 'failed', attempts: 10 }])
  expect(new Set(got.map((one) => one.headers['webhook-id'])).size).toBe(1)
  reply = () => ({ status: 204 })
  await retryDelivery(ctx, { id: (await log(id))[0]?.id ?? '' })
  await deliverMessages(ctx, { clock: inHours(400) })
  expect(await log(id)).toMatchObject([{ state: 'delivered' }])
})

test('a redirect is not followed; what is switched off or taken away gets nothing', async () => {
  const { id } = await createWebhook(ctx, { name: 'Ours', url: `http://127.0.0.1:${port}/a` })
  reply = (url) => (url === '/a' ? { status: 302, location: `http://127.0.0.1:${port}/b` } : { status: 200 })
  await testWebhook(ctx, { id })
  await deliverMessages(ctx, { clock: now() })
  expect(got.map((one) => one.url)).toEqual(['/a'])
  expect((await log(id))[0]?.log[0]?.said).toContain('redirect')
  await changeWebhook(ctx, { id, enabled: false })
  await deliverMessages(ctx, { clock: inHours(1) })
  expect(await log(id)).toMatchObject([{ state: 'dropped' }])
  await expect(testWebhook(ctx, { id })).rejects.toThrow('switched on')
  await removeWebhook(ctx, { id })
  expect(await db.maintenance((tx) => tx.select().from(webhookDeliveries).where(eq(webhookDeliveries.webhookId, id)))).toEqual([])
})

test('there is no way into the private network: by address, by name, by a name with one bad address, or by one that changes', async () => {
  await expect(createWebhook(ctx, { name: 'x', url: `http://127.0.0.1:${port + 1}/` })).rejects.toThrow('private')
  await expect(createWebhook(ctx, { name: 'x', url: `http://2130706433:${port}0/` })).rejects.toThrow()
  await expect(createWebhook(ctx, { name: 'x', url: 'http://[::ffff:7f00:1]/' })).rejects.toThrow('private')
  const send = (host: string, addresses: string[], timeoutMs = 300) => {
    let asked = 0
    const resolve = async () => { asked++; return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })) }
    return post(`http://${host}:${port}/`, {}, '{}', { resolve, timeoutMs }).then((posted) => ({ ...posted, asked }))
  }
  expect(await send('evil.example', ['127.0.0.1'])).toMatchObject({ taken: false, status: null, said: expect.stringContaining('private') })
  expect(await send('evil.example', ['93.184.216.34', '10.0.0.1'])).toMatchObject({ said: expect.stringContaining('private') })
  expect(await send('evil.example', ['::1'])).toMatchObject({ said: expect.stringContaining('private') })
  expect(await send('evil.example', ['169.254.169.254'])).toMatchObject({ said: expect.stringContaining('private') })
  expect(got).toEqual([])
  // The connection goes to what was judged: a name no resolver knows arrives, and is asked for once.
  expect(await send('named.internal', ['127.0.0.1'], 5000)).toMatchObject({ taken: true, status: 200, asked: 1 })
  expect(got).toHaveLength(1)
})

test('a receiver that does not answer is not waited for', async () => {
  const silent = createServer(() => {})
  await new Promise<void>((done) => { silent.listen(0, '127.0.0.1', done) })
  const posted = await post(`http://named.internal:${(silent.address() as AddressInfo).port}/`, {}, '{}', { resolve: async () => [{ address: '127.0.0.1', family: 4 }], timeoutMs: 100 })
  expect(posted).toMatchObject({ taken: false, status: null, said: 'There was no answer in time.' })
  silent.closeAllConnections()
  silent.close()
})

test('only admins, and only of the organisation', async () => {
  const { id } = await createWebhook(ctx, { name: 'Ours', url: `http://127.0.0.1:${port}/` })
  for (const role of ['viewer', 'editor'] as const) {
    await expect(createWebhook(as(role), { name: 'x', url: 'https://example.org/' })).rejects.toThrow('administration')
    await expect(testWebhook(as(role), { id })).rejects.toThrow('administration')
    expect((await listWebhooks(as(role)))[0]?.url).toBe('')
  }
  const other = await testOrganisation(db)
  await expect(testWebhook(other.ctx, { id })).rejects.toThrow('no webhook')
  await expect(changeWebhook(other.ctx, { id, name: 'mine' })).rejects.toThrow('no webhook')
  await expect(removeWebhook(other.ctx, { id })).rejects.toThrow('no webhook')
})
