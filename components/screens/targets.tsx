'use client'
import { useQuery } from '@tanstack/react-query'
import { useMemo, type ReactNode } from 'react'
import { useTRPC } from '../data/trpc'
import { TargetsContext } from '../shell/targets-context'

/** Lets every chart below draw the targets of what it shows. */
export function Targets({ today, children }: { today: string; children: ReactNode }) {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.targets.list.queryOptions())
  const known = useMemo(() => (data && data.length > 0 ? { decisions: data, today } : null), [data, today])
  return <TargetsContext value={known}>{children}</TargetsContext>
}
