'use client'
import { useState } from 'react'
import type { Choice } from '@/server/domain/people/choices'
import { Button } from '../ui/button'
import { FormMessage } from './form-message'
import { OrganisationFields } from './organisation-fields'
import { messageOf, type Outcome } from './outcome'
import { useForm } from './use-form'

type Made = { slug: string }
export type NewOrganisationProps = {
  timezones: readonly Choice[]
  currencies: readonly Choice[]
  create: (input: { name: string; slug: string; timezone: string; currency: string }) => Promise<Outcome<Made>>
  /** Null when the person has a sample already. */
  openSample: (() => Promise<Outcome<Made>>) | null
  /** Shown at once when there is nothing to choose. */
  open?: boolean
}

/** Under the list of one's organisations: another one, or the sample. */
export function NewOrganisation({ timezones, currencies, create, openSample, open = false }: NewOrganisationProps) {
  const [shown, setShown] = useState(open)
  const go = ({ slug }: Made) => window.location.assign(`/${slug}`)
  const made = useForm<Made>(({ organisation = '', slug = '', timezone = '', currency = '' }) => create({ name: organisation, slug, timezone, currency }), go)
  const sample = useForm<Made>(() => openSample?.() ?? Promise.reject(new Error('There is a sample already.')), go)
  return (
    <div className="grid gap-6">
      <div className="flex flex-wrap gap-2">
        {!shown && <Button onClick={() => setShown(true)}>New organisation</Button>}
        {openSample && (
          <form method="post" onSubmit={sample.onSubmit}>
            <Button type="submit" look="quiet" busy={sample.busy}>Open the sample organisation</Button>
          </form>
        )}
      </div>
      <FormMessage>{messageOf(sample.outcome, [])}</FormMessage>
      {shown && (
        <form method="post" onSubmit={made.onSubmit} className="grid gap-4 border-t pt-6" aria-label="New organisation">
          <OrganisationFields timezones={timezones} currencies={currencies} outcome={made.outcome} />
          <FormMessage>{messageOf(made.outcome, ['name', 'slug', 'timezone', 'currency'])}</FormMessage>
          <Button type="submit" look="primary" busy={made.busy}>Create and open</Button>
        </form>
      )}
    </div>
  )
}
