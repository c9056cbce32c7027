'use client'
import { useEffect, useState } from 'react'
import { currencyChoices, timezoneChoices, type Choice } from '@/server/domain/people/choices'
import { Input, Select } from '../ui/field'
import { Setting } from './setting'
import type { OfSettings } from './view'

export function NameSetting({ org }: OfSettings) {
  return (
    <Setting title="Name" means="What people see at the top of every page; its address stays as it is." field="name" value={org.name} words={org.name} patch={(name) => ({ name })}>
      {({ draft, set, wiring }) => <Input {...wiring} value={draft} maxLength={100} onChange={(event) => set(event.target.value)} />}
    </Setting>
  )
}

export function TimezoneSetting({ org }: OfSettings) {
  const zones = useChoices(timezoneChoices)
  return (
    <Setting
      title="Time zone" field="timezone" value={org.timezone} words={org.timezone} patch={(timezone) => ({ timezone: timezone.trim().replaceAll(' ', '_') })}
      means="Decides at what hour a day, week or month ends, and so which one a record belongs to."
      sets="Saving counts all days again by the new zone, as a job; its progress is shown at the top. On the built-in database pages wait until it is done."
    >
      {({ draft, set, wiring }) => (
        <>
          <Input {...wiring} list={`${wiring.id}-zones`} value={draft} placeholder="Type a city: Kathmandu" autoComplete="off" spellCheck={false} onChange={(event) => set(event.target.value)} />
          <datalist id={`${wiring.id}-zones`}>{zones.map((zone) => <option key={zone.value} value={zone.value} />)}</datalist>
        </>
      )}
    </Setting>
  )
}

export function CurrencySetting({ org }: OfSettings) {
  const known = useChoices(currencyChoices)
  const currencies = known.length > 0 ? known : [{ value: org.currency, label: org.currency }]
  const name = currencies.find((choice) => choice.value === org.currency)?.label ?? org.currency
  return (
    <Setting
      title="Currency" field="currency" value={org.currency} words={name} patch={(currency) => ({ currency })} fixed={org.seen.amounts}
      means={org.seen.amounts ? 'The currency of every figure here. Amounts are recorded in it, so it can no longer change.' : 'The currency of every figure here; amounts in others are kept, and left out. It can change only until the first amount is recorded in it.'}
    >
      {({ draft, set, wiring }) => <Select {...wiring} options={currencies} value={draft} onValue={set} />}
    </Setting>
  )
}

/** Long lists come from the browser's own tables, which need not be the server's: so only once the page is awake. */
function useChoices(list: () => Choice[]): readonly Choice[] {
  const [choices, setChoices] = useState<readonly Choice[]>([])
  useEffect(() => setChoices(list()), [list])
  return choices
}
