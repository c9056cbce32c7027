'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { RENEW_MS } from '@/server/domain/presence'
import { useConnected, useTopic } from '../data/live'
import { useTRPC } from '../data/trpc'
import { usePresence } from '../presence/use-presence'
import type { Place } from './editing'

/** Who else is at the map and where, what is said about its cells, and telling them where oneself is. */
export function useCompany(journey: string) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const { me, stand: standAt } = usePresence('journey', journey)
  const options = trpc.journeys.around.queryOptions({ journey })
  const { data } = useQuery({ ...options, refetchInterval: RENEW_MS * 2 })
  const again = () => void cache.invalidateQueries({ queryKey: options.queryKey })
  useTopic('presence', again)
  useTopic('comments', again)
  const stand = useCallback((place: Place) => standAt(`${place.row}/${place.column}`), [standAt])
  // Who is here is known only while one is told of it.
  const connected = useConnected()
  const others = useMemo(() => (connected ? (data?.present ?? []) : []).filter((one) => one.client !== me).map(({ client, name, place }) => ({ client, name, cell: place })), [data, me, connected])
  const comments = useMemo(() => data?.comments ?? [], [data])
  return { others, comments, stand, again }
}
export type Comment = ReturnType<typeof useCompany>['comments'][number]
