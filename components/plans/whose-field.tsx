'use client'
import { useQuery } from '@tanstack/react-query'
import { ALL, type Measurable, type Whose } from '@/server/domain/plans/figure'
import { useTRPC } from '../data/trpc'
import { Field, Select } from '../ui/field'
import { useWorkspace } from '../workspace/workspace'

/** Everybody, or one segment, region, touchpoint or channel, as far as the report tells them apart. */
export function WhoseField({ label, measure, value, onValue }: { label: string; measure: Pick<Measurable, 'tells'> | undefined; value: Whose; onValue: (whose: Whose) => void }) {
  const choices = useWhose(measure)
  return <Field label={label}>{(w) => <Select {...w} value={`${value.kind}|${value.value}`} options={choices.map(({ whose, label: text }) => ({ value: `${whose.kind}|${whose.value}`, label: text }))} onValue={(v) => onValue(choices.find(({ whose }) => `${whose.kind}|${whose.value}` === v)?.whose ?? ALL)} />}</Field>
}

/** Everything a measure can be asked of, with its name. */
function useWhose(measure: Pick<Measurable, 'tells'> | undefined): { whose: Whose; label: string }[] {
  const trpc = useTRPC()
  const { segments, touchpoints, channels } = useWorkspace()
  const takes = (kind: Exclude<Whose['kind'], 'all'>) => measure?.tells[kind] !== undefined
  const { data: groups = [] } = useQuery(trpc.plans.groups.queryOptions(undefined, { enabled: takes('attribute') }))
  return [
    { whose: ALL, label: 'Everybody' },
    ...(takes('segment') ? segments.map((s) => ({ whose: { kind: 'segment' as const, value: `${s.segmentation}:${s.slug}` }, label: `${s.name} (${s.segmentationName})` })) : []),
    ...(takes('attribute') ? groups.map((g) => ({ whose: { kind: 'attribute' as const, value: `${g.name}:${g.value}` }, label: `${g.value} (${g.name})` })) : []),
    ...(takes('touchpoint') ? touchpoints.map((t) => ({ whose: { kind: 'touchpoint' as const, value: t.slug }, label: `At “${t.name}”` })) : []),
    ...(takes('channel') ? channels.map((c) => ({ whose: { kind: 'channel' as const, value: c.slug }, label: `By ${c.name}` })) : []),
  ]
}
