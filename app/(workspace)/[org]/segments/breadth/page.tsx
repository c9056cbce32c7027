import { HydrationBoundary } from '@tanstack/react-query'
import { createLoader, type SearchParams } from 'nuqs/server'
import { filterParsers } from '@/components/shell/filters'
import { Breadth } from '@/components/value/breadth'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'Several channels' }
const load = createLoader(filterParsers)

export default async function BreadthPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<SearchParams> }) {
  const { trpc, queryClient, state } = await pageQueries((await params).org)
  const { segment } = await load(searchParams)
  const asked: Record<string, string> = segment ? { segment } : {}
  void queryClient.prefetchQuery(trpc.reports.answer.queryOptions({ name: 'channel-breadth', parameters: asked }))
  return <HydrationBoundary state={state()}><Breadth /></HydrationBoundary>
}
