import { HydrationBoundary } from '@tanstack/react-query'
import { Rules } from '@/components/journeys/rules'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'Touchpoints and channel rules' }

export default async function RulesPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params
  const { trpc, queryClient, state } = await pageQueries(org)
  // Waited for: read without suspending, they would be there in the browser and not yet on the server.
  await Promise.all([queryClient.prefetchQuery(trpc.journeys.rules.queryOptions()), queryClient.prefetchQuery(trpc.journeys.details.queryOptions())])
  return <HydrationBoundary state={state()}><Rules /></HydrationBoundary>
}
