'use client'
import { Button } from '../ui/button'
import { Field, Input } from '../ui/field'
import { Link } from '../ui/link'
import { enterWithPassword, signInMessage } from './enter'
import { FormMessage } from './form-message'
import { messageOf } from './outcome'
import { PasswordField } from './password-field'
import { SingleSignOnButton } from './single-sign-on-button'
import { useForm } from './use-form'

export type SignInFormProps = {
  /** Where to go then: a path of ours. */
  to: string
  /** What the single sign-on button says; null without one. */
  singleSignOn: string | null
  /** next-auth's error of an attempt that left this page. */
  error?: string
  email?: string
}

export function SignInForm({ to, singleSignOn, error, email }: SignInFormProps) {
  const { busy, outcome, onSubmit } = useForm<null>(
    async ({ email = '', password = '' }) => {
      const message = await enterWithPassword(email, password)
      return message ? { ok: false, message, places: [] } : { ok: true, value: null }
    },
    // Another root layout, and another person's pages: nothing of this one is kept.
    () => window.location.assign(to),
  )
  return (
    <div className="grid gap-6">
      <form method="post" onSubmit={onSubmit} className="grid gap-4" aria-label="Sign in">
        <FormMessage>{messageOf(outcome, []) ?? (error && !outcome ? signInMessage(error) : null)}</FormMessage>
        <Field label="E-mail">{(w) => <Input {...w} name="email" type="email" autoComplete="username" defaultValue={email} required />}</Field>
        <PasswordField fill="current-password" />
        <Button type="submit" look="primary" busy={busy}>
          Sign in
        </Button>
        <p className="text-13">
          <Link href="/reset">Forgot the password?</Link>
        </p>
      </form>
      {singleSignOn && (
        <div className="grid gap-4 border-t pt-6">
          <SingleSignOnButton to={to}>{singleSignOn}</SingleSignOnButton>
        </div>
      )}
    </div>
  )
}
