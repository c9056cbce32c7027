import { HydrationBoundary } from '@tanstack/react-query'
import { createLoader, type SearchParams } from 'nuqs/server'
import { Moments } from '@/components/moments/moments'
import { parametersOf, withoutChannel } from '@/components/moments/parameters'
import { filterParsers } from '@/components/shell/filters'
import { caller, pageQueries } from '@/server/caller'

export const metadata = { title: 'Moments' }
const filtersOf = createLoader(filterParsers)

export default async function MomentsPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<SearchParams> }) {
  const { org } = await params
  const { trpc, queryClient, state } = await pageQueries(org)
  const { newest, today, touchpoints } = await (await caller(org)).workspace()
  const parameters = parametersOf(await filtersOf(searchParams), newest ?? today)
  // Not awaited: each part streams to the browser when its report is done.
  void queryClient.prefetchQuery(trpc.reports.answer.queryOptions({ name: 'class-balance', parameters: withoutChannel(parameters) }))
  void queryClient.prefetchQuery(trpc.reports.answer.queryOptions({ name: 'moment-outcomes', parameters }))
  void queryClient.prefetchQuery(trpc.moments.failuresOnly.queryOptions())
  if (touchpoints.every((touchpoint) => touchpoint.class === 'efficient')) void queryClient.prefetchQuery(trpc.moments.templates.queryOptions())
  void queryClient.prefetchQuery(trpc.moments.candidates.queryOptions())
  return <HydrationBoundary state={state()}><Moments /></HydrationBoundary>
}
