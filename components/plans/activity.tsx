'use client'
import type { Plan } from '@/server/queries/plans/plan'
import { QUESTIONS } from '@/server/domain/plans/steps'
import { formatInstant } from '../ui/format-date'
import { useWorkspace } from '../workspace/workspace'
import { ACTION } from './words'

type Entry = Plan['activity'][number]
const text = (value: unknown) => (typeof value === 'string' ? value : '')

/** What somebody did, in a person's words. */
function said({ action, detail }: Entry): string {
  if (action === 'plan.created') return 'began the plan'
  if (action === 'plan.answered') return `answered “${QUESTIONS.find(({ key }) => key === detail.question)?.ask ?? ''}”${detail.unknown === true ? ': don’t know yet' : ''}`
  if (action === 'plan.measure_set') return `said how we will know: ${text(detail.said) || text(detail.report)}`
  if (action === 'plan.measure_proposed') return `brought a figure to judge it by: ${text(detail.said) || text(detail.report)}`
  if (action === 'plan.started') return 'started the plan and froze its baseline'
  if (action === 'plan.reviewed') return `gave the verdict: ${text(detail.said) || text(detail.verdict).replace('_', ' ')}`
  if (action === 'plan.stopped') return 'stopped the plan'
  if (action === 'plan.action_added') return `added “${text(detail.action)}”`
  if (action === 'plan.action_changed') return `changed “${text(detail.action)}”${detail.was ? `: ${ACTION[detail.status as keyof typeof ACTION]?.label.toLowerCase() ?? ''}` : ''}`
  if (action === 'plan.decided') return `decided: ${text(detail.text)}`
  if (action === 'plan.shared') return 'made a link'
  if (action === 'plan.share_revoked') return 'closed a link'
  return 'changed the plan'
}

/** Who did what to the plan, newest first. */
export function Activity({ entries }: { entries: readonly Entry[] }) {
  const { timezone } = useWorkspace()
  return (
    <details className="border-t py-4 text-13 print:hidden">
      <summary className="cursor-pointer text-muted">What happened to this plan</summary>
      <ul className="grid gap-1 pt-3">{entries.map((entry) => <li key={entry.id}><span className="text-muted">{formatInstant(entry.at, timezone)}</span> {entry.by} {said(entry)}</li>)}</ul>
    </details>
  )
}
