import { HydrationBoundary } from '@tanstack/react-query'
import { createLoader, type SearchParams } from 'nuqs/server'
import { recoveryParsers, waitingQuestion } from '@/components/recovery/parameters'
import { Recovery } from '@/components/recovery/recovery'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'Recovery' }
const load = createLoader(recoveryParsers)

export default async function RecoveryPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<SearchParams> }) {
  const { trpc, queryClient, state } = await pageQueries((await params).org)
  void queryClient.prefetchQuery(trpc.recovery.unhappy.queryOptions(waitingQuestion(await load(searchParams))))
  void queryClient.prefetchQuery(trpc.recovery.cases.queryOptions({ whose: 'mine' }))
  void queryClient.prefetchQuery(trpc.recovery.budgets.queryOptions())
  void queryClient.prefetchQuery(trpc.recovery.given.queryOptions())
  void queryClient.prefetchQuery(trpc.recovery.templates.queryOptions())
  return <HydrationBoundary state={state()}><Recovery /></HydrationBoundary>
}
