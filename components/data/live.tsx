'use client'
import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from 'react'
import { QUIET_TOPICS } from '@/db/vocabulary'

/** Pages ask again at most this often, however much arrives. */
const AT_MOST_EVERY_MS = 1000
/** … and rest for this part of what asking took: a slow database is not kept busy by those who watch it. */
const REST = 1
const WAIT_AT_MOST_MS = 5000

/** Everything heard, for the few parts that follow one topic by themselves. */
const heard = new EventTarget()
const isQuiet = (topic: string) => (QUIET_TOPICS as readonly string[]).includes(topic)

/** Calls back when a topic is heard, and when the stream is there again after a loss. */
export function useTopic(topic: string, onTopic: () => void): void {
  const call = useEffectEvent(onTopic)
  useEffect(() => {
    const listen = (event: Event) => { if (event.type === 'ready' || (event instanceof CustomEvent && (event.detail as string[]).includes(topic))) call() }
    heard.addEventListener('topics', listen)
    heard.addEventListener('ready', listen)
    return () => {
      heard.removeEventListener('topics', listen)
      heard.removeEventListener('ready', listen)
    }
  }, [topic])
}

export type LiveState = 'connecting' | 'live' | 'lost'

let away = false
const hear = (listener: () => void) => {
  heard.addEventListener('state', listener)
  return () => heard.removeEventListener('state', listener)
}
/** Whether news arrives: not while the browser is offline or the stream is lost. What is known only by being told (who else is here) is not known then. */
export const useConnected = () => useSyncExternalStore(hear, () => !away, () => true)

/**
 * Follows the organisation's topics while the page is seen: whatever changed, the queries on screen are asked again.
 * Hidden pages hold no stream (browsers allow six connections); they catch up when shown.
 * `made`: where the stream stood when the page was made; only if something was told since is a page that opens asked for twice.
 */
export function useLive(org: string, made: string): LiveState {
  const queryClient = useQueryClient()
  const [state, setState] = useState<LiveState>('connecting')
  const stamp = useRef(made)

  useEffect(() => {
    let stream: EventSource | undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    let next = 0
    let asking = false
    let again = false
    let ended = false
    let lost = false
    const arriving = new Set<string>()
    const askAgain = async () => {
      timer = undefined
      asking = true
      const began = performance.now()
      askAgainOnArrival(queryClient, arriving)
      // A question that gets no answer (a paused tab, a lost connection) must not silence all later news.
      await Promise.race([queryClient.invalidateQueries(), new Promise((done) => { setTimeout(done, WAIT_AT_MOST_MS) })])
      const took = performance.now() - began
      next = Math.max(began + AT_MOST_EVERY_MS, began + took * (1 + REST))
      asking = false
      if (ended) return
      if (again) changed()
    }
    const say = (next: LiveState) => {
      setState(next)
      away = next === 'lost'
      lost ||= away
      heard.dispatchEvent(new Event('state'))
    }
    const changed = () => {
      again = asking
      if (asking) return
      clearTimeout(timer)
      timer = setTimeout(() => void askAgain(), Math.max(0, next - performance.now()))
    }
    const open = () => {
      stream = new EventSource(`/api/live?org=${encodeURIComponent(org)}&since=${encodeURIComponent(stamp.current)}`)
      stream.addEventListener('ready', (event: MessageEvent<string>) => {
        stamp.current = event.lastEventId
        say('live')
        heard.dispatchEvent(new Event('ready'))
        // What happened between the page's data and the stream's start is caught up with once; after a loss, what was asked meanwhile may have had no answer either.
        if (event.data !== 'same' || lost) changed()
        lost = false
      })
      stream.addEventListener('topics', (event: MessageEvent<string>) => {
        stamp.current = event.lastEventId
        const topics = event.data.split(',')
        heard.dispatchEvent(new CustomEvent('topics', { detail: topics }))
        if (topics.some((topic) => !isQuiet(topic))) changed()
      })
      stream.addEventListener('error', () => say('lost'))
    }
    const close = () => {
      stream?.close()
      stream = undefined
    }
    const turn = () => {
      if (document.visibilityState === 'hidden') close()
      else if (!stream) open()
    }
    // A stream that is cut by the network alone looks open for minutes: the browser knows sooner.
    const cut = () => {
      close()
      say('lost')
    }
    turn()
    document.addEventListener('visibilitychange', turn)
    window.addEventListener('offline', cut)
    window.addEventListener('online', turn)
    return () => {
      ended = true
      document.removeEventListener('visibilitychange', turn)
      window.removeEventListener('offline', cut)
      window.removeEventListener('online', turn)
      clearTimeout(timer)
      close()
    }
  }, [org, queryClient])
  return state
}

/**
 * A part asked for the first time may hold the state before the news when it arrives, however long that takes: asking
 * again while it is on its way would only wait for the same answer. So it is asked once more when it is there.
 */
function askAgainOnArrival(queryClient: QueryClient, arriving: Set<string>): void {
  const cache = queryClient.getQueryCache()
  for (const { queryHash, queryKey, state } of cache.findAll({ fetchStatus: 'fetching' })) {
    if (state.data !== undefined || arriving.has(queryHash)) continue
    arriving.add(queryHash)
    const unfollow = cache.subscribe(({ query }) => {
      if (query.queryHash !== queryHash || query.state.fetchStatus === 'fetching') return
      arriving.delete(queryHash)
      unfollow()
      void queryClient.invalidateQueries({ queryKey, exact: true })
    })
  }
}
