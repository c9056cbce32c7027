import { afterEach, expect, test, vi } from 'vitest'
import { forgetting } from './clear-site-data'

afterEach(() => { vi.unstubAllEnvs(); vi.resetModules() })

/** The session's cookie as next-auth is told to set it, for an instance that is reached at this address. */
async function sessionCookie(publicUrl: string) {
  vi.stubEnv('PUBLIC_URL', publicUrl)
  vi.resetModules()
  const { authOptions } = await import('./next-auth')
  const { sessionCookieName } = await import('./cookies')
  const { env } = await import('../env')
  const never = () => Promise.reject(new Error('Nobody signs in here.'))
  const options = authOptions(env(), 'x'.repeat(32), { address: '', userAgent: '' }, { signIn: never, signInWithIdentity: never, startSession: never, endSession: never })
  return { ...options.cookies?.sessionToken, read: sessionCookieName() }
}

test('by https the cookie is bound to this host, to https and to no script', async () => {
  const { name, options, read } = await sessionCookie('https://touchstone.example.org')
  expect(name).toBe('__Host-next-auth.session-token')
  expect(read).toBe(name)
  // What a name that begins with __Host- demands: Secure, the whole site, no Domain.
  expect(options).toEqual({ httpOnly: true, sameSite: 'lax', path: '/', secure: true })
})

test('over plain http, where a browser would drop such a cookie, it is set without', async () => {
  const { name, options, read } = await sessionCookie('http://localhost:3000')
  expect([name, read]).toEqual(['next-auth.session-token', 'next-auth.session-token'])
  expect(options).toEqual({ httpOnly: true, sameSite: 'lax', path: '/', secure: false })
})

test('signing out empties the browser’s cache, and neither its storage nor other cookies: a wall may stand in it', () => {
  const answered = (method: string, path: string) => forgetting(new Request(`https://cx.example.org${path}`, { method }), new Response()).headers.get('clear-site-data')
  expect(answered('POST', '/api/auth/signout')).toBe('"cache"')
  expect([answered('GET', '/api/auth/signout'), answered('POST', '/api/auth/callback/credentials'), answered('GET', '/api/auth/session')]).toEqual([null, null, null])
})
