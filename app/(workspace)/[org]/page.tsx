import { HydrationBoundary } from '@tanstack/react-query'
import { Overview } from '@/components/overview/overview'
import { pageQueries, pageWorkspace } from '@/server/caller'
import { lastYearFrom } from '@/server/domain/time/last-year'
import { notFoundAsPage } from '@/server/rest/page-errors'

export const metadata = { title: 'Overview' }

export default async function OverviewPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params
  const { newest, sample } = await notFoundAsPage(pageWorkspace(org))
  const { trpc, queryClient, state } = await pageQueries(org)
  const from = lastYearFrom(newest)
  // Not awaited: each part streams to the browser when its report is done.
  const ask = (name: string, parameters: Record<string, string | undefined>) => void queryClient.prefetchQuery(trpc.reports.answer.queryOptions({ name, parameters }))
  // While the sample comes in its progress is shown instead, and no report is computed for nobody.
  const jobs = sample ? await queryClient.fetchQuery(trpc.settings.recomputing.queryOptions()) : []
  const loading = jobs.some(({ kind, state: at }) => kind === 'sample' && at !== 'failed')
  if (newest && !loading) {
    for (const name of ['freshness', 'findings', 'promises', 'today-against-expected', 'losses', 'follow-through']) ask(name, {})
    ask('moment-outcomes', { from })
    ask('interactions-per-customer', { interval: 'month' })
    ask('cost-to-serve', { by: 'channel', from })
  }
  return <HydrationBoundary state={state()}><Overview /></HydrationBoundary>
}
