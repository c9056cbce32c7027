import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { PlanPage } from '@/components/plans/plan'
import { pageQueries } from '@/server/caller'
import { notFoundAsPage } from '@/server/rest/page-errors'

export const metadata: Metadata = { title: 'Plan' }
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export default async function OnePlanPage({ params }: { params: Promise<{ org: string; id: string }> }) {
  const { org, id } = await params
  if (!UUID.test(id)) notFound()
  const { trpc, queryClient, state } = await pageQueries(org)
  await Promise.all([notFoundAsPage(queryClient.fetchQuery(trpc.plans.one.queryOptions({ plan: id }))), queryClient.prefetchQuery(trpc.comments.of.queryOptions({ subject: 'plan', subject_id: id }))])
  return <HydrationBoundary state={state()}><PlanPage key={id} id={id} /></HydrationBoundary>
}
