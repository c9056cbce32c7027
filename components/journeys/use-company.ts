'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { RENEW_MS } from '@/server/domain/journeys/presence'
import { useTopic } from '../data/live'
import { useTRPC, useTRPCClient } from '../data/trpc'
import type { Place } from './editing'

/** Between two steps of one's own cursor that others are told of. */
const TELL_MS = 300

/** Who else is at the map and where, what is said about its cells, and telling them where oneself is. */
export function useCompany(journey: string) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const cache = useQueryClient()
  const [me] = useState(() => crypto.randomUUID())
  const options = trpc.journeys.around.queryOptions({ journey })
  const { data } = useQuery({ ...options, refetchInterval: RENEW_MS * 2 })
  const again = () => void cache.invalidateQueries({ queryKey: options.queryKey })
  useTopic('journey_presence', again)
  useTopic('journey_edits', again)

  const cell = useRef('')
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const tell = useCallback((leaving = false) => {
    // Not being seen is no failure: the next renewal says it again.
    client.journeys.present.mutate({ journey, client: me, cell: cell.current, leaving }).catch(() => undefined)
  }, [client, journey, me])
  const stand = useCallback((place: Place) => {
    cell.current = `${place.row}/${place.column}`
    if (timer.current !== undefined) return
    timer.current = setTimeout(() => {
      timer.current = undefined
      tell()
    }, TELL_MS)
  }, [tell])
  useEffect(() => {
    tell()
    const renewal = setInterval(() => { if (document.visibilityState === 'visible') tell() }, RENEW_MS)
    return () => {
      clearInterval(renewal)
      clearTimeout(timer.current)
      timer.current = undefined
      tell(true)
    }
  }, [tell])

  const others = useMemo(() => (data?.present ?? []).filter((one) => one.client !== me), [data, me])
  const comments = useMemo(() => data?.comments ?? [], [data])
  return { others, comments, stand, again }
}
export type Comment = ReturnType<typeof useCompany>['comments'][number]
