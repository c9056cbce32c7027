'use client'
import { useState } from 'react'
import type { Choice } from '@/server/domain/people/choices'
import { PASSWORD_MIN } from '@/server/domain/people/password-length'
import { Button } from '../ui/button'
import { RadioGroup } from '../ui/choice'
import { Field, Input } from '../ui/field'
import { enterWithPassword } from './enter'
import { FormMessage } from './form-message'
import { OrganisationFields } from './organisation-fields'
import { messageOf, reasonAt, type Outcome } from './outcome'
import { PasswordField } from './password-field'
import { useForm } from './use-form'

type Made = { slug: string; sampleSlug: string | null }
export type SetUpFormProps = {
  timezones: readonly Choice[]
  currencies: readonly Choice[]
  setUp: (input: { name: string; email: string; password: string; organisation: { name: string; slug: string; timezone: string; currency: string }; sample: boolean }) => Promise<Outcome<Made>>
}
const FIELDS = ['name', 'email', 'password', 'organisation.name', 'organisation.slug', 'organisation.timezone', 'organisation.currency']

/** The first visit: who owns this instance, for which organisation, and what to look at first. */
export function SetUpForm({ timezones, currencies, setUp }: SetUpFormProps) {
  const [start, setStart] = useState<'own' | 'sample'>('own')
  const { busy, outcome, onSubmit } = useForm<Made>(
    ({ name = '', email = '', password = '', organisation = '', slug = '', timezone = '', currency = '' }) =>
      setUp({ name, email, password, organisation: { name: organisation, slug, timezone, currency }, sample: start === 'sample' }),
    async (made, { email = '', password = '' }) => {
      const refused = await enterWithPassword(email, password)
      window.location.assign(refused ? '/sign-in' : `/${made.sampleSlug ?? made.slug}`)
    },
  )
  return (
    <form method="post" onSubmit={onSubmit} className="grid gap-8" aria-label="Set up Touchstone">
      <section className="grid gap-4 border-t pt-6" aria-labelledby="you">
        <h2 id="you" className="text-16 font-semibold">You, the owner</h2>
        <Field label="Name" error={reasonAt(outcome, 'name')}>{(w) => <Input {...w} name="name" autoComplete="name" required maxLength={100} />}</Field>
        <Field label="E-mail" error={reasonAt(outcome, 'email')}>{(w) => <Input {...w} name="email" type="email" autoComplete="username" required />}</Field>
        <PasswordField fill="new-password" hint={`At least ${PASSWORD_MIN} characters; a few words in a row are easy to keep.`} error={reasonAt(outcome, 'password')} />
      </section>
      <section className="grid gap-4 border-t pt-6" aria-labelledby="organisation">
        <h2 id="organisation" className="text-16 font-semibold">Your organisation</h2>
        <OrganisationFields timezones={timezones} currencies={currencies} outcome={outcome} prefix="organisation." />
      </section>
      <section className="grid gap-4 border-t pt-6">
        <h2 className="text-16 font-semibold">Begin with</h2>
        <RadioGroup label="Begin with" value={start} onValue={setStart} options={[
          { value: 'own', label: 'My own data', hint: 'Drop a file, or send events with the client you have.' },
          { value: 'sample', label: 'The sample organisation', hint: 'A made-up regional bank, three years of records, ready in a minute. Yours stays empty beside it.' },
        ]} />
      </section>
      <div className="grid gap-4">
        <FormMessage>{messageOf(outcome, FIELDS)}</FormMessage>
        <Button type="submit" look="primary" busy={busy}>Create and open</Button>
      </div>
    </form>
  )
}
