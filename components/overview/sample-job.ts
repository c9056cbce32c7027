'use client'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import type { Recomputing } from '@/server/queries/settings'
import { useTRPC } from '../data/trpc'
import { useWorkspace } from '../workspace/workspace'

const ASK_MS = 2000

/** The job that loads the sample, while it has not ended well; when it has, the page is asked for again. */
export function useSampleJob(): Recomputing | undefined {
  const trpc = useTRPC()
  const router = useRouter()
  const { sample } = useWorkspace()
  const jobs = useQuery(trpc.settings.recomputing.queryOptions(undefined, {
    enabled: sample,
    refetchInterval: (query) => (query.state.data?.some((job) => job.kind === 'sample' && job.state !== 'failed') ? ASK_MS : false),
  }))
  const job = sample ? jobs.data?.find(({ kind }) => kind === 'sample') : undefined
  const loading = job !== undefined && job.state !== 'failed'
  const was = useRef(loading)
  useEffect(() => {
    if (was.current && !loading) router.refresh()
    was.current = loading
  }, [loading, router])
  return job
}
