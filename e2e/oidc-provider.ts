import { createServer } from 'node:http'
import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import type { AddressInfo } from 'node:net'

export type Claims = { sub: string; email: string; email_verified: boolean; name: string; amr?: string[] }

/** A provider for single sign-on that lets in whoever `claims` says, at once; authorization code with PKCE, RS256. */
export async function oidcProvider(claims: () => Claims): Promise<{ issuer: string; stop(): void }> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const codes = new Map<string, { nonce: string; challenge: string; client: string }>()
  let issuer = ''
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const idToken = (nonce: string, audience: string) => {
    const seconds = Math.floor(Date.now() / 1000)
    const body = `${part({ alg: 'RS256', kid: 'one' })}.${part({ iss: issuer, aud: audience, iat: seconds, exp: seconds + 300, nonce, ...claims() })}`
    return `${body}.${sign('sha256', Buffer.from(body), privateKey).toString('base64url')}`
  }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', issuer)
    const json = (value: object, status = 200) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    if (url.pathname === '/.well-known/openid-configuration') {
      return json({
        issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks`, response_types_supported: ['code'],
        subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'], code_challenge_methods_supported: ['S256'],
      })
    }
    if (url.pathname === '/jwks') return json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }] })
    if (url.pathname === '/authorize') {
      const asked = url.searchParams
      const code = randomUUID()
      codes.set(code, { nonce: asked.get('nonce') ?? '', challenge: asked.get('code_challenge') ?? '', client: asked.get('client_id') ?? '' })
      const back = new URL(asked.get('redirect_uri') ?? '')
      back.searchParams.set('code', code)
      back.searchParams.set('state', asked.get('state') ?? '')
      return response.writeHead(302, { location: back.toString() }).end()
    }
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => { body += text })
    return request.on('end', () => {
      const sent = new URLSearchParams(body)
      const code = codes.get(sent.get('code') ?? '')
      codes.delete(sent.get('code') ?? '')
      const proved = code?.challenge === createHash('sha256').update(sent.get('code_verifier') ?? '').digest('base64url')
      if (!code || !proved) return json({ error: 'invalid_grant' }, 400)
      return json({ access_token: randomUUID(), token_type: 'Bearer', expires_in: 300, id_token: idToken(code.nonce, code.client) })
    })
  })
  await new Promise<void>((listening) => { server.listen(0, '127.0.0.1', listening) })
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { issuer, stop: () => { server.closeAllConnections(); server.close() } }
}
