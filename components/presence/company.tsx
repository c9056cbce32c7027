'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, type FocusEvent } from 'react'
import type { PresenceSubject } from '@/db/vocabulary'
import { RENEW_MS } from '@/server/domain/presence'
import { useConnected, useTopic } from '../data/live'
import { useTRPC } from '../data/trpc'
import { useWorkspace } from '../workspace/workspace'
import { usePresence } from './use-presence'

/** Who else has the page open and at what they are; `onFocus` of the page tells where oneself is: the next `data-part` around it. */
export function useCompany(subject: PresenceSubject, id: string) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const { actor } = useWorkspace()
  const { me, stand } = usePresence(subject, id)
  const options = trpc.comments.present.queryOptions({ subject, subject_id: id })
  const { data = [] } = useQuery({ ...options, refetchInterval: RENEW_MS * 2 })
  useTopic('presence', () => void cache.invalidateQueries({ queryKey: options.queryKey }))
  const onFocus = useCallback((event: FocusEvent) => stand(event.target.closest('[data-part]')?.getAttribute('data-part') ?? ''), [stand])
  // Who is here is known only while one is told of it.
  const connected = useConnected()
  // One's own other tabs, or the page before it was loaded anew, are nobody else.
  return { others: (connected ? data : []).filter((one) => one.client !== me && one.name !== actor), onFocus }
}

/** Names of who is here, each once, with the part of the page they are at. */
export function Company({ others }: { others: readonly { client: string; name: string; place: string }[] }) {
  if (others.length === 0) return null
  const names = [...new Set(others.map(({ name }) => name))]
  const at = (name: string) => others.findLast((one) => one.name === name && one.place !== '')?.place
  return (
    <p role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1 text-12 text-muted print:hidden">
      <span>Also here:</span>
      {names.map((name) => <span key={name} className="inline-flex items-center gap-1.5"><span aria-hidden className="size-2 rounded-full bg-accent" /><span className="text-ink">{name}</span>{at(name) && <span>at {at(name)}</span>}</span>)}
    </p>
  )
}
