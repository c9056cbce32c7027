import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Entrance } from '@/components/people/entrance'
import { SecondFactorDemanded } from '@/components/people/second-factor-demanded'
import { caller } from '@/server/caller'
import { ownPath } from '@/server/domain/people/own-path'
import { beginSecondFactor, confirmSecondFactor } from '../actions'

export const metadata: Metadata = { title: 'Second factor · Touchstone' }

export default async function SecondFactorPage({ searchParams }: { searchParams: Promise<{ to?: string | string[] }> }) {
  const { to } = await searchParams
  const { people } = await caller(null)
  if (!(await people.entrance()).signedIn) redirect('/sign-in')
  const { email, secondFactor, hasPassword } = await people.profile()
  const next = ownPath(Array.isArray(to) ? to[0] : to)
  if (secondFactor || !hasPassword) redirect(next)
  return (
    <Entrance wide title="A second factor" lead="This organisation asks everybody who signs in with a password for a second factor: a code from an app on your telephone. It takes a minute, once. Everywhere else you are signed out.">
      <SecondFactorDemanded email={email} to={next} begin={beginSecondFactor} confirm={confirmSecondFactor} />
    </Entrance>
  )
}
