import { HydrationBoundary } from '@tanstack/react-query'
import { Quality } from '@/components/sources/quality'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'Quality' }

export default async function QualityPage({ params }: { params: Promise<{ org: string }> }) {
  const { trpc, queryClient, state } = await pageQueries((await params).org)
  void queryClient.prefetchQuery(trpc.reports.answer.queryOptions({ name: 'data-quality', parameters: {} }))
  return <HydrationBoundary state={state()}><Quality /></HydrationBoundary>
}
