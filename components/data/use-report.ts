'use client'
import { keepPreviousData, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import type { ParametersOf, ReportAnswer, RowOf } from '@/server/reports/answer'
import type { ReportName } from '@/server/reports/registry'
import { useTRPC } from './trpc'

/** A report's answer with its rows typed by its declaration; suspends until the first answer is there. */
export function useReport<N extends ReportName>(name: N, parameters: ParametersOf<N>): ReportAnswer<RowOf<N>> {
  const trpc = useTRPC()
  const { data } = useSuspenseQuery(trpc.reports.answer.queryOptions({ name, parameters }))
  return data as ReportAnswer<RowOf<N>>
}

/** The same without suspending: keeps what was there while filters change. */
export function useReportQuery<N extends ReportName>(name: N, parameters: ParametersOf<N>, enabled = true) {
  const trpc = useTRPC()
  const query = useQuery(trpc.reports.answer.queryOptions({ name, parameters }, { placeholderData: keepPreviousData, enabled }))
  return { ...query, data: query.data as ReportAnswer<RowOf<N>> | undefined }
}
