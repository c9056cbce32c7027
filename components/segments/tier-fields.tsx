import { X } from 'lucide-react'
import { IconButton } from '../ui/button'
import { Input } from '../ui/field'
import { useWorkspace } from '../workspace/workspace'
import type { Draft } from './draft'

type Props = { draft: Draft; faults: Map<number, string> | null; onChange: (draft: Draft) => void; onRemove: (id: number) => void }

/** One line per tier, best first: name and size; the last takes everybody else. */
export function TierFields({ draft, faults, onChange, onRemove }: Props) {
  const { currency } = useWorkspace()
  const set = (id: number, change: Partial<Draft['tiers'][number]>) => onChange({ ...draft, tiers: draft.tiers.map((tier) => (tier.id === id ? { ...tier, ...change } : tier)) })
  const unit = draft.cut === 'quantiles' ? '% of customers' : `${currency} or more`
  return (
    <ol className="grid gap-2" aria-label="Tiers, best first">
      {draft.tiers.map((tier, i) => {
        const last = i === draft.tiers.length - 1
        const fault = faults?.get(i)
        const wrong = fault ? { 'aria-invalid': true as const, 'aria-describedby': `tier-${tier.id}-fault` } : {}
        return (
          <li key={tier.id} className="grid gap-1">
            <div className="flex items-center gap-2">
              <Input aria-label={`Name of tier ${i + 1}`} placeholder={`Tier ${i + 1}`} className="min-w-0 flex-1" maxLength={60} value={tier.name} onChange={(event) => set(tier.id, { name: event.target.value })} {...wrong} />
              {last ? <span className="w-46 shrink-0 text-13 text-muted max-sm:w-36">everybody else</span> : (
                <span className="flex w-46 shrink-0 items-center gap-2 text-13 whitespace-nowrap text-muted max-sm:w-36">
                  <Input aria-label={`Tier ${i + 1}: ${unit}`} inputMode="decimal" className="w-20! text-right" value={tier.size} onChange={(event) => set(tier.id, { size: event.target.value })} {...wrong} />
                  <span className="truncate">{unit}</span>
                </span>
              )}
              <IconButton label={`Remove ${tier.name || `tier ${i + 1}`}`} icon={<X />} disabled={draft.tiers.length === 1} onClick={() => onRemove(tier.id)} />
            </div>
            {fault && <p id={`tier-${tier.id}-fault`} className="text-12 text-danger">{tier.name || `Tier ${i + 1}`} {fault}.</p>}
          </li>
        )
      })}
    </ol>
  )
}
