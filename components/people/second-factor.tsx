'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { TRPCClientError } from '@trpc/client'
import { useState } from 'react'
import type { AppRouter } from '@/server/routers/app'
import { failureOf, useTRPC, useTRPCClient } from '../data/trpc'
import { Button } from '../ui/button'
import { formatInstant } from '../ui/format-date'
import { SkeletonLines } from '../ui/states'
import { CodeField } from './code-field'
import { FormMessage } from './form-message'
import { messageOf, reasonAt, type Outcome } from './outcome'
import { PasswordField } from './password-field'
import { RecoveryCodes } from './recovery-codes'
import { SecondFactorSetUp } from './second-factor-set-up'
import { useForm } from './use-form'

/** A call's answer as forms take it: what is wrong is returned. */
const outcomeOf = <T,>(call: Promise<T>): Promise<Outcome<T>> => call.then(
  (value) => ({ ok: true as const, value }),
  (error: unknown) => ({ ok: false as const, message: failureOf(error), places: (error instanceof TRPCClientError ? (error as TRPCClientError<AppRouter>).data?.places : null) ?? [] }),
)

/** One's own second factor: set up, new recovery codes, taken off. */
export function SecondFactor({ timezone }: { timezone: string }) {
  const trpc = useTRPC()
  const { people } = useTRPCClient()
  const client = useQueryClient()
  const profile = useQuery(trpc.people.profile.queryOptions())
  const [codes, setCodes] = useState<string[] | null>(null)
  const settled = () => {
    setCodes(null)
    void client.invalidateQueries({ queryKey: trpc.people.profile.queryKey() })
    void client.invalidateQueries({ queryKey: trpc.people.sessions.queryKey() })
  }
  if (!profile.data) return <SkeletonLines label="Loading your account" />
  const { hasPassword, secondFactor, email } = profile.data
  if (!hasPassword) return <p className="max-w-prose text-14 text-muted">You sign in through your organisation’s provider. Whether it asks for a second factor is set there.</p>
  if (codes) return <RecoveryCodes codes={codes} onDone={settled} />
  if (!secondFactor) {
    return (
      <SecondFactorSetUp
        email={email} lead="A code from an app on your telephone, asked for after your password: whoever knows the password alone cannot sign in. Setting it up signs you out everywhere else."
        begin={(input) => outcomeOf(people.beginSecondFactor.mutate(input))} confirm={(input) => outcomeOf(people.confirmSecondFactor.mutate(input))} onDone={settled}
      />
    )
  }
  return (
    <div className="grid gap-4">
      <p className="max-w-prose text-14">On since {formatInstant(secondFactor.since, timezone)}. {secondFactor.codesLeft === 1 ? 'One recovery code is' : `${secondFactor.codesLeft} recovery codes are`} left.</p>
      <Prove
        email={email} onRenewed={setCodes} onRemoved={settled}
        renew={(input) => outcomeOf(people.renewRecoveryCodes.mutate(input))} remove={(input) => outcomeOf(people.removeSecondFactor.mutate(input))}
      />
    </div>
  )
}

type Proof = { password: string; code: string }
type ProveProps = {
  email: string
  renew: (input: Proof) => Promise<Outcome<{ codes: string[] }>>
  remove: (input: Proof) => Promise<Outcome<void>>
  onRenewed: (codes: string[]) => void
  onRemoved: () => void
}

/** Either change needs password and code. */
function Prove({ email, renew, remove, onRenewed, onRemoved }: ProveProps) {
  const [change, setChange] = useState<'renew' | 'remove' | null>(null)
  const { busy, outcome, onSubmit } = useForm<string[] | null>(
    async ({ password = '', code = '' }) => {
      if (change === 'remove') {
        const removed = await remove({ password, code })
        return removed.ok ? { ok: true, value: null } : removed
      }
      const renewed = await renew({ password, code })
      return renewed.ok ? { ok: true, value: renewed.value.codes } : renewed
    },
    (codes) => (codes ? onRenewed(codes) : onRemoved()),
  )
  if (!change) {
    return (
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => setChange('renew')}>New recovery codes</Button>
        <Button onClick={() => setChange('remove')}>Take it off</Button>
      </div>
    )
  }
  return (
    <form method="post" onSubmit={onSubmit} className="grid max-w-96 gap-4" aria-label={change === 'remove' ? 'Take the second factor off' : 'Make new recovery codes'}>
      <FormMessage>{messageOf(outcome, ['password', 'code'])}</FormMessage>
      <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
      <PasswordField label="Your password" fill="current-password" error={reasonAt(outcome, 'password')} />
      <CodeField recovery error={reasonAt(outcome, 'code')} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look={change === 'remove' ? 'danger' : 'primary'} busy={busy}>{change === 'remove' ? 'Take it off' : 'Make new recovery codes'}</Button>
        <Button look="quiet" onClick={() => setChange(null)}>Leave it as it is</Button>
      </div>
    </form>
  )
}
