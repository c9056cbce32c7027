'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Candidate } from '@/server/domain/catalogue/candidates'
import type { MomentCandidates } from '@/server/queries/moment-candidates'
import { failureOf, useTRPC } from '../data/trpc'
import { Section } from '../shell/page'
import { Button } from '../ui/button'
import { formatCount, formatShare } from '../ui/format'
import { formatWindow } from '../ui/format-date'
import { EmptyState, ErrorState, SkeletonLines } from '../ui/states'
import { useToast } from '../ui/toast'

/** Efficient touchpoints that behave like moments, with the reason in numbers. */
export function Candidates({ admin }: { admin: boolean }) {
  const trpc = useTRPC()
  const found = useQuery(trpc.catalogue.candidates.queryOptions())
  const data = found.data
  return (
    <Section
      title="Efficient touchpoints where strong impressions or losses gather"
      subtitle="They may be moments that matter. Associated with leaving, not its cause."
      note={data && `${formatWindow(data.from, data.to)}. ${formatCount(data.checked)} efficient ${data.checked === 1 ? 'touchpoint' : 'touchpoints'} checked; listed is what lies beyond chance over all of them (Newcombe intervals, 5 % in all).`}
    >
      {found.isError ? <ErrorState title="The candidates could not be computed" action={<Button onClick={() => void found.refetch()}>Try again</Button>}>{failureOf(found.error)}</ErrorState>
        : !data ? <SkeletonLines lines={3} label="Comparing touchpoints" />
        : data.candidates.length === 0 ? <EmptyState title="None stands out">{data.checked === 0 ? <p>There is no efficient touchpoint to check.</p> : <p>No efficient touchpoint gathers more strong impressions, or more of those who left, than chance would.</p>}</EmptyState>
        : <ul className="divide-y border-y">{data.candidates.map((one) => <Line key={one.slug} candidate={one} data={data} admin={admin} />)}</ul>}
    </Section>
  )
}

function Line({ candidate: c, data, admin }: { candidate: Candidate; data: MomentCandidates; admin: boolean }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const toast = useToast()
  const make = useMutation(trpc.catalogue.updateTouchpoint.mutationOptions({
    onSuccess: async () => {
      await cache.invalidateQueries()
      toast({ title: `${c.name} is a moment that matters`, description: 'Its history is recomputed as a job. Say above which of its interactions count.' })
    },
    onError: (error) => toast({ title: failureOf(error), tone: 'danger' }),
  }))
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 py-3">
      <div className="min-w-0 max-w-prose">
        <p className="text-14 font-medium">{c.name}</p>
        {c.reasons.includes('losses') && <p className="text-13 text-muted">{formatShare(c.leaversMet, data.leavers)} of those who left had been here in the {data.windowDays} days before, against {formatShare(c.stayersMet, data.stayers)} of those who stayed.</p>}
        {c.reasons.includes('strong_impressions') && <p className="text-13 text-muted">{formatShare(c.strongNegative + c.strongPositive, c.interactions)} of the interactions left a strong impression: {formatCount(c.strongNegative)} bad, {formatCount(c.strongPositive)} good.</p>}
      </div>
      {admin && <Button aria-label={`Make ${c.name} a moment`} busy={make.isPending} onClick={() => make.mutate({ slug: c.slug, patch: { class: 'moment_that_matters' } })}>Make it a moment</Button>}
    </li>
  )
}
