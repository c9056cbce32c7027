import { HydrationBoundary } from '@tanstack/react-query'
import { Surveys } from '@/components/surveys/surveys'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'Surveys' }

export default async function SurveysPage({ params }: { params: Promise<{ org: string }> }) {
  const { trpc, queryClient, state } = await pageQueries((await params).org)
  void queryClient.prefetchQuery(trpc.surveys.list.queryOptions())
  return <HydrationBoundary state={state()}><Surveys /></HydrationBoundary>
}
