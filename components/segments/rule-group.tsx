'use client'
import { Plus, X } from 'lucide-react'
import { DEEPEST } from '@/server/domain/segments/conditions'
import { Button, IconButton } from '../ui/button'
import { Select } from '../ui/field'
import { isGroup, newGroup, newLeaf, type GroupDraft, type PartDraft } from './rule-draft'
import { RuleLeaf } from './rule-leaf'

const JOINS = [{ value: 'all', label: 'all of these hold' }, { value: 'any', label: 'at least one of these holds' }, { value: 'none', label: 'none of these holds' }] as const

type Props = { group: GroupDraft; faults: ReadonlyMap<number, string>; depth?: number; onChange: (id: number, change: (part: PartDraft) => PartDraft | null) => void; onRemove?: () => void }

/** Conditions joined by all, any or none; a group may hold groups. */
export function RuleGroup({ group, faults, depth = 1, onChange, onRemove }: Props) {
  const put = (part: PartDraft) => onChange(group.id, (now) => (isGroup(now) ? { ...now, parts: [...now.parts, part] } : now))
  return (
    <fieldset className="grid gap-3 border-l-2 pl-4">
      <legend className="sr-only">Conditions</legend>
      <div className="flex items-center gap-2">
        <span className="text-13 text-muted">{depth === 1 ? 'Customers for whom' : 'for whom'}</span>
        <Select quiet className="w-auto!" aria-label="How the conditions are joined" value={group.join} options={JOINS} onValue={(join) => onChange(group.id, (now) => (isGroup(now) ? { ...now, join } : now))} />
        {onRemove && <IconButton label="Remove this group" icon={<X />} onClick={onRemove} />}
      </div>
      {group.parts.map((part) => (isGroup(part)
        ? <RuleGroup key={part.id} group={part} faults={faults} depth={depth + 1} onChange={onChange} onRemove={() => onChange(part.id, () => null)} />
        : <RuleLeaf key={part.id} leaf={part} fault={faults.get(part.id)} onChange={(next) => onChange(part.id, () => next)} onRemove={() => onChange(part.id, () => null)} />))}
      {faults.has(group.id) && <p role="alert" className="text-12 text-danger">This group asks nothing: add a condition or remove it.</p>}
      <div className="flex gap-2">
        <Button look="quiet" onClick={() => put(newLeaf())}><Plus />Condition</Button>
        {depth < DEEPEST - 1 && <Button look="quiet" onClick={() => put(newGroup())}><Plus />Group</Button>}
      </div>
    </fieldset>
  )
}
