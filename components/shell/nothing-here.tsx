import { ButtonLink } from '../ui/link'
import { EmptyState } from '../ui/states'

/** For an address that leads nowhere: says so, and offers the way back. */
export function NothingHere({ href, back }: { href: string; back: string }) {
  return (
    <EmptyState title="There is nothing at this address" action={<ButtonLink look="primary" href={href}>{back}</ButtonLink>}>
      <p>The link may be old, or it belongs to an organisation you are not a member of.</p>
    </EmptyState>
  )
}
