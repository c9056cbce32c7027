'use client'
import { useState } from 'react'
import { Button } from '../ui/button'
import { Field, Input } from '../ui/field'
import { Link } from '../ui/link'
import { FormMessage } from './form-message'
import { messageOf, reasonAt, type Outcome } from './outcome'
import { useForm } from './use-form'

/** Asks for a reset link by mail. Answers the same whether there is such a person or not. */
export function ResetRequestForm({ requestReset }: { requestReset: (input: { email: string }) => Promise<Outcome<{ mail: boolean }>> }) {
  const [sent, setSent] = useState<string | null>(null)
  const { busy, outcome, onSubmit } = useForm<{ mail: boolean }>(({ email = '' }) => requestReset({ email }), (_value, { email = '' }) => setSent(email))
  if (sent !== null) {
    return (
      <div role="status" className="grid gap-4 text-14">
        <p>If somebody here signs in with <strong className="font-medium">{sent}</strong>, a link is on its way to them. It works once, for an hour.</p>
        <p className="text-13"><Link href="/sign-in">Back to signing in</Link></p>
      </div>
    )
  }
  return (
    <form method="post" onSubmit={onSubmit} className="grid gap-4" aria-label="Ask for a new password">
      <FormMessage>{messageOf(outcome, ['email'])}</FormMessage>
      <Field label="E-mail" error={reasonAt(outcome, 'email')}>{(w) => <Input {...w} name="email" type="email" autoComplete="username" required />}</Field>
      <Button type="submit" look="primary" busy={busy}>Send the link</Button>
      <p className="text-13"><Link href="/sign-in">Back to signing in</Link></p>
    </form>
  )
}
