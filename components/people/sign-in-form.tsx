'use client'
import { useState } from 'react'
import { Button } from '../ui/button'
import { Field, Input } from '../ui/field'
import { Link } from '../ui/link'
import { CodeField } from './code-field'
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
  // The password was right: the code is asked for, and both are sent again with it.
  const [second, setSecond] = useState(false)
  const { busy, outcome, onSubmit } = useForm<null>(
    async ({ email = '', password = '', code = '' }) => {
      const refused = await enterWithPassword(email, password, code)
      if (refused?.code) setSecond(true)
      return refused ? { ok: false, message: refused.message ?? '', places: [] } : { ok: true, value: null }
    },
    // Another root layout, and another person's pages: nothing of this one is kept.
    () => window.location.assign(to),
  )
  return (
    <div className="grid gap-6">
      <form method="post" onSubmit={onSubmit} className="grid gap-4" aria-label="Sign in">
        <FormMessage>{messageOf(outcome, []) ?? (error && !outcome ? signInMessage(error) : null)}</FormMessage>
        <div className={second ? 'hidden' : 'grid gap-4'}>
          <Field label="E-mail">{(w) => <Input {...w} name="email" type="email" autoComplete="username" defaultValue={email} required />}</Field>
          <PasswordField fill="current-password" />
        </div>
        {second && <CodeField recovery />}
        <Button type="submit" look="primary" busy={busy}>
          Sign in
        </Button>
        <p className="text-13">
          {second ? 'Neither telephone nor recovery codes? Ask an admin of your organisation to take your second factor off.' : <Link href="/reset">Forgot the password?</Link>}
        </p>
      </form>
      {singleSignOn && !second && (
        <div className="grid gap-4 border-t pt-6">
          <SingleSignOnButton to={to}>{singleSignOn}</SingleSignOnButton>
        </div>
      )}
    </div>
  )
}
