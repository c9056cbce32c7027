'use client'
import { PASSWORD_MIN } from '@/server/domain/people/password-length'
import { Button } from '../ui/button'
import { Field, Input } from '../ui/field'
import { enterWithPassword } from './enter'
import { FormMessage } from './form-message'
import { messageOf, reasonAt, type Outcome } from './outcome'
import { PasswordField } from './password-field'
import { useForm } from './use-form'

export type AcceptAsNewFormProps = {
  token: string
  email: string
  accept: (input: { token: string; name: string; password: string }) => Promise<Outcome<{ email: string; slug: string }>>
}

/** Accepts an invitation as somebody new here. */
export function AcceptAsNewForm({ token, email, accept }: AcceptAsNewFormProps) {
  const { busy, outcome, onSubmit } = useForm<{ email: string; slug: string }>(
    ({ name = '', password = '' }) => accept({ token, name, password }),
    async (value, { password = '' }) => window.location.assign((await enterWithPassword(value.email, password)) ? '/sign-in' : `/${value.slug}`),
  )
  return (
    <form method="post" onSubmit={onSubmit} className="grid gap-4" aria-label="Accept the invitation">
      <FormMessage>{messageOf(outcome, ['name', 'password'])}</FormMessage>
      <Field label="E-mail" hint="You sign in with the address you were invited by.">{(w) => <Input {...w} type="email" name="email" autoComplete="username" value={email} readOnly className="text-muted" />}</Field>
      <Field label="Name" error={reasonAt(outcome, 'name')}>{(w) => <Input {...w} name="name" autoComplete="name" required maxLength={100} />}</Field>
      <PasswordField fill="new-password" hint={`At least ${PASSWORD_MIN} characters.`} error={reasonAt(outcome, 'password')} />
      <Button type="submit" look="primary" busy={busy}>Accept and sign in</Button>
    </form>
  )
}

/** Accepts an invitation as whoever is signed in. */
export function AcceptAsMeForm({ token, accept }: { token: string; accept: (input: { token: string }) => Promise<Outcome<{ slug: string }>> }) {
  const { busy, outcome, onSubmit } = useForm<{ slug: string }>(() => accept({ token }), ({ slug }) => window.location.assign(`/${slug}`))
  return (
    <form method="post" onSubmit={onSubmit} className="grid gap-4" aria-label="Accept the invitation">
      <FormMessage>{messageOf(outcome, [])}</FormMessage>
      <Button type="submit" look="primary" busy={busy}>Accept</Button>
    </form>
  )
}
