'use client'
import { keepPreviousData, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import type { ParametersOf, ReportAnswer, RowOf } from '@/server/reports/answer'
import type { ReportName } from '@/server/reports/registry'
import { useTRPC } from './trpc'

/** A report's answer with its rows typed by its declaration; suspends until the first answer is there. */
export function useReport<N extends ReportName>(name: N, parameters: ParametersOf<N>): ReportAnswer<RowOf<N>> {
  const trpc = useTRPC()
  const options = trpc.reports.answer.queryOptions({ name, parameters })
  const cache = useQueryClient()
  if (typeof window === 'undefined' && !cache.getQueryState(options.queryKey)) throw new NotPrefetched(name)
  const { data } = useSuspenseQuery(options)
  return data as ReportAnswer<RowOf<N>>
}

/** The same without suspending: keeps what was there while filters change. */
export function useReportQuery<N extends ReportName>(name: N, parameters: ParametersOf<N>, enabled = true) {
  const trpc = useTRPC()
  const query = useQuery(trpc.reports.answer.queryOptions({ name, parameters }, { placeholderData: keepPreviousData, enabled }))
  return { ...query, data: query.data as ReportAnswer<RowOf<N>> | undefined }
}

/**
 * The server renders what a page prefetched. Anything else is left to the browser: the digest is the one by which Next
 * knows that a boundary was left on purpose, so it neither logs it nor reports it to the page.
 */
class NotPrefetched extends Error {
  readonly digest = 'BAILOUT_TO_CLIENT_SIDE_RENDERING'
  constructor(name: string) {
    super(`${name} was not prefetched: the browser asks for it.`)
  }
}
