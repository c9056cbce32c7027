import { HydrationBoundary } from '@tanstack/react-query'
import { Sources } from '@/components/sources/sources'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'Sources' }

export default async function SourcesPage({ params }: { params: Promise<{ org: string }> }) {
  const { trpc, queryClient, state } = await pageQueries((await params).org)
  void queryClient.prefetchQuery(trpc.reports.answer.queryOptions({ name: 'freshness', parameters: {} }))
  return <HydrationBoundary state={state()}><Sources /></HydrationBoundary>
}
