import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { pageHeaders } from './page-headers.mjs'

async function headersOf(path: string, of: Parameters<typeof pageHeaders>[0], sent: Record<string, string> = {}) {
  let seen: unknown
  const head = pageHeaders(of)
  const server = createServer((request, response) => {
    head(request, response)
    seen = request.headers['content-security-policy']
    response.end()
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const { headers } = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { headers: sent })
  await new Promise((resolve) => { server.close(resolve) })
  return { headers, seen }
}

test('scripts run only with the nonce of their own answer, which no caller can choose', async () => {
  const first = await headersOf('/', { dev: false }, { 'content-security-policy': "script-src 'nonce-mine'" })
  const csp = first.headers.get('content-security-policy') ?? ''
  expect(first.seen).toBe(csp)
  expect(csp).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/]{22}==' 'strict-dynamic';/)
  expect(/script-src[^;]*/u.exec(csp)?.[0]).not.toMatch(/unsafe|mine/)
  expect((await headersOf('/', { dev: false })).headers.get('content-security-policy')).not.toBe(csp)
})

test('no frames but for wall displays; https is kept where the instance is reached by it', async () => {
  const page = await headersOf('/acme', { dev: false, publicUrl: 'https://cx.example.org', oidcIssuer: 'https://id.example.org/realm' })
  expect(page.headers.get('x-frame-options')).toBe('DENY')
  expect(page.headers.get('content-security-policy')).toContain("form-action 'self' https://id.example.org; frame-ancestors 'none'")
  expect(page.headers.get('strict-transport-security')).toContain('max-age=31536000')
  const wall = await headersOf('/screen/abc', { dev: false, publicUrl: 'http://localhost:3000' })
  expect(wall.headers.get('x-frame-options')).toBeNull()
  expect(wall.headers.get('content-security-policy')).toContain('frame-ancestors *')
  expect(wall.headers.get('strict-transport-security')).toBeNull()
  expect((await headersOf('/screens', { dev: false })).headers.get('x-frame-options')).toBe('DENY')
})

test('a page is told what was asked for, which no caller can choose', async () => {
  const seen: unknown[] = []
  const head = pageHeaders({ dev: false })
  const server = createServer((request, response) => {
    head(request, response)
    seen.push(request.headers['x-touchstone-path'])
    response.end()
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/sample/churn?by=channel`, { headers: { 'x-touchstone-path': '/sample/elsewhere' } })
  await new Promise((resolve) => { server.close(resolve) })
  expect(seen).toEqual(['/sample/churn?by=channel'])
})
