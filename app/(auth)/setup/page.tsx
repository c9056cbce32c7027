import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Entrance } from '@/components/people/entrance'
import { SetUpForm } from '@/components/people/set-up-form'
import { caller } from '@/server/caller'
import { currencyChoices, timezoneChoices } from '@/server/domain/people/choices'
import { setUp } from '../actions'

export const metadata: Metadata = { title: 'Set up · Touchstone' }

export default async function SetUpPage() {
  const { empty } = await (await caller(null)).people.entrance()
  if (!empty) redirect('/')
  return (
    <Entrance wide title="Set up Touchstone" lead="Nobody has been here yet. Whoever fills this in owns the instance and can invite everybody else.">
      <SetUpForm timezones={timezoneChoices()} currencies={currencyChoices()} setUp={setUp} />
    </Entrance>
  )
}
