import { HydrationBoundary } from '@tanstack/react-query'
import { notFound } from 'next/navigation'
import { Suspense } from 'react'
import { ErrorBoundary } from '@/components/data/error-boundary'
import { ImportDetail } from '@/components/imports/import-detail'
import { SkeletonLines } from '@/components/ui/states'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'Import' }

export default async function OneImportPage({ params }: { params: Promise<{ org: string; id: string }> }) {
  const { org, id } = await params
  if (!/^[0-9a-f-]{36}$/.test(id)) notFound()
  const { trpc, queryClient, state } = await pageQueries(org)
  void queryClient.prefetchQuery(trpc.imports.one.queryOptions({ id }))
  return <HydrationBoundary state={state()}><ErrorBoundary><Suspense fallback={<SkeletonLines lines={6} />}><ImportDetail id={id} /></Suspense></ErrorBoundary></HydrationBoundary>
}
