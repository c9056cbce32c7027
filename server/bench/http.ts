/** One call of the REST API; throws what it answered when that is no 2xx. */
export async function ask<T>(base: string, key: string, path: string, init: RequestInit = {}): Promise<T> {
  const reply = await fetch(`${base}/api/v1/${path}`, { ...init, headers: { ...(init.headers as Record<string, string> | undefined), authorization: `Bearer ${key}` } })
  const text = await reply.text()
  if (!reply.ok) throw new Error(`${path} answered ${reply.status}: ${text.slice(0, 300)}`)
  return JSON.parse(text) as T
}

/** Signs in as the form does it; answers the session's cookie. */
export async function signIn(base: string, owner: { email: string; password: string }): Promise<string> {
  const asked = await fetch(`${base}/api/auth/csrf`)
  const { csrfToken } = (await asked.json()) as { csrfToken: string }
  const cookie = asked.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ')
  const reply = await fetch(`${base}/api/auth/callback/credentials`, { method: 'POST', redirect: 'manual', headers: { cookie, origin: base }, body: new URLSearchParams({ csrfToken, ...owner, json: 'true' }) })
  const text = await reply.text()
  const session = reply.headers.getSetCookie().find((one) => one.includes('session'))?.split(';')[0]
  if (!session) throw new Error(`Signing in answered ${reply.status}: ${text.slice(0, 200)}`)
  return session
}
