import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Entrance } from '@/components/people/entrance'
import { SignInForm } from '@/components/people/sign-in-form'
import { caller } from '@/server/caller'
import { ownPath } from '@/server/domain/people/own-path'

export const metadata: Metadata = { title: 'Sign in · Touchstone' }

type Search = Promise<{ to?: string | string[]; callbackUrl?: string | string[]; error?: string | string[] }>
const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)

export default async function SignInPage({ searchParams }: { searchParams: Search }) {
  const search = await searchParams
  const { empty, signedIn, singleSignOn } = await (await caller(null)).people.entrance()
  if (empty) redirect('/setup')
  const to = ownPath(one(search.to))
  if (signedIn) redirect(to)
  return (
    <Entrance title="Sign in">
      <SignInForm to={to} singleSignOn={singleSignOn} error={one(search.error)} />
    </Entrance>
  )
}
