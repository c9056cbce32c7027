'use client'
import { Field, Select } from '../ui/field'
import { useWorkspace } from '../workspace/workspace'
import type { Measure } from '@/server/queries/plans/plans'
import { ALL, type Whose } from './measure-draft'

/** Everybody, or one segment, touchpoint or channel, as far as the report tells them apart. */
export function WhoseField({ label, measure, value, onValue }: { label: string; measure: Measure | undefined; value: Whose; onValue: (whose: Whose) => void }) {
  const choices = useWhose(measure)
  return <Field label={label}>{(w) => <Select {...w} value={`${value.kind}|${value.value}`} options={choices.map(({ whose, label: text }) => ({ value: `${whose.kind}|${whose.value}`, label: text }))} onValue={(v) => onValue(choices.find(({ whose }) => `${whose.kind}|${whose.value}` === v)?.whose ?? ALL)} />}</Field>
}

/** Everything a measure can be asked of, with its name. */
export function useWhose(measure: Measure | undefined): { whose: Whose; label: string }[] {
  const { segments, touchpoints, channels } = useWorkspace()
  const takes = (kind: string) => measure?.takes.includes(kind) ?? false
  return [
    { whose: ALL, label: 'Everybody' },
    ...(takes('segment') ? segments.map((s) => ({ whose: { kind: 'segment' as const, value: `${s.segmentation}:${s.slug}` }, label: `${s.name} (${s.segmentationName})` })) : []),
    ...(takes('touchpoint') ? touchpoints.map((t) => ({ whose: { kind: 'touchpoint' as const, value: t.slug }, label: `At “${t.name}”` })) : []),
    ...(takes('channel') ? channels.map((c) => ({ whose: { kind: 'channel' as const, value: c.slug }, label: `By ${c.name}` })) : []),
  ]
}
