import { HydrationBoundary } from '@tanstack/react-query'
import { ImportPage } from '@/components/imports/import-page'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'Imports' }

export default async function ImportsPage({ params }: { params: Promise<{ org: string }> }) {
  const { trpc, queryClient, state } = await pageQueries((await params).org)
  void queryClient.prefetchQuery(trpc.imports.list.queryOptions({}))
  return <HydrationBoundary state={state()}><ImportPage /></HydrationBoundary>
}
