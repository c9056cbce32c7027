'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ROLE_WORDS } from '@/server/domain/people/roles'
import type { OpenInvitation } from '@/server/queries/people'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { formatAgo } from '../ui/format-date'
import { ErrorState } from '../ui/states'
import { Table, type Column } from '../ui/table'
import { useToast } from '../ui/toast'
import { handedInvitation } from './invite-dialog'
import { LinkDialog, type HandedLink } from './link-dialog'

/** Invitations nobody has accepted yet; for admins and owners only. Nothing at all when there are none. */
export function InvitationsTable({ now }: { now: Date }) {
  const trpc = useTRPC()
  const client = useQueryClient()
  const toast = useToast()
  const invitations = useQuery(trpc.people.invitations.queryOptions())
  const [link, setLink] = useState<HandedLink | null>(null)
  const settled = {
    onError: (error: unknown) => toast({ title: failureOf(error), tone: 'danger' as const }),
    onSettled: () => client.invalidateQueries({ queryKey: trpc.people.invitations.queryKey() }),
  }
  const renew = useMutation(trpc.people.renewInvitation.mutationOptions(settled))
  const revoke = useMutation(trpc.people.revokeInvitation.mutationOptions(settled))
  if (invitations.isError) return <ErrorState title="The invitations could not be read">{failureOf(invitations.error)}</ErrorState>
  const columns = invitationColumns(now, (one) => renew.mutate({ id: one.id }, { onSuccess: (made) => setLink(handedInvitation(one.email, made)) }), (one) => revoke.mutate({ id: one.id }))
  return (
    <>
      <Table
        label="Open invitations" columns={columns} rows={invitations.data ?? []} rowKey={(one) => one.id} loading={invitations.isPending} expected={1}
        empty={<p className="text-13 text-muted">No invitation is open.</p>}
      />
      <LinkDialog link={link} onClose={() => setLink(null)} />
    </>
  )
}

function invitationColumns(now: Date, onRenew: (one: OpenInvitation) => void, onRevoke: (one: OpenInvitation) => void): Column<OpenInvitation>[] {
  return [
    { key: 'email', header: 'E-mail', cell: (one) => one.email },
    { key: 'role', header: 'Role', cell: (one) => ROLE_WORDS[one.role].label },
    { key: 'state', header: 'Link', wideOnly: true, className: 'text-muted', cell: (one) => (one.expired ? 'has run out' : `runs out ${formatAgo(one.expiresAt, now)}`) },
    {
      key: 'more', header: <span className="sr-only">Actions</span>, className: 'text-right whitespace-nowrap',
      cell: (one) => (
        <>
          <Button look="quiet" onClick={() => onRenew(one)}>New link</Button>
          <Button look="quiet" onClick={() => onRevoke(one)}>Take back</Button>
        </>
      ),
    },
  ]
}
