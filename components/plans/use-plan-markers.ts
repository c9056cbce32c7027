'use client'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Marker } from '../charts/line-chart'
import { useTRPC } from '../data/trpc'
import { useWorkspace } from '../workspace/workspace'

const NONE: readonly Marker[] = []

/** When plans began, for charts over time that end before `to` (a local day); those of one day share a mark. */
export function usePlanMarkers(to?: string | null): readonly Marker[] {
  const trpc = useTRPC()
  const { newest } = useWorkspace()
  const { data } = useQuery(trpc.plans.markers.queryOptions())
  return useMemo(() => {
    const begun = (data ?? []).flatMap(({ name, startOn }) => (startOn && newest && startOn <= newest && (!to || startOn < to) ? [{ period: startOn, label: name }] : []))
    if (begun.length === 0) return NONE
    return [...new Set(begun.map(({ period }) => period))].map((period) => ({ period, label: begun.filter((one) => one.period === period).map(({ label }) => label).join(', ') }))
  }, [data, newest, to])
}
