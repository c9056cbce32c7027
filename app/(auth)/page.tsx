import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { LAST_ORGANISATION } from '@/server/domain/people/last-organisation'
import { caller } from '@/server/caller'

/** The front door: set up, sign in, or go to the organisation one was in last, else the only or first of one's own. */
export default async function Home() {
  const { people } = await caller(null)
  const { empty, signedIn } = await people.entrance()
  if (empty) redirect('/setup')
  if (!signedIn) redirect('/sign-in')
  const mine = await people.organisations()
  const last = (await cookies()).get(LAST_ORGANISATION)?.value
  const chosen = mine.find((organisation) => organisation.slug === last) ?? (mine.length === 1 ? mine[0] : mine.find((organisation) => !organisation.sample))
  redirect(chosen ? `/${chosen.slug}` : '/organisations')
}
