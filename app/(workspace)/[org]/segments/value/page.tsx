import { HydrationBoundary } from '@tanstack/react-query'
import { createLoader, type SearchParams } from 'nuqs/server'
import { filterParsers } from '@/components/shell/filters'
import { Value } from '@/components/value/value'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'What customers will be worth' }
const load = createLoader(filterParsers)

export default async function ValuePage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<SearchParams> }) {
  const { org } = await params
  const { trpc, queryClient, state } = await pageQueries(org)
  const { segment } = await load(searchParams)
  const asked: Record<string, string> = segment ? { segment } : {}
  const ask = (name: string, parameters: Record<string, string>) => void queryClient.prefetchQuery(trpc.reports.answer.queryOptions({ name, parameters }))
  // What follows depends on the model, and is further down: the browser asks for it.
  ask('value-model', {})
  for (const name of ['most-valuable', 'value-concentration']) ask(name, asked)
  return <HydrationBoundary state={state()}><Value /></HydrationBoundary>
}
