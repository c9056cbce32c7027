'use client'
import type { Schedule } from '@/server/domain/screens/schedule'
import { WEEKDAYS } from '@/server/domain/screens/schedule'
import { Checkbox } from '../../ui/choice'
import { cx } from '../../ui/cx'
import { Field, Input } from '../../ui/field'

const WORKING: Schedule = { days: [0, 1, 2, 3, 4], from: '08:00', to: '18:00' }

/** Always, or on some days between two hours (over midnight too). */
export function ScheduleField({ schedule, onChange }: { schedule: Schedule | null; onChange: (next: Schedule | null) => void }) {
  const toggle = (day: number) => {
    if (!schedule) return
    const days = schedule.days.includes(day) ? schedule.days.filter((d) => d !== day) : [...schedule.days, day].toSorted((a, b) => a - b)
    if (days.length > 0) onChange({ ...schedule, days })
  }
  return (
    <div className="grid gap-3">
      <Checkbox label="Only at certain hours" checked={schedule !== null} onChecked={(on) => onChange(on ? WORKING : null)} />
      {schedule && (
        <>
          <fieldset className="flex flex-wrap gap-1">
            <legend className="sr-only">Days</legend>
            {WEEKDAYS.map((name, day) => (
              <button key={name} type="button" aria-pressed={schedule.days.includes(day)} aria-label={name} onClick={() => toggle(day)} className={cx('h-8 min-w-10 rounded-md border px-2 text-12 pointer-coarse:h-11', schedule.days.includes(day) ? 'border-accent bg-accent-soft font-medium' : 'text-muted hover:bg-sunken')}>{name.slice(0, 2)}</button>
            ))}
          </fieldset>
          <div className="grid grid-cols-2 gap-3">
            <Field label="From">{(w) => <Input {...w} type="time" required value={schedule.from} onChange={(event) => event.target.value && onChange({ ...schedule, from: event.target.value })} />}</Field>
            <Field label="To">{(w) => <Input {...w} type="time" required value={schedule.to} onChange={(event) => event.target.value && event.target.value !== schedule.from && onChange({ ...schedule, to: event.target.value })} />}</Field>
          </div>
        </>
      )}
    </div>
  )
}
