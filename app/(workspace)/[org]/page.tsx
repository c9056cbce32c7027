import { HydrationBoundary } from '@tanstack/react-query'
import { Overview } from '@/components/overview/overview'
import { pageQueries } from '@/server/caller'

export default async function OverviewPage({ params }: { params: Promise<{ org: string }> }) {
  const { trpc, queryClient, state } = await pageQueries((await params).org)
  // Not awaited: each part streams to the browser when its report is done.
  for (const name of ['freshness', 'findings', 'losses']) void queryClient.prefetchQuery(trpc.reports.answer.queryOptions({ name, parameters: {} }))
  void queryClient.prefetchQuery(trpc.reports.answer.queryOptions({ name: 'interactions-per-customer', parameters: { interval: 'month' } }))
  return <HydrationBoundary state={state()}><Overview /></HydrationBoundary>
}
