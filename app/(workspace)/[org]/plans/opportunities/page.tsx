import { HydrationBoundary } from '@tanstack/react-query'
import { Opportunities } from '@/components/opportunities/opportunities'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'Opportunities' }

export default async function OpportunitiesPage({ params }: { params: Promise<{ org: string }> }) {
  const { trpc, queryClient, state } = await pageQueries((await params).org)
  // What the record suggests takes several reports: it streams in when it is there.
  void queryClient.prefetchQuery(trpc.plans.suggestions.queryOptions())
  await queryClient.prefetchQuery(trpc.plans.opportunities.queryOptions())
  return <HydrationBoundary state={state()}><Opportunities /></HydrationBoundary>
}
