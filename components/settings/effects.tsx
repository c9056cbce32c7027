'use client'
import { EFFECT_WINDOWS } from '@/db/vocabulary'
import { formatShareOf } from '../ui/format'
import { SegmentedControl } from '../ui/tabs'
import { Setting } from './setting'
import { UnitInput } from './unit-input'
import { fractionOf, numberOf, percentOf, type OfSettings } from './view'

const WINDOWS = EFFECT_WINDOWS.map((days) => ({ value: String(days), label: `${days} days` }))

export function EffectWindowSetting({ org }: OfSettings) {
  return (
    <Setting
      title="Effect window" field="effect_window_days" group value={String(org.effect_window_days)} words={`${org.effect_window_days} days`}
      means={`How long after a moment it is watched whether the customer left, spent less or stayed. With ${org.effect_window_days} days, newer moments are still pending.`}
      patch={(text) => ({ effect_window_days: EFFECT_WINDOWS.find((days) => String(days) === text) ?? 60 })}
      sets="Saving computes the effect of every moment again."
    >
      {({ draft, set }) => <SegmentedControl label="Effect window" options={WINDOWS} value={draft} onValue={set} className="w-fit" />}
    </Setting>
  )
}

export function SpentLessSetting({ org }: OfSettings) {
  return (
    <Setting
      title="Spent less" field="spent_less_share" value={percentOf(org.spent_less_share)} words={`${formatShareOf(org.spent_less_share)} less`}
      means={`A customer counts as spending less after a moment when the window after it brings at least ${formatShareOf(org.spent_less_share)} less than the one before.`}
      patch={(text) => share(text, 'spent_less_share')}
    >
      {({ draft, set, wiring }) => <UnitInput {...wiring} unit="% less" value={draft} onChange={(event) => set(event.target.value)} />}
    </Setting>
  )
}

export function SmallestChangeSetting({ org }: OfSettings) {
  return (
    <Setting
      title="Smallest change worth acting on" field="smallest_change" value={percentOf(org.smallest_change)} words={formatShareOf(org.smallest_change)}
      means={`A change under ${formatShareOf(org.smallest_change)} is never printed as news, however certain it is.`}
      patch={(text) => share(text, 'smallest_change')}
    >
      {({ draft, set, wiring }) => <UnitInput {...wiring} unit="%" value={draft} onChange={(event) => set(event.target.value)} />}
    </Setting>
  )
}

function share(text: string, field: 'spent_less_share' | 'smallest_change') {
  const percent = numberOf(text)
  if (percent === null || percent <= 0 || percent > 100) return 'Must be above 0 and up to 100 %.'
  return { [field]: fractionOf(percent) }
}
