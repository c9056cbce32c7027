import { HydrationBoundary } from '@tanstack/react-query'
import { SegmentationList } from '@/components/segments/segmentation-list'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'Segmentations' }

export default async function SegmentationsPage({ params }: { params: Promise<{ org: string }> }) {
  const { trpc, queryClient, state } = await pageQueries((await params).org)
  await queryClient.prefetchQuery(trpc.segments.all.queryOptions())
  return <HydrationBoundary state={state()}><SegmentationList /></HydrationBoundary>
}
