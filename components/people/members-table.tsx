'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Role } from '@/db/vocabulary'
import type { Member } from '@/server/queries/people'
import { failureOf, useTRPC } from '../data/trpc'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { ErrorState } from '../ui/states'
import { Table } from '../ui/table'
import { useToast } from '../ui/toast'
import { LinkDialog, type HandedLink } from './link-dialog'
import { memberColumns } from './member-columns'
import { MemberSessions } from './member-sessions'

/** `now` and `timezone` are the page's: when "3 days ago" is counted from, and whose clock an instant is told on. */
export type MembersTableProps = { now: Date; timezone: string }

/** Everybody in the organisation; whoever may, changes roles, makes reset links and removes. */
export function MembersTable({ now, timezone }: MembersTableProps) {
  const trpc = useTRPC()
  const client = useQueryClient()
  const toast = useToast()
  const members = useQuery(trpc.people.members.queryOptions())
  const [leaving, setLeaving] = useState<Member | null>(null)
  const [watched, setWatched] = useState<Member | null>(null)
  const [lost, setLost] = useState<Member | null>(null)
  const [link, setLink] = useState<HandedLink | null>(null)
  const refresh = () => client.invalidateQueries({ queryKey: trpc.people.members.queryKey() })
  const failed = (error: unknown) => toast({ title: failureOf(error), tone: 'danger' })
  const changeRole = useMutation(trpc.people.changeRole.mutationOptions({ onError: failed, onSettled: refresh }))
  const remove = useMutation(trpc.people.removeMember.mutationOptions({ onSettled: refresh }))
  const takeOff = useMutation(trpc.people.takeOffSecondFactor.mutationOptions({ onSettled: refresh }))
  const reset = useMutation(trpc.people.makeResetLink.mutationOptions({ onError: failed }))
  if (members.isError) return <ErrorState title="The members could not be read">{failureOf(members.error)}</ErrorState>
  const { role, me } = members.data ?? { role: 'viewer' as Role, me: '' }

  const columns = memberColumns({
    me, role, now, timezone, changing: changeRole.isPending,
    onRole: (userId, next) => changeRole.mutate({ userId, role: next }),
    onReset: (member) => reset.mutate({ id: member.userId }, {
      onSuccess: ({ path, validHours }) => setLink({ title: `A new password for ${member.name}`, path, note: `Hand it over by a way you trust: whoever opens it becomes ${member.name}. It works once, for ${validHours} hours.` }),
    }),
    onSessions: setWatched,
    onTakeOff: (member) => { takeOff.reset(); setLost(member) },
    onLeave: (member) => { remove.reset(); setLeaving(member) },
  })
  const self = leaving?.userId === me
  return (
    <>
      <Table label="Members" columns={columns} rows={members.data?.members ?? []} rowKey={(member) => member.userId} loading={members.isPending} expected={3} />
      <ConfirmDialog
        open={leaving !== null} onOpenChange={(open) => { if (!open) setLeaving(null) }}
        title={self ? 'Leave this organisation?' : `Remove ${leaving?.name ?? ''}?`} action={self ? 'Leave' : 'Remove'} busy={remove.isPending}
        error={remove.error ? failureOf(remove.error) : undefined}
        onConfirm={() => {
          if (leaving) remove.mutate({ id: leaving.userId }, { onSuccess: () => { if (self) window.location.assign('/organisations'); else setLeaving(null) } })
        }}
      >
        {self ? 'You see nothing of it any more until somebody invites you again.' : 'They see nothing of this organisation any more.'} What was recorded stays.
      </ConfirmDialog>
      <ConfirmDialog
        open={lost !== null} onOpenChange={(open) => { if (!open) setLost(null) }} title={`Take off the second factor of ${lost?.name ?? ''}?`} action="Take it off" busy={takeOff.isPending}
        error={takeOff.error ? failureOf(takeOff.error) : undefined} onConfirm={() => { if (lost) takeOff.mutate({ id: lost.userId }, { onSuccess: () => setLost(null) }) }}
      >
        For somebody who has lost both telephone and recovery codes. Make sure that it is them who asks, by a way you trust: after this their password alone signs them in. They are signed out everywhere.
      </ConfirmDialog>
      <MemberSessions member={watched} onClose={() => setWatched(null)} now={now} timezone={timezone} />
      <LinkDialog link={link} onClose={() => setLink(null)} />
    </>
  )
}
