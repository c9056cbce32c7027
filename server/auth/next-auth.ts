import type { AuthOptions } from 'next-auth'
import type { OAuthConfig } from 'next-auth/providers/oauth'
import Credentials from 'next-auth/providers/credentials'
import { SESSION_ABSOLUTE_DAYS } from '../domain/people/session-time'
import type { Env } from '../env'
import { asTouchstoneError } from '../errors'
import type { Caller } from './request'
import { now as wallClock } from '../clock'
import { strengthAsked, strongEnough, type Strength } from './oidc-strength'
import { secureCookies, sessionCookieName } from './cookies'

/** What signing in does to our own records; the services behind it are handed in by the route. */
export type AuthVerbs = {
  signIn(input: { email: unknown; password: unknown; code: unknown; address: string }): Promise<{ ok: true; user: { id: string; email: string; name: string } } | { ok: false; reason: 'wrong' | 'code' | 'code-wrong' } | { ok: false; reason: 'throttled'; minutes: number }>
  signInWithIdentity(identity: { issuer: string; subject: string; email: string | null; emailVerified: boolean; name: string | null }): Promise<{ ok: true; userId: string } | { ok: false; reason: string }>
  startSession(input: { userId: string } & Caller): Promise<string>
  endSession(session: { userId: string; sessionId: string }): Promise<void>
}

type OidcProfile = Strength & { sub: string; email?: string; email_verified?: boolean | string; name?: string; preferred_username?: string }

export const oidcEnabled = (env: Env): boolean => Boolean(env.OIDC_ISSUER && env.OIDC_CLIENT_ID)

function oidcProvider(env: Env, issuer: string): OAuthConfig<OidcProfile> {
  return {
    id: 'oidc', name: env.OIDC_NAME, type: 'oauth', idToken: true, checks: ['pkce', 'state', 'nonce'],
    wellKnown: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    authorization: { params: { scope: 'openid email profile', ...strengthAsked(env) } },
    clientId: env.OIDC_CLIENT_ID, clientSecret: env.OIDC_CLIENT_SECRET,
    ...(env.OIDC_CLIENT_SECRET ? {} : { client: { token_endpoint_auth_method: 'none' } }),
    profile: (profile) => ({ id: profile.sub, name: profile.name ?? profile.preferred_username ?? null, email: profile.email ?? null }),
  }
}

/**
 * next-auth for one request. The cookie is its JWT and carries no more than whose it is and the id of our session row,
 * because next-auth refuses database sessions with passwords and a JWT alone cannot be revoked.
 */
export function authOptions(env: Env, secret: string, caller: Caller, verbs: AuthVerbs): AuthOptions {
  // Set while a sign-in is being answered: the provider's `sub` is not our user's id.
  let identified: string | undefined
  return {
    secret, useSecureCookies: secureCookies(),
    cookies: { sessionToken: { name: sessionCookieName(), options: { httpOnly: true, sameSite: 'lax', path: '/', secure: secureCookies() } } },
    session: { strategy: 'jwt', maxAge: SESSION_ABSOLUTE_DAYS * 86_400 },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    providers: [
      Credentials({
        name: 'Password', credentials: { email: {}, password: {}, code: {} },
        // What is thrown here becomes `error` at the sign-in form.
        async authorize(credentials) {
          const outcome = await verbs.signIn({ email: credentials?.email, password: credentials?.password, code: credentials?.code, address: caller.address })
            .catch((error: unknown) => { throw new Error(asTouchstoneError(error).fault === 'throttled' ? 'busy' : 'failed') })
          if (outcome.ok) return outcome.user
          throw new Error(outcome.reason === 'throttled' ? `throttled:${outcome.minutes}` : outcome.reason)
        },
      }),
      ...(env.OIDC_ISSUER && oidcEnabled(env) ? [oidcProvider(env, env.OIDC_ISSUER)] : []),
    ],
    callbacks: {
      async signIn({ user, account, profile }) {
        if (account?.provider !== 'oidc') {
          identified = user.id
          return true
        }
        const claims = profile as OidcProfile
        if (!strongEnough(claims, env, wallClock())) return '/sign-in?error=weak'
        const outcome = await verbs.signInWithIdentity({
          issuer: env.OIDC_ISSUER ?? '', subject: claims.sub, email: claims.email ?? null,
          emailVerified: claims.email_verified === true || claims.email_verified === 'true', name: user.name ?? null,
        })
        if (!outcome.ok) return `/sign-in?error=${outcome.reason}`
        identified = outcome.userId
        return true
      },
      async jwt({ token, account }) {
        if (!account) return token
        if (!identified) throw new Error('A sign-in ended without a person.')
        return { sub: identified, sid: await verbs.startSession({ userId: identified, ...caller }) }
      },
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sub === 'string' && typeof token.sid === 'string') await verbs.endSession({ userId: token.sub, sessionId: token.sid })
      },
    },
    logger: {
      // A token of an earlier secret is an ended session, nothing to report.
      error(code, metadata) { if (code !== 'JWT_SESSION_ERROR') console.error(`next-auth ${code}:`, metadata instanceof Error ? metadata.message : metadata) },
      warn() {}, debug() {},
    },
  }
}
