import { initTRPC } from '@trpc/server'
import superjson from 'superjson'
import type { OrgCtx } from '../context'
import { now } from '../clock'
import { sessionCtx } from '../access'
import { logRefusal } from '../log'
import { asTouchstoneError, FAULTS, TouchstoneError, type FaultPlace } from '../errors'
import { TRPCError } from '@trpc/server'
import type { Instance } from '../boot'
import type { Role } from '@/db/vocabulary'

/** Who is signed in, as the session cookie says; the row behind it is checked by the door. */
export type SignedIn = { sessionId: string; userId: string }

/** What a tRPC call knows before it has passed the door. `org` is the slug from the page's URL. */
export type CallCtx = {
  instance: Instance
  session: SignedIn | null
  org: string | null
  requestId: string
}

const t = initTRPC.context<CallCtx>().create({
  transformer: superjson,
  errorFormatter({ shape, error }) {
    const cause = error.cause instanceof TouchstoneError ? error.cause : undefined
    return { ...shape, data: { ...shape.data, stack: undefined, fault: cause?.fault ?? null, places: cause?.places ?? ([] as FaultPlace[]) } }
  },
})

export const router = t.router
export const createCallerFactory = t.createCallerFactory

/** Maps what services throw, once, for every procedure. */
const mapped = t.middleware(async ({ next, ctx, path }) => {
  const result = await next()
  if (result.ok) return result
  const { error } = result
  if (error.cause === undefined && error.code !== 'INTERNAL_SERVER_ERROR') return result
  const known = asTouchstoneError(error.cause ?? error)
  if (known.fault === 'forbidden') logRefusal(ctx.requestId, path, known.fault)
  throw new TRPCError({ code: FAULTS[known.fault].trpc, message: known.message, cause: known })
})

/** Anybody, signed in or not. */
export const publicProcedure = t.procedure.use(mapped)

/** Somebody signed in, in no organisation in particular. */
export const signedInProcedure = publicProcedure.use(({ ctx, next }) => {
  if (!ctx.session) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'Sign in first.', cause: new TouchstoneError('unauthenticated', 'Sign in first.') })
  return next({ ctx: { ...ctx, session: ctx.session } })
})

/** A member, in the organisation of the URL: `ctx` is what services and reports take. */
export const orgProcedure = signedInProcedure.use(async ({ ctx, next, type, path }) => {
  if (!ctx.org) throw new TRPCError({ code: 'BAD_REQUEST', message: 'No organisation was named.' })
  const org: OrgCtx & { role: Role } = await sessionCtx(ctx.instance.db, ctx.session, ctx.org, now())
  const result = await next({ ctx: { ...ctx, ...org, org: org.org } })
  // What hangs where is in no figure: an interruption must not have every answer made anew just when it counts.
  if (type === 'mutation' && !path.startsWith('screens.')) ctx.instance.live.wrote(org.org.id)
  return result
})
