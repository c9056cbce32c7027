'use client'
import type { Story } from '@/server/queries/customer-page-story'
import { Checkbox } from '../ui/choice'
import { formatInstant } from '../ui/format-date'
import { useWorkspace } from '../workspace/workspace'

/** What is settled together with a case: promises kept now, issues closed now. */
export type Settled = { kept: { id: string; source: string }[]; resolved: string[] }
export const NOTHING: Settled = { kept: [], resolved: [] }
export const hasOpen = (story: Story): boolean => story.open_promises + story.open_issues > 0

/** What we still owe the customer: kept or closed in the same step, or said to stay open. */
export function LeftOpen({ story, settled, onChange }: { story: Story; settled: Settled; onChange: (settled: Settled) => void }) {
  const { timezone } = useWorkspace()
  if (!hasOpen(story)) return null
  const more = story.open_promises + story.open_issues - story.promises.length - story.issues.length
  const with_ = <T,>(all: readonly T[], one: T, same: (a: T) => boolean, on: boolean): T[] => [...all.filter((a) => !same(a)), ...(on ? [one] : [])]
  return (
    <div role="group" aria-label="Settled with it" className="grid gap-1">
      <p className="text-13 font-medium">Settled with it? What is not ticked stays open.</p>
      {story.promises.map(({ id, source, text, due_at, overdue }) => (
        <Checkbox
          key={`${source} ${id}`} label={`Promise kept: ${text ?? 'nothing written down'}`} hint={`${overdue ? 'Overdue since' : 'Due'} ${formatInstant(due_at, timezone)}`}
          checked={settled.kept.some((one) => one.id === id && one.source === source)} onChecked={(on) => onChange({ ...settled, kept: with_(settled.kept, { id, source }, (one) => one.id === id && one.source === source, on) })}
        />
      ))}
      {story.issues.map(({ id, title }) => <Checkbox key={id} label={`Issue closed: ${title}`} checked={settled.resolved.includes(id)} onChecked={(on) => onChange({ ...settled, resolved: with_(settled.resolved, id, (one) => one === id, on) })} />)}
      {more > 0 && <p className="text-12 text-muted">{more} more {more === 1 ? 'stays' : 'stay'} open: see the customer’s page.</p>}
    </div>
  )
}
