'use client'
import { Link } from '../ui/link'
import { SecondFactorSetUp, type SecondFactorSetUpProps } from './second-factor-set-up'
import { SignOutButton } from './sign-out-button'

export type SecondFactorDemandedProps = Pick<SecondFactorSetUpProps, 'email' | 'begin' | 'confirm'> & { to: string }

/** Where an organisation's pages lead who lacks the second factor it asks for. */
export function SecondFactorDemanded({ to, ...rest }: SecondFactorDemandedProps) {
  return (
    <div className="grid gap-6">
      <SecondFactorSetUp {...rest} onDone={() => window.location.assign(to)} />
      <p className="flex flex-wrap items-center gap-4 border-t pt-6 text-13">
        <Link href="/organisations">Another organisation</Link>
        <SignOutButton />
      </p>
    </div>
  )
}
