'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { failureOf, useTRPC } from '../data/trpc'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { formatAgo, formatInstant } from '../ui/format-date'
import { ErrorState, SkeletonLines } from '../ui/states'
import { useToast } from '../ui/toast'

/** Where one is signed in; each can be ended, or all but this. `now` and `timezone` are the page's. */
export function SessionsList({ now, timezone }: { now: Date; timezone: string }) {
  const trpc = useTRPC()
  const client = useQueryClient()
  const toast = useToast()
  const sessions = useQuery(trpc.people.sessions.queryOptions())
  const settled = {
    onError: (error: unknown) => toast({ title: failureOf(error), tone: 'danger' as const }),
    onSettled: () => client.invalidateQueries({ queryKey: trpc.people.sessions.queryKey() }),
  }
  const end = useMutation(trpc.people.revokeSession.mutationOptions(settled))
  const endOthers = useMutation(trpc.people.revokeOtherSessions.mutationOptions(settled))
  if (sessions.isError) return <ErrorState title="Your sessions could not be read">{failureOf(sessions.error)}</ErrorState>
  if (sessions.isPending) return <SkeletonLines label="Loading sessions" />
  return (
    <div className="grid gap-4">
      <ul aria-label="Sessions" className="divide-y border-y">
        {sessions.data.map((session) => (
          <li key={session.id} className="flex min-h-11 items-center gap-4 py-2">
            <div className="min-w-0 flex-1">
              <p className="flex items-center gap-2 text-14">{session.device}{session.current && <Badge tone="good">This browser</Badge>}</p>
              <p className="text-12 text-muted">
                {session.address} · signed in {formatInstant(session.createdAt, timezone)} · seen {formatAgo(session.lastSeenAt, now)}
              </p>
            </div>
            {!session.current && <Button aria-label={`End the session of ${session.device}, ${session.address}`} onClick={() => end.mutate({ id: session.id })}>End</Button>}
          </li>
        ))}
      </ul>
      {sessions.data.length > 1 && (
        <div><Button busy={endOthers.isPending} onClick={() => endOthers.mutate()}>End all others</Button></div>
      )}
    </div>
  )
}
