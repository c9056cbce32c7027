import { HydrationBoundary } from '@tanstack/react-query'
import { Plans } from '@/components/plans/plans'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'Plans' }

export default async function PlansPage({ params }: { params: Promise<{ org: string }> }) {
  const { trpc, queryClient, state } = await pageQueries((await params).org)
  await queryClient.prefetchQuery(trpc.reports.answer.queryOptions({ name: 'plan-portfolio', parameters: {} }))
  return <HydrationBoundary state={state()}><Plans /></HydrationBoundary>
}
