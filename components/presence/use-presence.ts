'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { PresenceSubject } from '@/db/vocabulary'
import { RENEW_MS } from '@/server/domain/presence'
import { useTRPCClient } from '../data/trpc'

/** Between two moves of one's own that others are told of. */
const TELL_MS = 300

const KEPT = 'touchstone.presence'

/** One per tab, for as long as it is open: a page loaded anew is not somebody else beside the one before. */
function ownId(): string {
  try {
    const id = sessionStorage.getItem(KEPT) ?? crypto.randomUUID()
    sessionStorage.setItem(KEPT, id)
    return id
  } catch {
    // On the server, or where nothing may be kept.
    return crypto.randomUUID()
  }
}

/** Tells others that one is here, and where, until one leaves; renewed while the page is seen. Gives one's own id among them. */
export function usePresence(subject: PresenceSubject, id: string): { me: string; stand: (place: string) => void } {
  const client = useTRPCClient()
  const [me] = useState(ownId)
  const place = useRef('')
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const tell = useCallback((leaving = false) => {
    // Not being seen is no failure: the next renewal says it again.
    client.comments.show.mutate({ subject, subject_id: id, client: me, place: place.current, leaving }).catch(() => undefined)
  }, [client, subject, id, me])
  const stand = useCallback((at: string) => {
    if (place.current === at) return
    place.current = at
    if (timer.current !== undefined) return
    timer.current = setTimeout(() => {
      timer.current = undefined
      tell()
    }, TELL_MS)
  }, [tell])
  useEffect(() => {
    tell()
    const seen = () => { if (document.visibilityState === 'visible') tell() }
    const renewal = setInterval(seen, RENEW_MS)
    document.addEventListener('visibilitychange', seen)
    return () => {
      clearInterval(renewal)
      document.removeEventListener('visibilitychange', seen)
      clearTimeout(timer.current)
      timer.current = undefined
      tell(true)
    }
  }, [tell])
  return { me, stand }
}
