import type { Role } from '@/db/vocabulary'
import { ROLE_WORDS } from '@/server/domain/people/roles'
import { ButtonLink } from '../ui/link'
import { AcceptAsMeForm, AcceptAsNewForm, type AcceptAsNewFormProps } from './accept-forms'
import type { Outcome } from './outcome'
import { SignOutButton } from './sign-out-button'
import { SingleSignOnButton } from './single-sign-on-button'

export type InvitedProps = {
  token: string
  invitation: { organisation: string; email: string; role: Role; known: boolean }
  /** Who is signed in; null for nobody. */
  me: { name: string; email: string } | null
  singleSignOn: string | null
  acceptAsNew: AcceptAsNewFormProps['accept']
  acceptAsMe: (input: { token: string }) => Promise<Outcome<{ slug: string }>>
}

/** An open invitation: as whoever is signed in, as somebody known who should sign in, or as somebody new. */
export function Invited({ token, invitation, me, singleSignOn, acceptAsNew, acceptAsMe }: InvitedProps) {
  const { label, may } = ROLE_WORDS[invitation.role]
  const here = `/invitation/${token}`
  return (
    <div className="grid gap-6">
      <p className="text-14">
        Your role will be <strong className="font-medium">{label.toLowerCase()}</strong>: <span className="text-muted">{may.charAt(0).toLowerCase() + may.slice(1)}</span>
      </p>
      {me && (
        <div className="grid gap-4 border-t pt-6">
          <p className="text-14">
            You are signed in as {me.name} ({me.email})
            {me.email === invitation.email ? '.' : <>, and the invitation is for {invitation.email}. You can accept it all the same.</>}
          </p>
          <AcceptAsMeForm token={token} accept={acceptAsMe} />
          {me.email !== invitation.email && <SignOutButton to={here}>Sign out and accept as {invitation.email}</SignOutButton>}
        </div>
      )}
      {!me && invitation.known && (
        <div className="grid gap-4 border-t pt-6">
          <p className="text-14">{invitation.email} has an account here. Sign in with it to accept.</p>
          <ButtonLink look="primary" href={`/sign-in?to=${encodeURIComponent(here)}`}>Sign in to accept</ButtonLink>
        </div>
      )}
      {!me && !invitation.known && <AcceptAsNewForm token={token} email={invitation.email} accept={acceptAsNew} />}
      {!me && singleSignOn && <SingleSignOnButton to={here}>{singleSignOn}</SingleSignOnButton>}
    </div>
  )
}
