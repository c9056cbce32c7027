'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { isActionField, sayFields } from '@/server/domain/plans/action-fields'
import { QUESTIONS } from '@/server/domain/plans/steps'
import type { TrailEntry } from '@/server/queries/plans/trail'
import { useTopic } from '../data/live'
import { useTRPC } from '../data/trpc'
import { formatInstant } from '../ui/format-date'
import { Callout, SkeletonLines } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { ACTION } from './words'

const text = (value: unknown) => (typeof value === 'string' ? value : '')

/** What somebody did, in a person's words. */
function said({ action, detail, about }: TrailEntry): string {
  const what = about ? ` about “${about}”` : ''
  if (action === 'plan.created') return 'began the plan'
  if (action === 'plan.answered') return `answered “${QUESTIONS.find(({ key }) => key === detail.question)?.ask ?? ''}”${detail.unknown === true ? ': don’t know yet' : ''}${detail.replaced ? ', in place of' : ''}`
  if (action === 'plan.measure_set') return `said how we will know: ${text(detail.said) || text(detail.report)}`
  if (action === 'plan.measure_proposed') return `brought a figure to judge it by: ${text(detail.said) || text(detail.report)}`
  if (action === 'plan.started') return detail.periods === 0 ? 'started the plan' : 'started the plan and froze its baseline'
  if (action === 'plan.reviewed') return `gave the verdict: ${text(detail.said) || text(detail.verdict).replace('_', ' ')}`
  if (action === 'plan.stopped') return 'stopped the plan'
  if (action === 'plan.action_added') return `added “${text(detail.action)}”`
  if (action === 'plan.action_changed') return sayChange(detail)
  if (action === 'plan.action_removed') return `removed “${text(detail.action)}”`
  if (action === 'plan.decided') return `decided in a meeting: ${text(detail.text)}`
  if (action === 'plan.shared') return 'made a link'
  if (action === 'plan.share_revoked') return 'closed a link'
  if (action === 'comment.added') return `said${what}`
  if (action === 'comment.resolved') return `dealt with what was said${what}`
  if (action === 'comment.reopened') return `opened again what was said${what}`
  if (action === 'workshop.note_added') return 'put up a note'
  if (action === 'workshop.note_turned') return `made a note ${detail.kind === 'action' ? 'an action' : 'a pain point'}`
  if (action === 'workshop.note_removed') return 'removed a note'
  if (action === 'meeting.decision_settled') return detail.done === true ? 'said that it is done' : detail.done === false ? 'said that it is not done' : 'took back whether it is done'
  if (action === 'meeting.closed') return 'closed a meeting, whose minutes say of it'
  return 'changed the plan'
}

/** “changed “Ring them”: spent and how it stands (stuck)”. Older entries know only how it stands. */
function sayChange({ action, fields, was, status }: TrailEntry['detail']): string {
  const names = Array.isArray(fields) ? fields.map(String).filter(isActionField) : was ? ['status' as const] : []
  const stands = was ? ` (${ACTION[status as keyof typeof ACTION]?.label.toLowerCase() ?? ''})` : ''
  return `changed “${text(action)}”${names.length > 0 ? `: ${sayFields(names).replace(sayFields(['status']), (said) => said + stands)}` : ''}`
}

/** Who did what to the plan and said what about it, newest first. Asked for when somebody wants to know. */
export function Activity({ plan }: { plan: string }) {
  const [open, setOpen] = useState(false)
  return (
    <details className="border-t py-4 text-13 print:hidden" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer text-muted">What happened to this plan</summary>
      {open && <Trail plan={plan} />}
    </details>
  )
}

function Trail({ plan }: { plan: string }) {
  const trpc = useTRPC()
  const { timezone } = useWorkspace()
  const { data, error, refetch } = useQuery(trpc.plans.trail.queryOptions({ plan }))
  useTopic('comments', () => void refetch())
  if (error) return <Callout tone="danger">{error.message}</Callout>
  if (!data) return <SkeletonLines lines={3} />
  return (
    <ul aria-label="What happened to this plan" className="grid max-w-prose gap-2 pt-3">
      {data.map((entry) => (
        <li key={entry.id} className="grid gap-0.5">
          <span><span className="text-muted">{formatInstant(entry.at, timezone)}</span> {entry.by} {said(entry)}{entry.text ? ':' : ''}</span>
          {entry.text && <span className="line-clamp-6 border-l-2 pl-3 whitespace-pre-wrap">{entry.text}</span>}
        </li>
      ))}
    </ul>
  )
}
