'use client'
import { useSuspenseInfiniteQuery } from '@tanstack/react-query'
import type { TimelineItem } from '@/server/queries/customer-page'
import { useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { formatDay } from '../ui/format-date'
import { EmptyState } from '../ui/states'
import { Entry } from './entry'
import { timelineQuestion, type TimelineAddress } from './filters'
import { useOlder } from './use-older'

/** Entries by day, newest first, a page at a time: ten thousand are drawn no slower than ten. */
export function Entries({ id, address, onAll }: { id: string; address: TimelineAddress; onAll?: () => void }) {
  const trpc = useTRPC()
  const timeline = useSuspenseInfiniteQuery(trpc.customers.timeline.infiniteQueryOptions(timelineQuestion(id, address), { getNextPageParam: (page) => page.next }))
  const older = useOlder(timeline)
  const entries = timeline.data.pages.flatMap((page) => page.entries)
  if (entries.length === 0) {
    const filtered = address.kind !== null || address.channel !== null
    return (
      <div className="py-4">
        {filtered ? <EmptyState title="Nothing of this kind happened" action={onAll && <Button onClick={onAll}>Show everything</Button>} /> : <EmptyState title="Nothing has happened yet"><p>This customer is known by a record of their own only: no contact, purchase or answer has arrived.</p></EmptyState>}
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
      {timeline.hasNextPage && <div className="border-t pt-4"><Button busy={older.busy} onClick={older.more}>Show older</Button></div>}
    </>
  )
}

/** Entries by local day, in their order. */
function days(entries: readonly TimelineItem[]): [string, TimelineItem[]][] {
  const groups = new Map<string, TimelineItem[]>()
  for (const entry of entries) groups.set(entry.day, [...(groups.get(entry.day) ?? []), entry])
  return [...groups]
}
