import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Entrance } from '@/components/people/entrance'
import { NewOrganisation } from '@/components/people/new-organisation'
import { OrganisationList } from '@/components/people/organisation-list'
import { caller } from '@/server/caller'
import { currencyChoices, timezoneChoices } from '@/server/domain/people/choices'
import { createOrganisation, createSample } from '../actions'

export const metadata: Metadata = { title: 'Organisations · Touchstone' }

export default async function OrganisationsPage({ searchParams }: { searchParams: Promise<{ new?: string }> }) {
  const { people } = await caller(null)
  if (!(await people.entrance()).signedIn) redirect('/sign-in?to=/organisations')
  const mine = await people.organisations()
  return (
    <Entrance wide title="Organisations">
      <OrganisationList organisations={mine} />
      <NewOrganisation timezones={timezoneChoices()} currencies={currencyChoices()} create={createOrganisation}
        openSample={mine.some((organisation) => organisation.sample) ? null : createSample} open={mine.length === 0 || (await searchParams).new !== undefined} />
    </Entrance>
  )
}
