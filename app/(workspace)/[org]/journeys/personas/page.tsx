import { HydrationBoundary } from '@tanstack/react-query'
import { Personas } from '@/components/journeys/personas'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'Personas' }

export default async function PersonasPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params
  const { trpc, queryClient, state } = await pageQueries(org)
  await Promise.all([queryClient.prefetchQuery(trpc.journeys.personas.queryOptions()), queryClient.prefetchQuery(trpc.journeys.list.queryOptions())])
  return <HydrationBoundary state={state()}><Personas /></HydrationBoundary>
}
