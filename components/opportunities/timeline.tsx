'use client'
import { firstOfMonth } from '@/server/domain/time/local-day'
import type { Opportunity } from '@/server/queries/plans/plans'
import { formatDay, formatPeriod } from '../ui/format-date'
import { Badge } from '../ui/badge'
import { useWorkspace } from '../workspace/workspace'
import { came, sayScore, STATE } from './words'

/** Opportunities by the month they are wanted in; those without a day last. */
export function OpportunityTimeline({ all, canEdit, onOpen }: { all: readonly Opportunity[]; canEdit: boolean; onOpen: (of: Opportunity) => void }) {
  const { today } = useWorkspace()
  const shown = all.filter((one) => one.state !== 'dismissed')
  const months = [...new Set(shown.flatMap((one) => (one.wantedOn ? [firstOfMonth(one.wantedOn)] : [])))].toSorted()
  const groups = [...months.map((month) => ({ key: month, label: formatPeriod(month, 'month'), of: shown.filter((one) => one.wantedOn && firstOfMonth(one.wantedOn) === month).toSorted((a, b) => ((a.wantedOn ?? '') < (b.wantedOn ?? '') ? -1 : 1)) })), { key: 'none', label: 'No day yet', of: shown.filter((one) => !one.wantedOn) }].filter(({ of }) => of.length > 0)
  return (
    <ol className="grid">
      {groups.map(({ key, label, of }) => (
        <li key={key} className="grid gap-x-6 gap-y-1 border-b py-3 sm:grid-cols-[8rem_minmax(0,1fr)]">
          <h3 className="text-13 font-semibold">{label}</h3>
          <ul className="grid gap-1 text-13">
            {of.map((one) => (
              <li key={one.id} className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
                {canEdit ? <button type="button" className="text-left font-medium hover:underline" onClick={() => onOpen(one)}>{one.title}</button> : <span className="font-medium">{one.title}</span>}
                <span className="text-12 text-muted">{one.wantedOn ? `by ${formatDay(one.wantedOn)} · ` : ''}{STATE[one.state]} · {sayScore(one) === null ? 'not judged yet' : `score ${sayScore(one)}`}{one.plans.map(came).filter(Boolean).slice(0, 1).map((said) => ` · ${said}`)}</span>
                {one.wantedOn && one.wantedOn < today && one.state !== 'done' && <Badge tone="warning">Past its day</Badge>}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  )
}
