import { HydrationBoundary } from '@tanstack/react-query'
import { Alerts } from '@/components/alerts/alerts'
import { pageQueries, pageWorkspace } from '@/server/caller'

export const metadata = { title: 'Alerts' }

export default async function AlertsPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params
  const { trpc, queryClient, state } = await pageQueries(org)
  void queryClient.prefetchQuery(trpc.alerts.list.queryOptions())
  void queryClient.prefetchQuery(trpc.alerts.reports.queryOptions())
  void queryClient.prefetchQuery(trpc.alerts.firings.queryOptions({}))
  if ((await pageWorkspace(org)).can.includes('admin')) void queryClient.prefetchQuery(trpc.alerts.webhooks.queryOptions())
  return <HydrationBoundary state={state()}><Alerts /></HydrationBoundary>
}
