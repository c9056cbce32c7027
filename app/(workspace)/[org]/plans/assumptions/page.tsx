import { HydrationBoundary } from '@tanstack/react-query'
import { Assumptions } from '@/components/plans/assumptions'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'Assumptions' }

export default async function AssumptionsPage({ params }: { params: Promise<{ org: string }> }) {
  const { trpc, queryClient, state } = await pageQueries((await params).org)
  await queryClient.prefetchQuery(trpc.reports.answer.queryOptions({ name: 'assumptions', parameters: {} }))
  return <HydrationBoundary state={state()}><Assumptions /></HydrationBoundary>
}
