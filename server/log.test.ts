import { afterEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { log, logFailure, logRefusal } from './log'
import { answer } from './rest/router'
import type { Route } from './rest/route'
import { signIn } from './services/people/sign-in'

const lines: string[] = []
vi.spyOn(process.stderr, 'write').mockImplementation((text) => { lines.push(String(text)); return true })
afterEach(() => { lines.length = 0 })
const only = () => { expect(lines).toHaveLength(1); expect(lines[0]?.match(/\n/g)).toHaveLength(1); return JSON.parse(lines[0] ?? '') as Record<string, unknown> }

test('one line of JSON with an instant in UTC, whatever is in it', () => {
  log('info', 'x', { said: 'a\r\n{"level":"error","event":"forged"}\u2028\u001b[31m' })
  const { at, ...rest } = only()
  expect(at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  expect(rest).toEqual({ level: 'info', event: 'x', said: 'a\r\n{"level":"error","event":"forged"}\u2028\u001b[31m' })
})

test('a failure stands under its request’s id, and is bounded', () => {
  logFailure('r1', 'GET /x', new Error('y'.repeat(10_000)))
  expect(only()).toMatchObject({ level: 'error', request: 'r1', where: 'GET /x', message: 'y'.repeat(2000) })
})

test('a refusal is logged without the address’s query, which may hold anything', async () => {
  const route: Route = { method: 'GET', path: '/x', scope: 'read', summary: '', tag: '', query: z.object({}), handle: async () => ({}) }
  const reply = await answer([route], '/api/v1', new Request('http://localhost/api/v1/x?email=zoe@example.test'), async () => ({ state: 'ready', instance: { db: {} as never, secret: '', dataDir: '' } }))
  expect(reply.status).toBe(401)
  expect(only()).toMatchObject({ level: 'warn', event: 'refused', fault: 'unauthenticated', where: 'GET /api/v1/x', request: reply.headers.get('x-request-id') })
  lines.length = 0
  logRefusal('r', 'x'.repeat(5000), 'forbidden')
  expect(String(only().where)).toHaveLength(300)
})

test('a sign-in is logged with its outcome and address, never with what was typed', async () => {
  await signIn({ db: {} as never, now: new Date(0) }, { email: 'not an address but my-password', password: 'secret-words', address: '192.0.2.1' })
  expect(only()).toMatchObject({ level: 'warn', event: 'sign_in', outcome: 'wrong', user: null, address: '192.0.2.1' })
  expect(JSON.stringify(lines)).not.toMatch(/my-password|secret-words/)
})
