'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Member } from '@/server/queries/people'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { formatAgo, formatInstant } from '../ui/format-date'
import { ErrorState, SkeletonLines } from '../ui/states'
import { useToast } from '../ui/toast'

export type MemberSessionsProps = { member: Member | null; onClose: () => void; now: Date; timezone: string }

/** Where a member is signed in, for an admin, who can end any of it. */
export function MemberSessions({ member, onClose, now, timezone }: MemberSessionsProps) {
  return (
    <Dialog open={member !== null} onOpenChange={(open) => { if (!open) onClose() }} title={`Where ${member?.name ?? ''} is signed in`} description="Whoever sits in front of a browser you end has to sign in again. It is written down in the audit trail.">
      {member && <Sessions member={member} now={now} timezone={timezone} />}
    </Dialog>
  )
}

function Sessions({ member, now, timezone }: { member: Member; now: Date; timezone: string }) {
  const trpc = useTRPC()
  const client = useQueryClient()
  const toast = useToast()
  const asked = trpc.people.memberSessions.queryOptions({ id: member.userId })
  const sessions = useQuery(asked)
  const end = useMutation(trpc.people.endMemberSessions.mutationOptions({
    onError: (error) => toast({ title: failureOf(error), tone: 'danger' }),
    onSettled: () => client.invalidateQueries({ queryKey: asked.queryKey }),
  }))
  if (sessions.isError) return <ErrorState title="Their sessions cannot be shown">{failureOf(sessions.error)}</ErrorState>
  if (sessions.isPending) return <SkeletonLines label="Loading sessions" />
  if (sessions.data.length === 0) return <p className="text-14 text-muted">Nowhere at present.</p>
  return (
    <div className="grid gap-4">
      <ul aria-label={`Sessions of ${member.name}`} className="divide-y border-y">
        {sessions.data.map((session) => (
          <li key={session.id} className="flex min-h-11 items-center gap-4 py-2">
            <div className="min-w-0 flex-1">
              <p className="text-14">{session.device}</p>
              <p className="text-12 text-muted">{session.address} · signed in {formatInstant(session.createdAt, timezone)} · seen {formatAgo(session.lastSeenAt, now)}</p>
            </div>
            <Button aria-label={`End the session of ${session.device}, ${session.address}`} onClick={() => end.mutate({ userId: member.userId, sessionId: session.id })}>End</Button>
          </li>
        ))}
      </ul>
      {sessions.data.length > 1 && <div><Button busy={end.isPending} onClick={() => end.mutate({ userId: member.userId })}>End all of them</Button></div>}
    </div>
  )
}
