import { HydrationBoundary } from '@tanstack/react-query'
import { Touchpoints } from '@/components/catalogue/touchpoints'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'Touchpoints' }

export default async function TouchpointsPage({ params }: { params: Promise<{ org: string }> }) {
  const { trpc, queryClient, state } = await pageQueries((await params).org)
  await Promise.all([queryClient.prefetchQuery(trpc.catalogue.touchpoints.queryOptions()), queryClient.prefetchQuery(trpc.catalogue.volumes.queryOptions())])
  return <HydrationBoundary state={state()}><Touchpoints /></HydrationBoundary>
}
