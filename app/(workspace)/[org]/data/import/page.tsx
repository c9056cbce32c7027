import { HydrationBoundary } from '@tanstack/react-query'
import { ImportPage } from '@/components/imports/import-page'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'Imports' }

export default async function ImportsPage({ params }: { params: Promise<{ org: string }> }) {
  const { trpc, queryClient, state } = await pageQueries((await params).org)
  // Awaited: the list does not suspend, so one that arrived late would be drawn differently here and in the browser.
  await queryClient.prefetchQuery(trpc.imports.list.queryOptions({}))
  return <HydrationBoundary state={state()}><ImportPage /></HydrationBoundary>
}
