import { HydrationBoundary } from '@tanstack/react-query'
import { createLoader, parseAsString, type SearchParams } from 'nuqs/server'
import { Segments } from '@/components/segments/segments'
import { filterParsers } from '@/components/shell/filters'
import { lastWholeYear } from '@/components/segments/window'
import { addMonths } from '@/server/domain/time/local-day'
import { caller, pageQueries } from '@/server/caller'

export const metadata = { title: 'Segments' }
const load = createLoader({ ...filterParsers, tiers: parseAsString, members: parseAsString })

export default async function SegmentsPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<SearchParams> }) {
  const { org } = await params
  const { trpc, queryClient, state } = await pageQueries(org)
  const { newest, today, segments } = await (await caller(org)).workspace()
  const { tiers, members, from, to } = await load(searchParams)
  void queryClient.prefetchQuery(trpc.segments.list.queryOptions())
  // Which segmentation is shown when none is named is known once they are listed; nearly always it is this one.
  const slug = tiers ?? 'value'
  if (segments.some(({ segmentation }) => segmentation === slug)) {
    const ask = (name: string, parameters: Record<string, string>) => void queryClient.prefetchQuery(trpc.reports.answer.queryOptions({ name, parameters }))
    const [by, year] = [`segmentation:${slug}`, lastWholeYear(newest ?? today)]
    ask('value-tiers', { segmentation: slug, members: members === 'window' ? 'window' : 'present', ...(from ? { from } : {}), ...(to ? { to } : {}) })
    void queryClient.prefetchQuery(trpc.segments.detail.queryOptions({ slug }))
    ask('segment-migration', { segmentation: slug, ...(from ? { from } : {}), ...(to ? { to } : {}) })
    ask('churn-rate', { by, interval: 'month', ...year })
    ask('cost-to-serve', { by, ...year })
    ask('interactions-per-customer', { by, interval: 'month', from: addMonths(year.to, -1), to: year.to })
  }
  return <HydrationBoundary state={state()}><Segments /></HydrationBoundary>
}
