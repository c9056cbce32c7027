import NextAuth from 'next-auth'
import type { NextRequest } from 'next/server'
import { forgetting } from '@/server/auth/clear-site-data'
import { authOptions } from '@/server/auth/next-auth'
import { callerOf } from '@/server/auth/request'
import { instance } from '@/server/boot'
import { now } from '@/server/clock'
import { env } from '@/server/env'
import { endSession, startSession } from '@/server/services/people/sessions'
import { signIn } from '@/server/services/people/sign-in'
import { signInWithIdentity } from '@/server/services/people/sign-in-oidc'

async function handle(request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }): Promise<Response> {
  const { db, secret } = await instance()
  const door = { db, now: now() }
  const options = authOptions(env(), secret, callerOf(request.headers), {
    signIn: (input) => signIn(door, input),
    signInWithIdentity: (identity) => signInWithIdentity(door, identity),
    startSession: (input) => startSession(door, input),
    endSession: (session) => endSession({ ...door, ...session }),
  })
  return forgetting(request, await (NextAuth as (request: NextRequest, context: unknown, options: unknown) => Promise<Response>)(request, context, options))
}

export { handle as GET, handle as POST }
