import { HydrationBoundary } from '@tanstack/react-query'
import { Channels } from '@/components/catalogue/channels'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'Channels' }

export default async function ChannelsPage({ params }: { params: Promise<{ org: string }> }) {
  const { trpc, queryClient, state } = await pageQueries((await params).org)
  await Promise.all([queryClient.prefetchQuery(trpc.catalogue.channels.queryOptions()), queryClient.prefetchQuery(trpc.catalogue.volumes.queryOptions())])
  return <HydrationBoundary state={state()}><Channels /></HydrationBoundary>
}
