import { HydrationBoundary } from '@tanstack/react-query'
import { createLoader, type SearchParams } from 'nuqs/server'
import { CustomersNav } from '@/components/customers/customers-nav'
import { Duplicates } from '@/components/customers/duplicates'
import { duplicateParsers } from '@/components/customers/filters'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'Duplicates' }
const load = createLoader(duplicateParsers)

export default async function DuplicatesPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<SearchParams> }) {
  const { trpc, queryClient, state } = await pageQueries((await params).org)
  const { by } = await load(searchParams)
  void queryClient.prefetchInfiniteQuery(trpc.customers.duplicates.infiniteQueryOptions({ by }, { getNextPageParam: (page) => page.next }))
  void queryClient.prefetchQuery(trpc.customers.merges.queryOptions({}))
  return <HydrationBoundary state={state()}><CustomersNav /><Duplicates /></HydrationBoundary>
}
