'use client'
import { useQuery } from '@tanstack/react-query'
import { ALL, furtherKinds, type Measurable, type PartKind, type Whose } from '@/server/domain/plans/figure'
import { useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { Field, Select } from '../ui/field'
import { useWorkspace } from '../workspace/workspace'

type Of = Pick<Measurable, 'tells'> & Partial<Pick<Measurable, 'cell'>>

/** Everybody, or one segment, region, touchpoint or channel, as far as the report tells them apart. */
export function WhoseField({ label, measure, value, onValue }: { label: string; measure: Of | undefined; value: Whose; onValue: (whose: Whose) => void }) {
  return <WhoseSelect label={label} choices={useWhose(measure)} value={value} onValue={onValue} />
}

/** What the figure is narrowed to besides, one thing at a time, as far as its report takes several filters at once. */
export function WithinFields({ measure, mine, value, onValue }: { measure: Of; mine: Whose; value: readonly Whose[]; onValue: (within: Whose[]) => void }) {
  const choices = useWhose(measure)
  const open = furtherKinds(measure, [mine, ...value])
  return (
    <>
      {value.map((one, index) => {
        const kinds: readonly PartKind[] = furtherKinds(measure, [mine, ...value.filter((other) => other !== one)])
        // Nothing else tells one line from another than its place.
        return <WhoseSelect key={index} label={index === 0 ? 'And only' : `And only (${index + 1})`} choices={[{ whose: ALL, label: 'Nothing more' }, ...choices.filter(({ whose }) => whose.kind !== 'all' && kinds.includes(whose.kind))]} value={one} onValue={(whose) => onValue(whose.kind === 'all' ? value.filter((other) => other !== one) : value.map((other) => (other === one ? whose : other)))} />
      })}
      {mine.kind !== 'all' && open.length > 0 && value.every(({ kind }) => kind !== 'all') && <div className="self-end"><Button look="quiet" onClick={() => onValue([...value, ALL])}>Narrow it further</Button></div>}
    </>
  )
}

function WhoseSelect({ label, choices, value, onValue }: { label: string; choices: { whose: Whose; label: string }[]; value: Whose; onValue: (whose: Whose) => void }) {
  return <Field label={label}>{(w) => <Select {...w} value={`${value.kind}|${value.value}`} options={choices.map(({ whose, label: text }) => ({ value: `${whose.kind}|${whose.value}`, label: text }))} onValue={(v) => onValue(choices.find(({ whose }) => `${whose.kind}|${whose.value}` === v)?.whose ?? ALL)} />}</Field>
}

/** Everything a measure can be asked of, with its name. */
function useWhose(measure: Of | undefined): { whose: Whose; label: string }[] {
  const trpc = useTRPC()
  const { segments, touchpoints, channels } = useWorkspace()
  const takes = (kind: Exclude<Whose['kind'], 'all'>) => measure?.tells[kind] !== undefined
  // Only moments have results, and only of theirs something became.
  const ofMoments = measure?.cell?.result !== undefined
  const { data: groups = [] } = useQuery(trpc.plans.groups.queryOptions(undefined, { enabled: takes('attribute') }))
  return [
    { whose: ALL, label: 'Everybody' },
    ...(takes('segment') ? segments.map((s) => ({ whose: { kind: 'segment' as const, value: `${s.segmentation}:${s.slug}` }, label: `${s.name} (${s.segmentationName})` })) : []),
    ...(takes('attribute') ? groups.map((g) => ({ whose: { kind: 'attribute' as const, value: `${g.name}:${g.value}` }, label: `${g.value} (${g.name})` })) : []),
    ...(takes('touchpoint') ? touchpoints.filter((t) => !ofMoments || t.class === 'moment_that_matters').map((t) => ({ whose: { kind: 'touchpoint' as const, value: t.slug }, label: `At “${t.name}”` })) : []),
    ...(takes('channel') ? channels.map((c) => ({ whose: { kind: 'channel' as const, value: c.slug }, label: `By ${c.name}` })) : []),
  ]
}
