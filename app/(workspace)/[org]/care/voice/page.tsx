import { HydrationBoundary } from '@tanstack/react-query'
import { createLoader, type SearchParams } from 'nuqs/server'
import { commentQuestion, voiceParsers } from '@/components/surveys/parameters'
import { Voice } from '@/components/surveys/voice'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'What they say' }
const load = createLoader(voiceParsers)

export default async function VoicePage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<SearchParams> }) {
  const { trpc, queryClient, state } = await pageQueries((await params).org)
  // Awaited: a search that keeps what it showed cannot suspend, and must begin with what the server drew.
  await queryClient.prefetchQuery(trpc.surveys.comments.queryOptions(commentQuestion(await load(searchParams))))
  return <HydrationBoundary state={state()}><Voice /></HydrationBoundary>
}
