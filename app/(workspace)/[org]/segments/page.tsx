import { HydrationBoundary } from '@tanstack/react-query'
import { createLoader, parseAsString, type SearchParams } from 'nuqs/server'
import { Segments } from '@/components/segments/segments'
import { filterParsers } from '@/components/shell/filters'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'Segments' }
const load = createLoader({ ...filterParsers, tiers: parseAsString, members: parseAsString })

export default async function SegmentsPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<SearchParams> }) {
  const { trpc, queryClient, state } = await pageQueries((await params).org)
  const { tiers, members, from, to } = await load(searchParams)
  void queryClient.prefetchQuery(trpc.segments.list.queryOptions())
  // Which segmentation is shown when none is named is known once they are listed; nearly always it is this one.
  if (tiers === null) void queryClient.prefetchQuery(trpc.reports.answer.queryOptions({ name: 'value-tiers', parameters: { segmentation: 'value', members: members === 'window' ? 'window' : 'present', ...(from ? { from } : {}), ...(to ? { to } : {}) } }))
  return <HydrationBoundary state={state()}><Segments /></HydrationBoundary>
}
