import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { displayCtx } from '../../access'
import { callerOf } from '../../auth/request'
import { instance } from '../../boot'
import { now } from '../../clock'
import { asTouchstoneError, toProblem, TouchstoneError } from '../../errors'
import { logFailure } from '../../log'
import { plainText } from '../../schemas/text'
import { beginPairing } from '../../services/screens/begin-pairing'
import { problemResponse } from '../problem'
import { requestIdOf } from '../request-id'
import { screenHub } from './hub'
import { event, type Client } from './view'

/** What a display may leave unread before it is let go; it comes again by itself and gets everything anew. */
const MOST_UNREAD = 2_000_000

/** Which build serves: a display that hears another one than before loads itself anew. */
let build: string | undefined
function buildId(): string {
  try {
    build ??= readFileSync(join(process.cwd(), '.next', 'BUILD_ID'), 'utf8').trim()
  } catch {
    build ??= 'development'
  }
  return build
}

const answered = (request: Request, work: () => Promise<Response>): Promise<Response> => work().catch((error: unknown) => {
  const requestId = requestIdOf(request)
  const known = asTouchstoneError(error)
  if (known.fault === 'internal') logFailure(requestId, `${request.method} ${new URL(request.url).pathname}`, error)
  // Without the challenge of an API's 401, for which a browser would ask whoever stands before the wall for a password.
  return problemResponse(toProblem(known, requestId))
})

function tokenOf(request: Request): string {
  const token = /^Bearer (tss_[\w-]{20,100})$/.exec(request.headers.get('authorization') ?? '')?.[1]
  if (!token) throw new TouchstoneError('unauthenticated', 'This display is not paired.')
  return token
}

/** POST /api/screen/pairing → { code, token, expires_at }: for a display nobody knows yet. */
export const beginPairingRoute = (request: Request): Promise<Response> => answered(request, async () => {
  const { db } = await instance()
  const { code, token, expiresAt } = await beginPairing(db, callerOf(request.headers).address, now())
  return Response.json({ code, token, expires_at: expiresAt.toISOString() }, { status: 201, headers: { 'cache-control': 'no-store' } })
})

/** GET /api/screen/pairing → { paired }: whether somebody has typed this display's code. Not yet is an answer, no error that fills a log. */
export const pairingRoute = (request: Request): Promise<Response> => answered(request, async () => {
  const { db } = await instance()
  const paired = await displayCtx(db, tokenOf(request), now()).then(() => true, (error: unknown) => { if (error instanceof TouchstoneError && error.fault === 'unauthenticated') return false; throw error })
  return Response.json({ paired }, { headers: { 'cache-control': 'no-store' } })
})

const failure = z.strictObject({ slide: z.uuid(), message: plainText(300) })

/** POST /api/screen/failures { slide, message }: a slide that this display could not draw. */
export const failureRoute = (request: Request): Promise<Response> => answered(request, async () => {
  const { db } = await instance()
  const { ctx } = await displayCtx(db, tokenOf(request), now())
  const { slide, message } = failure.parse(await request.json().catch(() => null))
  screenHub().report(ctx.org.id, slide, message)
  return new Response(null, { status: 204 })
})

/** POST /api/screen/seen: that this display is there. */
export const seenRoute = (request: Request): Promise<Response> => answered(request, async () => {
  const { db } = await instance()
  await screenHub().attendance.word(db, tokenOf(request))
  return new Response(null, { status: 204 })
})

/** GET /api/screen/stream: everything the display's screen shows, and every change of it, as server-sent events. */
export const streamRoute = (request: Request): Promise<Response> => answered(request, async () => {
  const { db, live } = await instance()
  const token = tokenOf(request)
  const { ctx, display } = await displayCtx(db, token, now())
  screenHub().attendance.know(token, ctx.org.id, display.id)
  const text = new TextEncoder()
  let leave = () => {}
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let open = true
      const client: Client = {
        device: display.id, greeted: false,
        send(said) {
          if (!open || (controller.desiredSize ?? 0) < -MOST_UNREAD) return false
          controller.enqueue(text.encode(said))
          return true
        },
        end(last) {
          if (!open) return
          if (last) controller.enqueue(text.encode(last))
          open = false
          leave()
          controller.close()
        },
      }
      client.send(event('hello', { build: buildId(), now: now().toISOString() }))
      leave = screenHub().join(db, live, ctx.org.id, display, client)
      request.signal.addEventListener('abort', () => client.end())
    },
    cancel: () => leave(),
  }, new ByteLengthQueuingStrategy({ highWaterMark: 0 }))
  return new Response(body, { headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' } })
})
