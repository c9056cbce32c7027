import type { Metadata } from 'next'
import { Entrance } from '@/components/people/entrance'
import { Invited } from '@/components/people/invited'
import { DeadLink } from '@/components/people/link-states'
import { caller } from '@/server/caller'
import { acceptAsMe, acceptAsNew } from '../../actions'

// The address is the secret: it goes to nobody else.
export const metadata: Metadata = { title: 'Invitation · Touchstone', referrer: 'no-referrer' }

export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const { people } = await caller(null)
  const invitation = await people.invitation({ token })
  if (invitation.state !== 'open') return <DeadLink state={invitation.state} kind="invitation" />
  const { signedIn, singleSignOn } = await people.entrance()
  return (
    <Entrance title={`Join ${invitation.organisation}`}>
      <Invited token={token} invitation={invitation} me={signedIn ? await people.profile() : null} singleSignOn={singleSignOn} acceptAsNew={acceptAsNew} acceptAsMe={acceptAsMe} />
    </Entrance>
  )
}
