'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { unsettled } from '@/server/domain/settling'

/** What is over sooner is not worth a line that moves the page. */
const LASTS_MS = 3000

/** At the top of a page: that figures on it will still change by themselves, as the answers it shows say. Nothing else would say it beside “Live”. */
export function Unsettled() {
  const cache = useQueryClient().getQueryCache()
  const subscribe = useCallback((changed: () => void) => cache.subscribe(changed), [cache])
  const words = useCallback(() => unsettled(cache.getAll().flatMap((query) => (query.isActive() ? reasonsOf(query.state.data) : []))), [cache])
  const said = useSyncExternalStore(subscribe, words, () => null)
  const [lasts, setLasts] = useState(false)
  const is = said !== null
  useEffect(() => {
    if (!is) return
    const timer = setTimeout(() => setLasts(true), LASTS_MS)
    return () => { clearTimeout(timer); setLasts(false) }
  }, [is])
  return <div role="status">{is && lasts && <p className="mb-5 border-l-2 border-warning pl-3 text-13 text-warning">{said}</p>}</div>
}

function reasonsOf(data: unknown): string[] {
  if (typeof data !== 'object' || data === null || !('incomplete' in data) || !Array.isArray(data.incomplete)) return []
  return data.incomplete.filter((reason) => typeof reason === 'string')
}
