'use client'
import type { AlertCondition } from '@/db/vocabulary'
import { Field, Input, Select } from '../ui/field'
import { useWorkspace } from '../workspace/workspace'
import { segmentValue } from './words'

type Event = Exclude<AlertCondition, { kind: 'figure' }>
const ANY_CRITICAL = '*critical'
const ANY = '*'
/** Two months. */
const MOST_HOURS = 1440

/** Which events, of whom. */
export function EventFields({ condition, set }: { condition: Event; set: (condition: Event) => void }) {
  const { touchpoints, segments } = useWorkspace()
  const whose = (
    <Field label="Of which customers">
      {(w) => <Select {...w} value={condition.segment ?? ''} options={[{ value: '', label: 'All of them' }, ...segments.map((one) => ({ value: segmentValue(one), label: `${one.name} (${one.segmentationName})` }))]} onValue={(value) => set({ ...condition, segment: value === '' ? null : value })} />}
    </Field>
  )
  if (condition.kind === 'promise_overdue') {
    return (
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Overdue by, in hours">{(w) => <Input {...w} type="number" required min={0} max={MOST_HOURS} value={condition.hours} onChange={(event) => set({ ...condition, hours: Math.max(0, Math.min(MOST_HOURS, Math.round(event.target.valueAsNumber || 0))) })} />}</Field>
        {whose}
      </div>
    )
  }
  const matter = touchpoints.filter((one) => one.class === 'moment_that_matters')
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Where">
        {(w) => (
          <Select
            {...w} value={condition.touchpoint ?? (condition.critical ? ANY_CRITICAL : ANY)}
            options={[{ value: ANY_CRITICAL, label: 'At any critical touchpoint' }, { value: ANY, label: 'At any touchpoint that matters' }, ...matter.map((one) => ({ value: one.slug, label: one.name }))]}
            onValue={(value) => set({ ...condition, critical: value === ANY_CRITICAL, touchpoint: value === ANY || value === ANY_CRITICAL ? null : value })}
          />
        )}
      </Field>
      {whose}
    </div>
  )
}
