'use client'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import type { TimelineItem } from '@/server/queries/customer-page'
import { TIMELINE_KINDS } from '@/server/schemas/customers'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { cx } from '../ui/cx'
import { Select } from '../ui/field'
import { formatDay } from '../ui/format-date'
import { EmptyState, ErrorState, SkeletonLines } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { Entry } from './entry'
import { timelineParsers, timelineQuestion } from './filters'

const KIND: Record<(typeof TIMELINE_KINDS)[number], string> = {
  interaction: 'Interactions', moment: 'Moments that matter', transaction: 'Purchases and refunds', issue: 'Issues', promise: 'Promises', response: 'Survey answers', referral: 'Referrals',
}

/** Everything between this customer and us, newest first, day by day. */
export function Timeline({ id }: { id: string }) {
  const trpc = useTRPC()
  const { channels } = useWorkspace()
  const [address, setAddress] = useQueryStates(timelineParsers, { history: 'push', scroll: false })
  const timeline = useInfiniteQuery(trpc.customers.timeline.infiniteQueryOptions(timelineQuestion(id, address), { getNextPageParam: (page) => page.next, placeholderData: keepPreviousData }))
  const entries = timeline.data?.pages.flatMap((page) => page.entries) ?? []
  const filtered = address.kind !== null || address.channel !== null
  return (
    <section aria-label="Timeline" className="min-w-0 border-t pt-5 pb-8">
      <header className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-16 font-semibold">What happened</h2>
        <div className="flex flex-wrap items-center gap-1 max-sm:-mx-2">
          <Select quiet aria-label="Kind" className="w-auto!" value={address.kind ?? ''} options={[{ value: '', label: 'Everything' }, ...TIMELINE_KINDS.map((value) => ({ value, label: KIND[value] }))]} onValue={(value) => void setAddress({ kind: TIMELINE_KINDS.find((kind) => kind === value) ?? null })} />
          <Select quiet aria-label="Channel" className="w-auto!" value={address.channel ?? ''} options={[{ value: '', label: 'All channels' }, ...channels.map((channel) => ({ value: channel.slug, label: channel.name }))]} onValue={(value) => void setAddress({ channel: value || null })} />
        </div>
      </header>
      {timeline.isError ? (
        <div className="py-4"><ErrorState title="The timeline could not be read" detail={failureOf(timeline.error)} action={<Button onClick={() => void timeline.refetch()}>Try again</Button>} /></div>
      ) : timeline.isPending ? (
        <div className="py-4"><SkeletonLines lines={8} label="Reading the timeline" /></div>
      ) : entries.length === 0 ? (
        <div className="py-4">
          {filtered ? <EmptyState title="Nothing of this kind happened" action={<Button onClick={() => void setAddress(null)}>Show everything</Button>} /> : <EmptyState title="Nothing has happened yet"><p>This customer is known by a record of their own only: no contact, purchase or answer has arrived.</p></EmptyState>}
        </div>
      ) : (
        <div className={cx('transition-opacity duration-120', timeline.isPlaceholderData && 'opacity-50')} aria-busy={timeline.isPlaceholderData}>
          {days(entries).map(([day, of]) => (
            <section key={day} aria-label={formatDay(day)}>
              <h3 className="sticky top-0 z-10 mt-4 border-b bg-paper py-1 text-12 font-medium text-muted">{formatDay(day)}</h3>
              <ol>{of.map((entry) => <Entry key={`${entry.record} ${entry.source} ${entry.id}`} entry={entry} />)}</ol>
            </section>
          ))}
          {timeline.hasNextPage && <div className="border-t pt-4"><Button busy={timeline.isFetchingNextPage} onClick={() => void timeline.fetchNextPage()}>Show older</Button></div>}
        </div>
      )}
    </section>
  )
}

/** Entries by local day, in their order. */
function days(entries: readonly TimelineItem[]): [string, TimelineItem[]][] {
  const groups = new Map<string, TimelineItem[]>()
  for (const entry of entries) groups.set(entry.day, [...(groups.get(entry.day) ?? []), entry])
  return [...groups]
}
