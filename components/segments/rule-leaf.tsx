'use client'
import { X } from 'lucide-react'
import { NUMBER_FACTS, NUMBER_FACT_NAMES } from '@/server/domain/segments/facts'
import { COMPARISON_OPTIONS } from '@/server/domain/segments/say'
import { IconButton } from '../ui/button'
import { Input, Select } from '../ui/field'
import { useWorkspace } from '../workspace/workspace'
import { numberFact, withFact, type LeafDraft } from './rule-draft'

const WINDOWS = ['', '30', '90', '182', '365', '730']
const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

type Props = { leaf: LeafDraft; fault: string | undefined; onChange: (leaf: LeafDraft) => void; onRemove: () => void }

/** One thing a rule asks: what, how it compares, and over which days. */
export function RuleLeaf({ leaf, fault: found, onChange, onRemove }: Props) {
  const { dimensions, channels, currency } = useWorkspace()
  const number = numberFact(leaf.fact)
  // What nobody has filled in yet is no mistake: the button waits for it.
  const fault = leaf.value === '' ? undefined : found
  const attribute = leaf.fact.startsWith('attribute:')
  const facts = [
    ...NUMBER_FACT_NAMES.map((name) => ({ value: name as string, label: sentence(NUMBER_FACTS[name].says) })),
    { value: 'channel', label: 'Used the channel' }, ...dimensions.map((name) => ({ value: `attribute:${name}`, label: `Attribute ${name}` })),
    ...(attribute && !dimensions.includes(leaf.fact.slice(10)) ? [{ value: leaf.fact, label: `Attribute ${leaf.fact.slice(10)}` }] : []),
  ]
  const ops = attribute ? [{ value: 'is', label: 'is' }, { value: 'is_not', label: 'is not' }, { value: 'is_known', label: 'is known' }] : COMPARISON_OPTIONS
  const windows = WINDOWS.includes(leaf.days) ? WINDOWS : [leaf.days, ...WINDOWS]
  const unit = number ? NUMBER_FACTS[number].unit : null
  return (
    <div className="grid gap-1">
      <div className="flex flex-wrap items-center gap-2">
        <Select className="w-56!" aria-label="What" value={leaf.fact} options={facts} onValue={(fact) => onChange(withFact(leaf, fact))} />
        {leaf.fact !== 'channel' && <Select<string> className="w-auto!" aria-label="How it compares" value={leaf.op} options={ops} onValue={(op) => onChange({ ...leaf, op })} />}
        {leaf.fact === 'channel'
          ? <Select className="w-auto!" aria-label="Channel" value={leaf.value} options={[{ value: '', label: 'Choose a channel' }, ...channels.map(({ slug, name }) => ({ value: slug, label: name }))]} onValue={(value) => onChange({ ...leaf, value })} />
          : leaf.op !== 'is_known' && (
            <span className="inline-flex items-center gap-1.5">
              <Input aria-label="Value" aria-invalid={fault ? true : undefined} inputMode={number ? 'decimal' : undefined} className={number ? 'w-20!' : 'w-56!'} placeholder={attribute ? 'North, South' : undefined} value={leaf.value} onChange={(event) => onChange({ ...leaf, value: event.target.value })} />
              {unit === 'money' && <span className="text-12 text-muted">{currency}</span>}
            </span>
          )}
        {(leaf.fact === 'channel' || (number && NUMBER_FACTS[number].window)) && (
          <Select className="w-auto!" aria-label="Over which days" value={leaf.days} options={windows.map((days) => ({ value: days, label: days === '' ? 'ever' : `last ${days} days` }))} onValue={(days) => onChange({ ...leaf, days })} />
        )}
        <IconButton label="Remove this condition" icon={<X />} onClick={onRemove} />
      </div>
      {(fault ?? (number ? NUMBER_FACTS[number].about : null)) && <p className={fault ? 'text-12 text-danger' : 'text-12 text-muted'} role={fault ? 'alert' : undefined}>{fault ? sentence(fault) + '.' : number && NUMBER_FACTS[number].about}</p>}
    </div>
  )
}
