'use client'
import { PASSWORD_MIN } from '@/server/domain/people/password-length'
import { Button } from '../ui/button'
import { enterWithPassword } from './enter'
import { FormMessage } from './form-message'
import { messageOf, reasonAt, type Outcome } from './outcome'
import { PasswordField } from './password-field'
import { useForm } from './use-form'

export type NewPasswordFormProps = { token: string; email: string; resetPassword: (input: { token: string; password: string }) => Promise<Outcome<{ email: string }>> }

/** Sets the password behind a reset link, and signs in with it. */
export function NewPasswordForm({ token, email, resetPassword }: NewPasswordFormProps) {
  const { busy, outcome, onSubmit } = useForm<{ email: string }>(
    ({ password = '' }) => resetPassword({ token, password }),
    async (value, { password = '' }) => {
      const refused = await enterWithPassword(value.email, password)
      window.location.assign(refused ? (refused.code ? '/sign-in?error=set' : '/sign-in') : '/')
    },
  )
  return (
    <form method="post" onSubmit={onSubmit} className="grid gap-4" aria-label="Set a new password">
      <FormMessage>{messageOf(outcome, ['password'])}</FormMessage>
      {/* A password manager needs to know whose it is. */}
      <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
      <PasswordField label="New password" fill="new-password" hint={`At least ${PASSWORD_MIN} characters. Everywhere else you are signed out.`} error={reasonAt(outcome, 'password')} />
      <Button type="submit" look="primary" busy={busy}>Set password and sign in</Button>
    </form>
  )
}
