'use client'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { Suspense, useState } from 'react'
import type { OpportunityState } from '@/db/vocabulary'
import type { Opportunity } from '@/server/queries/plans/plans'
import { failureOf, useTRPC } from '../data/trpc'
import { NewPlan } from '../plans/new-plan'
import { PageHeader, Section } from '../shell/page'
import { Button } from '../ui/button'
import { Callout, SkeletonLines } from '../ui/states'
import { SegmentedControl } from '../ui/tabs'
import { useWorkspace } from '../workspace/workspace'
import { Board } from './board'
import { OpportunityList } from './list'
import { Suggestions } from './suggestions'
import { OpportunityTimeline } from './timeline'
import { goesOn } from './words'

const OpportunitySheet = dynamic(() => import('./opportunity-sheet').then((m) => m.OpportunitySheet), { ssr: false })
const VIEWS = [{ value: 'board', label: 'Board' }, { value: 'list', label: 'List' }, { value: 'timeline', label: 'Timeline' }] as const

/** What could be made better: what the record suggests, and what has been taken up, the best first. */
export function Opportunities() {
  const { can } = useWorkspace()
  const [open, setOpen] = useState<Opportunity | 'new' | null>(null)
  const [planning, setPlanning] = useState<Opportunity | null>(null)
  const canEdit = can.includes('edit')
  return (
    <>
      <PageHeader title="Opportunities" lead="Score: value to customers × value to us × (6 − effort), each 1 to 5, so 125 at most. The record scores what it knows; a person may say otherwise, with a reason. Nobody but people knows the effort." actions={canEdit && <Button onClick={() => setOpen('new')}>Add one of your own</Button>} />
      <Suspense fallback={<SkeletonLines lines={6} label="Reading what the record suggests" />}><Suggestions canEdit={canEdit} /></Suspense>
      <TakenUp canEdit={canEdit} onOpen={setOpen} onPlan={setPlanning} />
      {open && <OpportunitySheet key={open === 'new' ? 'new' : open.id} opportunity={open === 'new' ? null : open} onPlan={setPlanning} onClose={() => setOpen(null)} />}
      {planning && <NewPlan name={planning.title} opportunity={planning.id} onClose={() => setPlanning(null)} />}
    </>
  )
}

function TakenUp({ canEdit, onOpen, onPlan }: { canEdit: boolean; onOpen: (of: Opportunity) => void; onPlan: (of: Opportunity) => void }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const [view, setView] = useQueryState('view', parseAsStringLiteral(VIEWS.map(({ value }) => value)).withDefault('board'))
  const options = trpc.plans.opportunities.queryOptions()
  const { data: all } = useSuspenseQuery(options)
  const move = useMutation(trpc.plans.moveOpportunity.mutationOptions({
    // The card is where it was put at once; what the server says follows.
    onMutate: ({ id, state }) => cache.setQueryData(options.queryKey, (was) => was?.map((one) => (one.id === id ? { ...one, state } : one))),
    onSettled: () => cache.invalidateQueries({ queryKey: options.queryKey }),
  }))
  const to = (one: Opportunity, state: OpportunityState) => {
    // Who is put into a plan needs one that goes on.
    if (state === 'planned' && !one.plans.some(goesOn)) onPlan(one)
    else move.mutate({ id: one.id, state })
  }
  if (all.length === 0) return null
  const going = all.filter((one) => one.state !== 'dismissed').length
  const away = all.length - going
  return (
    <Section title={`${going} taken up, the best first`} note={away > 0 && view !== 'board' ? `${away} put aside.` : undefined} actions={<SegmentedControl label="How opportunities are shown" options={VIEWS} value={view} onValue={(v) => void setView(v)} />}>
      {move.isError && <Callout tone="danger">{failureOf(move.error)}</Callout>}
      {view === 'board' ? <Board all={all} canEdit={canEdit} onOpen={onOpen} onMove={to} /> : view === 'list' ? <OpportunityList all={all} canEdit={canEdit} onOpen={onOpen} onPlan={onPlan} /> : <OpportunityTimeline all={all} canEdit={canEdit} onOpen={onOpen} />}
    </Section>
  )
}
