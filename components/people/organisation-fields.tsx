'use client'
import { useEffect, useState } from 'react'
import { guessCurrency, zoneToday, type Choice } from '@/server/domain/people/choices'
import { proposeSlug } from '@/server/domain/people/slug'
import { Field, Input, Select } from '../ui/field'
import { reasonAt, type Outcome } from './outcome'

export type OrganisationFieldsProps = { timezones: readonly Choice[]; currencies: readonly Choice[]; outcome: Outcome<unknown> | null; prefix?: string }

/** Name, address, time zone and currency; the last three are proposed until somebody decides otherwise. */
export function OrganisationFields({ timezones, currencies, outcome, prefix = '' }: OrganisationFieldsProps) {
  const [slug, setSlug] = useState<{ text: string; own: boolean }>({ text: '', own: false })
  const [timezone, setTimezone] = useState('UTC')
  const [currency, setCurrency] = useState('EUR')
  useEffect(() => {
    // Known only to the browser, so not while the server draws.
    const zone = zoneToday(new Intl.DateTimeFormat().resolvedOptions().timeZone)
    if (timezones.some((choice) => choice.value === zone)) setTimezone(zone)
    setCurrency(guessCurrency(navigator.language))
  }, [timezones])
  const at = (field: string) => reasonAt(outcome, `${prefix}${field}`)
  return (
    <>
      <Field label="Name of the organisation" error={at('name')}>
        {(w) => (
          <Input {...w} name="organisation" autoComplete="organization" placeholder="North Bank" required maxLength={100}
            onChange={(event) => { if (!slug.own) setSlug({ text: proposeSlug(event.target.value), own: false }) }} />
        )}
      </Field>
      <Field label="Address" hint="The first part of every page’s address; it cannot be changed later." error={at('slug')}>
        {(w) => (
          <span className="flex items-center gap-1">
            <span aria-hidden className="text-14 text-muted">/</span>
            <Input {...w} name="slug" autoCapitalize="none" spellCheck={false} autoComplete="off" required maxLength={40} value={slug.text}
              onChange={(event) => setSlug({ text: event.target.value, own: event.target.value !== '' })} />
          </span>
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Time zone" error={at('timezone')}>{(w) => <Select {...w} name="timezone" options={timezones} value={timezone} onValue={setTimezone} />}</Field>
        <Field label="Currency" error={at('currency')}>{(w) => <Select {...w} name="currency" options={currencies} value={currency} onValue={setCurrency} />}</Field>
      </div>
    </>
  )
}
