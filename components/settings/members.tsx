'use client'
import { InvitationsTable } from '../people/invitations-table'
import { InviteDialog } from '../people/invite-dialog'
import { MembersTable } from '../people/members-table'
import { PageHeader, Section } from '../shell/page'
import { useWorkspace } from '../workspace/workspace'
import { SigningIn } from './signing-in'
import { useWallClock } from '../shell/clock'

export function Members() {
  const { timezone, can } = useWorkspace()
  const now = useWallClock()
  return (
    <>
      <PageHeader title="Members" lead="Who can see this organisation, and what each may do." actions={<InviteDialog />} />
      <MembersTable now={now} timezone={timezone} />
      {can.includes('admin') && <Section title="Open invitations" className="mt-8"><InvitationsTable now={now} /></Section>}
      <SigningIn />
    </>
  )
}
