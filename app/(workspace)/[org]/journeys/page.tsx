import { HydrationBoundary } from '@tanstack/react-query'
import { Journeys } from '@/components/journeys/journeys'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'Journeys' }

export default async function JourneysPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params
  const { trpc, queryClient, state } = await pageQueries(org)
  await queryClient.prefetchQuery(trpc.journeys.list.queryOptions())
  return <HydrationBoundary state={state()}><Journeys /></HydrationBoundary>
}
