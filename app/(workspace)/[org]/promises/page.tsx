import { HydrationBoundary } from '@tanstack/react-query'
import { Promises } from '@/components/promises/promises'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'Promises' }

export default async function PromisesPage({ params }: { params: Promise<{ org: string }> }) {
  const { trpc, queryClient, state } = await pageQueries((await params).org)
  void queryClient.prefetchQuery(trpc.reports.answer.queryOptions({ name: 'promises', parameters: {} }))
  void queryClient.prefetchQuery(trpc.reports.answer.queryOptions({ name: 'follow-through', parameters: {} }))
  return <HydrationBoundary state={state()}><Promises /></HydrationBoundary>
}
