import { ButtonLink, Link } from '../ui/link'
import { Entrance } from './entrance'

const DEAD = {
  invitation: {
    used: 'This invitation has been accepted', expired: 'This invitation has run out', unknown: 'This invitation does not work',
    advice: 'Sign in if you have accepted it. Otherwise ask whoever invited you for a new link: they make one under Settings, Members.',
  },
  reset: {
    used: 'This link has been used', expired: 'This link has run out', unknown: 'This link does not work',
    advice: 'Each link sets a password once, and a newer link closes the older ones. Ask for another if you still need it.',
  },
}

/** A link that opens nothing any more: why, and what to do. */
export function DeadLink({ kind, state }: { kind: keyof typeof DEAD; state: 'used' | 'expired' | 'unknown' }) {
  return (
    <Entrance title={DEAD[kind][state]} lead={DEAD[kind].advice}>
      <div className="flex flex-wrap items-center gap-4">
        <ButtonLink href="/sign-in" look="primary">Sign in</ButtonLink>
        {kind === 'reset' && <Link href="/reset" className="text-13">Ask for another link</Link>}
      </div>
    </Entrance>
  )
}

/** Instead of the form, where this instance sends no mail. */
export function NoMail() {
  return (
    <div className="grid gap-4 text-14">
      <p>This Touchstone sends no mail, so a person has to hand you the link:</p>
      <ul className="grid list-disc gap-2 pl-4">
        <li>An admin of your organisation makes one under Settings, Members.</li>
        <li>Whoever runs the server makes one with <code className="font-mono text-13">npm run reset -- your@e-mail</code>.</li>
      </ul>
      <p className="text-13"><Link href="/sign-in">Back to signing in</Link></p>
    </div>
  )
}
