'use client'
import { useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { Suspense, useState } from 'react'
import type { IssueGroup } from '@/server/queries/customer-page-issues'
import { useTRPC } from '../data/trpc'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { cx } from '../ui/cx'
import { formatCount, formatDuration } from '../ui/format'
import { formatAgo } from '../ui/format-date'
import { EmptyState, SkeletonLines } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { Entries } from './entries'
import type { TimelineAddress } from './filters'
import { useOlder } from './use-older'

/** One task each, from first contact to resolution, whatever channels it went through; opened, what happened in it. */
export function IssueGroups({ id, address }: { id: string; address: TimelineAddress }) {
  const trpc = useTRPC()
  const list = useSuspenseInfiniteQuery(trpc.customers.issues.infiniteQueryOptions({ id }, { getNextPageParam: (page) => page.next }))
  const older = useOlder(list)
  const issues = list.data.pages.flatMap((page) => page.issues)
  if (issues.length === 0) return <div className="py-4"><EmptyState title="No issues are recorded"><p>Records that name an issue are gathered here, across channels: the story of one task.</p></EmptyState></div>
  return (
    <>
      <ol className="mt-2">{issues.map((issue) => <Issue key={issue.id} id={id} issue={issue} address={address} />)}</ol>
      {list.hasNextPage && <div className="border-t pt-4"><Button busy={older.busy} onClick={older.more}>Show older issues</Button></div>}
    </>
  )
}

function Issue({ id, issue, address }: { id: string; issue: IssueGroup; address: TimelineAddress }) {
  const { now, channels } = useWorkspace()
  const [open, setOpen] = useState(false)
  const took = issue.opened_at && issue.resolved_at ? formatDuration((Date.parse(issue.resolved_at) - Date.parse(issue.opened_at)) / 1000) : null
  const details = [
    `${formatCount(issue.contacts)} ${issue.contacts === 1 ? 'contact' : 'contacts'}`,
    issue.channels.map((slug) => channels.find((channel) => channel.slug === slug)?.name ?? slug).join(', '),
    issue.handovers > 0 && `${formatCount(issue.handovers)} ${issue.handovers === 1 ? 'hand-over' : 'hand-overs'}`,
    took ? `resolved after ${took}` : issue.resolved_at ? 'resolved' : issue.opened_at ? `open for ${formatAgo(issue.opened_at, new Date(now)).replace(' ago', '')}` : 'open',
  ].filter(Boolean)
  return (
    <li className="border-t">
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)} className="grid w-full grid-cols-[1rem_1fr] items-baseline gap-x-2 py-2 text-left hover:bg-sunken">
        <ChevronRight aria-hidden className={cx('size-4 translate-y-0.5 text-muted transition-transform duration-120', open && 'rotate-90')} />
        <span className="min-w-0">
          <span className="text-14 font-medium">{issue.title}</span> {!issue.resolved_at && <Badge tone="warning">open</Badge>}
          <span className="block text-12 text-muted">{details.join(' · ')}</span>
        </span>
      </button>
      {open && (
        <div className="pb-3 pl-6">
          <Suspense fallback={<SkeletonLines lines={4} label="Reading the issue" />}><Entries id={id} address={{ ...address, group: null, issue: issue.id }} /></Suspense>
        </div>
      )}
    </li>
  )
}
