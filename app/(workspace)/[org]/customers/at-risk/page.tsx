import { HydrationBoundary } from '@tanstack/react-query'
import { createLoader, type SearchParams } from 'nuqs/server'
import { AtRisk } from '@/components/risk/at-risk'
import { filterParsers } from '@/components/shell/filters'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'At risk' }
const load = createLoader(filterParsers)
/** As the page asks (components/risk). */
const [SHOWN, COUNTED] = [25, 1000]

export default async function AtRiskPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<SearchParams> }) {
  const { trpc, queryClient, state } = await pageQueries((await params).org)
  const { segment } = await load(searchParams)
  const asked: Record<string, string> = segment ? { segment } : {}
  const ask = (name: string, parameters: Record<string, string | number>) => void queryClient.prefetchQuery(trpc.reports.answer.queryOptions({ name, parameters }))
  ask('at-risk', { ...asked, limit: SHOWN })
  ask('risk-hits', asked)
  ask('at-risk', { ...asked, who: 'left', limit: COUNTED })
  return <HydrationBoundary state={state()}><AtRisk /></HydrationBoundary>
}
