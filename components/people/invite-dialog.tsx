'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { ROLES, type Role } from '@/db/vocabulary'
import { ROLE_WORDS } from '@/server/domain/people/roles'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { RadioGroup } from '../ui/choice'
import { Dialog } from '../ui/dialog'
import { Field, Input } from '../ui/field'
import { FormMessage } from './form-message'
import { LinkDialog, type HandedLink } from './link-dialog'

/** The words beside a link just made; `mailed` says whether it is on its way already. */
export const handedInvitation = (email: string, made: { path: string; mailed: boolean }): HandedLink => ({
  title: `An invitation for ${email}`, path: made.path,
  note: made.mailed ? 'It has been mailed to them. It works once, for 7 days.' : 'Send it to them yourself: this Touchstone sends no mail. It works once, for 7 days.',
})

/** The button that invites, and its dialog; for admins and owners only. */
export function InviteDialog() {
  const trpc = useTRPC()
  const client = useQueryClient()
  const members = useQuery(trpc.people.members.queryOptions())
  const [open, setOpen] = useState(false)
  const [role, setRole] = useState<Role>('viewer')
  const [link, setLink] = useState<HandedLink | null>(null)
  const invite = useMutation(trpc.people.invite.mutationOptions({
    onSuccess: (made, { email }) => { setOpen(false); setLink(handedInvitation(email, made)) },
    onSettled: () => client.invalidateQueries({ queryKey: trpc.people.invitations.queryKey() }),
  }))
  const mine = members.data?.role
  if (mine !== 'admin' && mine !== 'owner') return null
  const change = (next: boolean) => { invite.reset(); setRole('viewer'); setOpen(next) }
  return (
    <>
      <Button look="primary" onClick={() => change(true)}><UserPlus />Invite</Button>
      <Dialog
        open={open} onOpenChange={change} title="Invite somebody"
        footer={<><Button look="quiet" onClick={() => change(false)}>Cancel</Button><Button type="submit" form="invite" look="primary" busy={invite.isPending}>Make the invitation</Button></>}
      >
        <form
          id="invite" className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            const email = new FormData(event.currentTarget).get('email')
            if (!invite.isPending && typeof email === 'string') invite.mutate({ email, role })
          }}
        >
          <FormMessage>{invite.error ? failureOf(invite.error) : null}</FormMessage>
          <Field label="E-mail">{(w) => <Input {...w} name="email" type="email" required autoComplete="off" />}</Field>
          <RadioGroup label="Role" value={role} onValue={setRole} options={ROLES.filter((r) => r !== 'owner' || mine === 'owner').map((r) => ({ value: r, label: ROLE_WORDS[r].label, hint: ROLE_WORDS[r].may }))} />
        </form>
      </Dialog>
      <LinkDialog link={link} onClose={() => setLink(null)} />
    </>
  )
}
