import { HydrationBoundary } from '@tanstack/react-query'
import { createLoader, type SearchParams } from 'nuqs/server'
import { Segmentation } from '@/components/segments/segmentation'
import { filterParsers } from '@/components/shell/filters'
import { caller, pageQueries } from '@/server/caller'
import { notFoundAsPage } from '@/server/rest/page-errors'

export const metadata = { title: 'Segmentation' }
const load = createLoader(filterParsers)

export default async function SegmentationPage({ params, searchParams }: { params: Promise<{ org: string; slug: string }>; searchParams: Promise<SearchParams> }) {
  const { org, slug: given } = await params
  const { from, to } = await load(searchParams)
  // Awaited: an unknown segmentation is a page of its own, not a hole in this one.
  const detail = await notFoundAsPage((await caller(org)).segments.detail({ slug: decodeURIComponent(given) }))
  const { slug } = detail
  const { trpc, queryClient, state } = await pageQueries(org)
  queryClient.setQueryData(trpc.segments.detail.queryKey({ slug }), detail)
  void queryClient.prefetchQuery(trpc.reports.answer.queryOptions({ name: 'segment-migration', parameters: { segmentation: slug, ...(from ? { from } : {}), ...(to ? { to } : {}) } }))
  return <HydrationBoundary state={state()}><Segmentation slug={slug} /></HydrationBoundary>
}
