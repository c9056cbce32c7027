'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

/** Pages ask again at most this often, however much arrives. */
const AT_MOST_EVERY_MS = 1000
/** … and rest for this part of what asking took: a slow database is not kept busy by those who watch it. */
const REST = 1
const WAIT_AT_MOST_MS = 5000
/**
 * Once all is quiet, everything is asked once more: a part that was on its way for the first time when news came holds
 * the state before the news, and nothing else would tell it.
 */
const QUIET_MS = 3000

export type LiveState = 'connecting' | 'live' | 'lost'

/**
 * Follows the organisation's topics while the page is seen: whatever changed, the queries on screen are asked again.
 * Hidden pages hold no stream (browsers allow six connections); they catch up when shown.
 */
export function useLive(org: string): LiveState {
  const queryClient = useQueryClient()
  const [state, setState] = useState<LiveState>('connecting')

  useEffect(() => {
    let stream: EventSource | undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    let next = 0
    let asking = false
    let again = false
    let news = false
    let ended = false
    const askAgain = async () => {
      timer = undefined
      asking = true
      const began = performance.now()
      // A question that gets no answer (a paused tab, a lost connection) must not silence all later news.
      await Promise.race([queryClient.invalidateQueries(), new Promise((done) => { setTimeout(done, WAIT_AT_MOST_MS) })])
      const took = performance.now() - began
      next = Math.max(began + AT_MOST_EVERY_MS, began + took * (1 + REST))
      asking = false
      if (ended) return
      if (again) changed()
      else if (news) {
        news = false
        timer = setTimeout(() => void askAgain(), QUIET_MS)
      }
    }
    const changed = () => {
      news = true
      again = asking
      if (asking) return
      clearTimeout(timer)
      timer = setTimeout(() => void askAgain(), Math.max(0, next - performance.now()))
    }
    const open = () => {
      stream = new EventSource(`/api/live?org=${encodeURIComponent(org)}`)
      stream.addEventListener('ready', () => setState('live'))
      stream.addEventListener('topics', changed)
      stream.addEventListener('error', () => setState('lost'))
      // What happened between the page's data and the stream's start is caught up with once.
      stream.addEventListener('ready', changed)
    }
    const close = () => {
      stream?.close()
      stream = undefined
    }
    const turn = () => {
      if (document.visibilityState === 'hidden') close()
      else if (!stream) open()
    }
    turn()
    document.addEventListener('visibilitychange', turn)
    return () => {
      ended = true
      document.removeEventListener('visibilitychange', turn)
      clearTimeout(timer)
      close()
    }
  }, [org, queryClient])
  return state
}
