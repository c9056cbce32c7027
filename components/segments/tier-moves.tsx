'use client'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useTRPC } from '../data/trpc'
import { Migration } from './migration'

/** Who moved from tier to tier, best first. */
export function TierMoves({ segmentation, from, to }: { segmentation: string; from?: string; to?: string }) {
  const trpc = useTRPC()
  const { data: one } = useSuspenseQuery(trpc.segments.detail.queryOptions({ slug: segmentation }))
  return <Migration segmentation={segmentation} ranked={one.kind === 'value_tiers' || one.template === 'rfm'} segments={one.segments} from={from} to={to} />
}
