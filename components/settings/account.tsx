'use client'
import { PasswordForm, ProfileForm } from '../people/profile-form'
import { SecondFactor } from '../people/second-factor'
import { SessionsList } from '../people/sessions-list'
import { PageHeader, Section } from '../shell/page'
import { useWorkspace } from '../workspace/workspace'
import { useWallClock } from '../shell/clock'

export function Account() {
  const { timezone } = useWorkspace()
  const now = useWallClock()
  return (
    <>
      <PageHeader title="My account" lead="The same in every organisation you belong to." />
      <Section title="Profile"><ProfileForm /></Section>
      <Section title="Password"><PasswordForm /></Section>
      <Section title="Second factor"><SecondFactor timezone={timezone} /></Section>
      <Section title="Where you are signed in" subtitle="End what you do not recognise, then change your password."><SessionsList now={now} timezone={timezone} /></Section>
    </>
  )
}
