'use client'
import { useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { Suspense, useDeferredValue } from 'react'
import type { TimelineItem } from '@/server/queries/customer-page'
import { TIMELINE_KINDS } from '@/server/schemas/customers'
import { ErrorBoundary } from '../data/error-boundary'
import { useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { cx } from '../ui/cx'
import { Select } from '../ui/field'
import { formatDay } from '../ui/format-date'
import { EmptyState, SkeletonLines } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { Entry } from './entry'
import { timelineParsers, timelineQuestion, type TimelineAddress } from './filters'

const KIND: Record<(typeof TIMELINE_KINDS)[number], string> = {
  interaction: 'Interactions', moment: 'Moments that matter', transaction: 'Purchases and refunds', issue: 'Issues', promise: 'Promises', response: 'Survey answers', referral: 'Referrals',
}

/** Everything between this customer and us, newest first, day by day. */
export function Timeline({ id }: { id: string }) {
  const { channels } = useWorkspace()
  const [address, setAddress] = useQueryStates(timelineParsers, { history: 'push', scroll: false })
  // What was shown stays, dimmed, until the new answer is there.
  const shown = useDeferredValue(address)
  return (
    <section aria-label="Timeline" className="min-w-0 border-t pt-5 pb-8">
      <header className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-16 font-semibold">What happened</h2>
        <div className="flex flex-wrap items-center gap-1 max-sm:-mx-2">
          <Select quiet aria-label="Kind" className="w-auto!" value={address.kind ?? ''} options={[{ value: '', label: 'Everything' }, ...TIMELINE_KINDS.map((value) => ({ value, label: KIND[value] }))]} onValue={(value) => void setAddress({ kind: TIMELINE_KINDS.find((kind) => kind === value) ?? null })} />
          <Select quiet aria-label="Channel" className="w-auto!" value={address.channel ?? ''} options={[{ value: '', label: 'All channels' }, ...channels.map((channel) => ({ value: channel.slug, label: channel.name }))]} onValue={(value) => void setAddress({ channel: value || null })} />
        </div>
      </header>
      <div className={cx('transition-opacity duration-120', shown !== address && 'opacity-50')} aria-busy={shown !== address}>
        <ErrorBoundary key={shown.channel ?? ''}>
          <Suspense fallback={<div className="py-4"><SkeletonLines lines={8} label="Reading the timeline" /></div>}>
            <Entries id={id} address={shown} onAll={() => void setAddress(null)} />
          </Suspense>
        </ErrorBoundary>
      </div>
    </section>
  )
}

function Entries({ id, address, onAll }: { id: string; address: TimelineAddress; onAll: () => void }) {
  const trpc = useTRPC()
  const timeline = useSuspenseInfiniteQuery(trpc.customers.timeline.infiniteQueryOptions(timelineQuestion(id, address), { getNextPageParam: (page) => page.next }))
  const entries = timeline.data.pages.flatMap((page) => page.entries)
  if (entries.length === 0) {
    const filtered = address.kind !== null || address.channel !== null
    return (
      <div className="py-4">
        {filtered ? <EmptyState title="Nothing of this kind happened" action={<Button onClick={onAll}>Show everything</Button>} /> : <EmptyState title="Nothing has happened yet"><p>This customer is known by a record of their own only: no contact, purchase or answer has arrived.</p></EmptyState>}
      </div>
    )
  }
  return (
    <>
      {days(entries).map(([day, of]) => (
        <section key={day} aria-label={formatDay(day)}>
          <h3 className="sticky top-0 z-10 mt-4 border-b bg-paper py-1 text-12 font-medium text-muted">{formatDay(day)}</h3>
          <ol>{of.map((entry) => <Entry key={`${entry.record} ${entry.source} ${entry.id}`} entry={entry} />)}</ol>
        </section>
      ))}
      {timeline.hasNextPage && <div className="border-t pt-4"><Button busy={timeline.isFetchingNextPage} onClick={() => void timeline.fetchNextPage()}>Show older</Button></div>}
    </>
  )
}

/** Entries by local day, in their order. */
function days(entries: readonly TimelineItem[]): [string, TimelineItem[]][] {
  const groups = new Map<string, TimelineItem[]>()
  for (const entry of entries) groups.set(entry.day, [...(groups.get(entry.day) ?? []), entry])
  return [...groups]
}
