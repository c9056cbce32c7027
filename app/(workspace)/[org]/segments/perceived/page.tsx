import { HydrationBoundary } from '@tanstack/react-query'
import { createLoader, type SearchParams } from 'nuqs/server'
import { filterParsers } from '@/components/shell/filters'
import { cutParsers, cutsOf } from '@/components/value/cuts'
import { Perceived } from '@/components/value/perceived'
import { caller, pageQueries } from '@/server/caller'

export const metadata = { title: 'Perceived value' }
const load = createLoader({ ...filterParsers, ...cutParsers })

export default async function PerceivedPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<SearchParams> }) {
  const { org } = await params
  const { trpc, queryClient, state } = await pageQueries(org)
  const { segments } = await (await caller(org)).workspace()
  const { from, to, segment, ...cuts } = await load(searchParams)
  const asked: Record<string, string> = { ...(from ? { from } : {}), ...(to ? { to } : {}), ...(segment ? { segment } : {}), ...cutsOf(cuts) }
  void queryClient.prefetchQuery(trpc.reports.answer.queryOptions({ name: 'value-perception', parameters: { ...asked, ...(segments.some((s) => s.segmentation === 'value') ? { by: 'segment' } : {}) } }))
  return <HydrationBoundary state={state()}><Perceived /></HydrationBoundary>
}
