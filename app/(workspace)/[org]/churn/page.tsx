import { HydrationBoundary } from '@tanstack/react-query'
import { Churn } from '@/components/churn/churn'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'Churn' }

export default async function ChurnPage({ params }: { params: Promise<{ org: string }> }) {
  const { trpc, queryClient, state } = await pageQueries((await params).org)
  void queryClient.prefetchQuery(trpc.reports.answer.queryOptions({ name: 'churn-rate', parameters: { interval: 'month' } }))
  void queryClient.prefetchQuery(trpc.reports.answer.queryOptions({ name: 'retention-curve', parameters: { unit: 'month' } }))
  return <HydrationBoundary state={state()}><Churn /></HydrationBoundary>
}
