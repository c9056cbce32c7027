'use client'
import { addDays } from '@/server/domain/time/local-day'
import { Input } from '../ui/field'
import { formatDay } from '../ui/format-date'
import { useWorkspace } from '../workspace/workspace'
import { Setting } from './setting'
import { UnitInput } from './unit-input'
import { numberOf, type OfSettings } from './view'

export function LapseSetting({ org }: OfSettings) {
  const { today } = useWorkspace()
  const days = org.lapse_days
  const example = days === null
    ? 'Empty: silence means nothing, and only a recorded leaving counts. Right for contracts.'
    : `With ${days} ${days === 1 ? 'day' : 'days'}, somebody who last bought on ${formatDay(addDays(today, -days))} lapses today; a later purchase begins a new relationship.`
  return (
    <Setting
      title="Lapse gap" field="lapse_days" value={days === null ? '' : String(days)} words={days === null ? 'None: only recorded leaving counts' : `${days} days`}
      means={<><p>Without a purchase for longer than this, a customer without a contract counts as having left.</p><p className="mt-1">{example}</p></>}
      patch={(text) => (text.trim() === '' ? { lapse_days: null } : lapse(text))}
      sets="Saving decides again, for every customer, when they came and left; churn and retention of the past change with it."
    >
      {({ draft, set, wiring }) => <UnitInput {...wiring} unit="days" value={draft} placeholder="none" onChange={(event) => set(event.target.value)} />}
    </Setting>
  )
}

function lapse(text: string) {
  const days = numberOf(text)
  return days === null ? 'Must be a number of days, or empty.' : { lapse_days: days }
}

export function ObservedFromSetting({ org }: OfSettings) {
  return (
    <Setting
      title="Leaving observed from" field="observed_from" value={org.observed_from ?? ''} words={org.observed_from ? formatDay(org.observed_from) : 'Unknown'}
      means="The day you began to record who leaves. Customers from before then are followed only from that day on; otherwise the early years would look as if nobody had ever left."
      patch={(day) => ({ observed_from: day === '' ? null : day })}
    >
      {({ draft, set, wiring }) => <Input {...wiring} type="date" className="max-w-44" value={draft} onChange={(event) => set(event.target.value)} />}
    </Setting>
  )
}
