import type { MyOrganisation } from '@/server/queries/people'
import { ROLE_WORDS } from '@/server/domain/people/roles'
import { Link } from '../ui/link'
import { SignOutButton } from './sign-out-button'

/** The organisations one may open. */
export function OrganisationList({ organisations }: { organisations: readonly MyOrganisation[] }) {
  if (organisations.length === 0) {
    return (
      <div className="grid justify-items-start gap-4">
        <p className="text-14 text-muted">You are in no organisation yet. Open the link of an invitation, or make one of your own.</p>
        <SignOutButton />
      </div>
    )
  }
  return (
    <ul className="divide-y border-y">
      {organisations.map((organisation) => (
        <li key={organisation.id} className="flex min-h-11 items-center justify-between gap-4 py-2">
          <Link href={`/${organisation.slug}`} className="min-w-0 truncate text-14 font-medium">{organisation.name}</Link>
          <span className="shrink-0 text-13 text-muted">{organisation.sample ? 'Sample' : ROLE_WORDS[organisation.role].label}</span>
        </li>
      ))}
    </ul>
  )
}
