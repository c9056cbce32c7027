import type { Topic } from '@/db/vocabulary'
import { sessionCtx } from '../access'
import { currentSession } from '../auth/session'
import { instance } from '../boot'
import { now } from '../clock'
import { toProblem, TouchstoneError } from '../errors'
import { problemResponse } from './problem'

/** A comment line this often keeps proxies from closing a quiet stream, and finds dead browsers. */
const HEARTBEAT_MS = 25_000

/**
 * Server-sent events: `ready` once, saying whether anything `changed` since the stamp of `?since=` (a page's own, or the
 * id of the last event heard) or all is the `same`; then `topics` with the names of what changed in the organisation.
 * Carries no data, so it needs no permission beyond membership; whoever hears it asks again through the door.
 */
export async function liveStream(request: Request): Promise<Response> {
  const { db, live } = await instance()
  const session = await currentSession()
  const { searchParams } = new URL(request.url)
  const slug = searchParams.get('org') ?? ''
  // A browser that connects anew by itself has the address it began with, and says what it heard last.
  const since = request.headers.get('last-event-id') || searchParams.get('since')
  let organisationId: string
  try {
    if (!session) throw new TouchstoneError('unauthenticated', 'Sign in first.')
    organisationId = (await sessionCtx(db, session, slug, now())).org.id
  } catch (error) {
    return problemResponse(toProblem(error))
  }

  let stop = () => {}
  const text = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (event: string, data: string) => controller.enqueue(text.encode(`id: ${live.stamp()}\nevent: ${event}\ndata: ${data}\n\n`))
      const heartbeat = setInterval(() => controller.enqueue(text.encode(': here\n\n')), HEARTBEAT_MS)
      let ended = false
      let unfollow = () => {}
      const end = (cancelled = false) => {
        if (ended) return
        ended = true
        clearInterval(heartbeat)
        unfollow()
        // Whoever cancelled it has closed it.
        if (!cancelled) controller.close()
      }
      // A server that is stopping ends it at once.
      const followed = live.follow(organisationId, (topics: Topic[]) => send('topics', topics.join(',')), () => end())
      if (ended) return followed()
      unfollow = followed
      stop = () => end(true)
      request.signal.addEventListener('abort', () => end())
      send('ready', live.changedSince(organisationId, since) ? 'changed' : 'same')
    },
    cancel: () => stop(),
  })
  return new Response(body, { headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' } })
}
