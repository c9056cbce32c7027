'use client'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Suspense, type ReactNode } from 'react'
import type { CustomerHead } from '@/server/queries/customer-page'
import { localDayOf } from '@/server/domain/time/local-day'
import { ErrorBoundary } from '../data/error-boundary'
import { useTRPC } from '../data/trpc'
import { CustomerRisk } from '../risk/customer-risk'
import { PageHeader } from '../shell/page'
import { formatCount, formatMoney } from '../ui/format'
import { formatDay, formatWindow } from '../ui/format-date'
import { Link } from '../ui/link'
import { SkeletonLines } from '../ui/states'
import { CustomerWorth } from '../value/customer-worth'
import { useWorkspace } from '../workspace/workspace'
import { Brief } from './brief'
import { Erase } from './erase'
import { Facts } from './facts'
import { MergesOf } from './merges'
import { Status, STATUS_LABEL } from './status'
import { Timeline } from './timeline'

/** One customer before a contact: where they stand and come from, what we owe them, and everything that happened. */
export function Customer({ id }: { id: string }) {
  const { slug } = useWorkspace()
  const trpc = useTRPC()
  const { data: head } = useSuspenseQuery(trpc.customers.head.queryOptions({ id }))
  return (
    <>
      <p className="pb-2 text-13"><Link href={`/${slug}/customers`}>Customers</Link></p>
      <PageHeader title={head.name ?? head.id} lead={[head.name ? head.id : null, head.email].filter(Boolean).join(' · ') || undefined} freshness={head.settling ? 'Still being settled: status, tier and moments may lag behind for a moment.' : undefined} actions={<div className="max-sm:hidden"><Erase id={head.id} /></div>} />
      {/* On a phone what we owe them and how they feel is on the first screen; a desk has room for their standing above it. */}
      <div className="flex flex-col">
        <Suspense fallback={<div className="border-t py-4"><SkeletonLines lines={5} label="Reading where they come from" /></div>}><Brief id={id} /></Suspense>
        <div className="sm:order-first"><Standing head={head} /></div>
      </div>
      <CustomerWorth id={head.id} />
      <CustomerRisk id={head.id} left={head.status === 'left' || head.status === 'lapsed'} />
      <div className="grid gap-x-12 lg:grid-cols-[1fr_18rem]">
        <div className="min-w-0 lg:order-2"><Facts head={head} /></div>
        <Timeline id={id} />
      </div>
      <ErrorBoundary><MergesOf customer={head.id} /></ErrorBoundary>
      {/* What is done rarely stands last where there is little room. */}
      <div className="border-t py-4 sm:hidden"><Erase id={head.id} /></div>
    </>
  )
}

/** Status, tier, value, last seen: one ruled line of figures. */
function Standing({ head }: { head: CustomerHead }) {
  const { currency, timezone } = useWorkspace()
  const tier = head.segments.find((segment) => segment.segmentation === 'value')
  const since = head.since ? `${head.since_stated ? 'since' : 'first seen'} ${formatDay(head.since)}` : 'nothing has opened a relationship'
  const lastDay = head.last_at ? localDayOf(Date.parse(head.last_at), timezone) : null
  return (
    <dl className="grid grid-cols-2 gap-x-6 border-t lg:grid-cols-4">
      <Fact term="Status" note={head.until ? `since ${formatDay(head.until)}${head.leave_kind && head.status === 'left' ? `, ${head.leave_kind}` : ''}` : since}>
        {head.status === 'in_relationship' && !head.won_back ? STATUS_LABEL.in_relationship : <Status status={head.status} wonBack={head.won_back} />}
      </Fact>
      <Fact term="Value tier" note="as of the last cut">{tier?.name ?? <span className="text-faint">none</span>}</Fact>
      <Fact term="Value" note={`${formatWindow(head.from, head.to)}; ${formatMoney(head.value_in_all, currency, { cents: false })} in all`}>{formatMoney(head.value, currency, { cents: false })}</Fact>
      <Fact term="Last seen" note={`${formatCount(head.contacts)} ${head.contacts === 1 ? 'contact' : 'contacts'} in twelve months`}>{lastDay ? formatDay(lastDay) : <span className="text-faint">never</span>}</Fact>
    </dl>
  )
}

function Fact({ term, note, children }: { term: string; note?: ReactNode; children: ReactNode }) {
  return (
    <div className="min-w-0 py-3">
      <dt className="text-12 text-muted">{term}</dt>
      <dd className="truncate text-16 font-semibold">{children}</dd>
      {note && <dd className="text-12 text-muted">{note}</dd>}
    </div>
  )
}
