import { HydrationBoundary } from '@tanstack/react-query'
import { notFound } from 'next/navigation'
import { createLoader, type SearchParams } from 'nuqs/server'
import { Customer } from '@/components/customers/customer'
import { timelineParsers, timelineQuestion } from '@/components/customers/filters'
import { caller, pageQueries } from '@/server/caller'
import { notFoundAsPage } from '@/server/rest/page-errors'

export const metadata = { title: 'Customer' }

const addressOf = createLoader(timelineParsers)

type Props = { params: Promise<{ org: string; id: string }>; searchParams: Promise<SearchParams> }

export default async function CustomerPage({ params, searchParams }: Props) {
  const { org, id: segment } = await params
  const id = decoded(segment)
  const { trpc, queryClient, state } = await pageQueries(org)
  const address = await addressOf(searchParams)
  // Asked first: the page begins with it, and where there is one connection the others would be in its way.
  const head = caller(org).then((call) => call.customers.head({ id }))
  if (address.group === 'issue') void queryClient.prefetchInfiniteQuery(trpc.customers.issues.infiniteQueryOptions({ id }, { getNextPageParam: (page) => page.next }))
  else void queryClient.prefetchInfiniteQuery(trpc.customers.timeline.infiniteQueryOptions(timelineQuestion(id, address), { getNextPageParam: (page) => page.next }))
  void queryClient.prefetchQuery(trpc.customers.story.queryOptions({ id }))
  // Awaited: an unknown customer is a page of its own, not a hole in this one.
  queryClient.setQueryData(trpc.customers.head.queryKey({ id }), await notFoundAsPage(head))
  return <HydrationBoundary state={state()}><Customer id={id} /></HydrationBoundary>
}

/** A path's segment arrives as it stands in the address. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    notFound()
  }
}
