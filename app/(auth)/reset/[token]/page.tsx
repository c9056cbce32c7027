import type { Metadata } from 'next'
import { Entrance } from '@/components/people/entrance'
import { DeadLink } from '@/components/people/link-states'
import { NewPasswordForm } from '@/components/people/new-password-form'
import { caller } from '@/server/caller'
import { resetPassword } from '../../actions'

// The address is the secret: it goes to nobody else.
export const metadata: Metadata = { title: 'New password · Touchstone', referrer: 'no-referrer' }

export default async function NewPasswordPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const link = await (await caller(null)).people.resetLink({ token })
  if (link.state !== 'open') return <DeadLink state={link.state} kind="reset" />
  return (
    <Entrance title="Set a new password" lead={link.email}>
      <NewPasswordForm token={token} email={link.email} resetPassword={resetPassword} />
    </Entrance>
  )
}
