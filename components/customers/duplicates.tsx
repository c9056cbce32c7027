'use client'
import { useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { Suspense, useDeferredValue } from 'react'
import { useTRPC } from '../data/trpc'
import { PageHeader } from '../shell/page'
import { Button } from '../ui/button'
import { formatCount } from '../ui/format'
import { EmptyState, SkeletonLines } from '../ui/states'
import { SegmentedControl } from '../ui/tabs'
import { DuplicatePairRow } from './duplicate-pair'
import { duplicateParsers } from './filters'
import { useOlder } from './use-older'
import { Merges } from './merges'

const BY = [{ value: 'email', label: 'Same e-mail' }, { value: 'name', label: 'Same name and more' }] as const

/** Records that may be one person: looked at side by side, made one, or told apart; and what was merged, to undo. */
export function Duplicates() {
  const [{ by }, set] = useQueryStates(duplicateParsers, { history: 'push', scroll: false })
  const shown = useDeferredValue(by)
  return (
    <>
      <PageHeader
        title="Who may be the same person"
        lead="Merging makes one customer of two: their history, value and promises count together. It can be undone at any time."
        filters={<div className="flex border-t pt-2"><SegmentedControl label="Found by" options={BY} value={by} onValue={(value) => void set({ by: value })} /></div>}
      />
      <Suspense fallback={<SkeletonLines lines={8} label="Looking for duplicates" />}><Pairs by={shown} /></Suspense>
      <Suspense><Merges /></Suspense>
    </>
  )
}

function Pairs({ by }: { by: 'email' | 'name' }) {
  const trpc = useTRPC()
  const found = useSuspenseInfiniteQuery(trpc.customers.duplicates.infiniteQueryOptions({ by }, { getNextPageParam: (page) => page.next }))
  const older = useOlder(found)
  const pairs = found.data.pages.flatMap((page) => page.pairs)
  const looked = found.data.pages.reduce((sum, page) => sum + page.looked, 0)
  return (
    <div className="grid gap-2 pt-4 pb-8">
      {pairs.length === 0 && (
        <EmptyState title={found.hasNextPage ? 'None among those looked through so far' : by === 'email' ? 'No two customers share an e-mail address' : 'No two customers share a name and something that tells'}>
          <p>{by === 'email' ? 'Addresses are compared without regard to capitals and blanks.' : 'Names alone are no reason: a telephone number, a birthday, a postcode, an address or an account must be the same too.'}</p>
        </EmptyState>
      )}
      {pairs.length > 0 && <ul className="divide-y border-y">{pairs.map((pair) => <DuplicatePairRow key={`${pair.keep.id} ${pair.other.id}`} pair={pair} />)}</ul>}
      <p className="flex flex-wrap items-center gap-3 text-12 text-muted">
        {formatCount(looked)} customers with {by === 'email' ? 'an e-mail address' : 'a name'} looked through. What more than 20 share is left out.
        {found.hasNextPage && <Button busy={older.busy} onClick={older.more}>Look through more</Button>}
      </p>
    </div>
  )
}
