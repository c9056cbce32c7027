'use client'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { Suspense, useState } from 'react'
import type { Opportunity } from '@/server/queries/plans/plans'
import { failureOf, useTRPC } from '../data/trpc'
import { PageHeader, Section } from '../shell/page'
import { Inspectable } from '../shell/inspector-context'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { Link } from '../ui/link'
import { Callout, SkeletonLines } from '../ui/states'
import { Table } from '../ui/table'
import { useWorkspace } from '../workspace/workspace'
import { NewPlan } from './new-plan'

const OpportunitySheet = dynamic(() => import('./opportunity-sheet').then((m) => m.OpportunitySheet), { ssr: false })

/** What could be made better: what the record suggests, and what has been taken up, the best first. */
export function Opportunities() {
  const { can } = useWorkspace()
  const [open, setOpen] = useState<Opportunity | 'new' | null>(null)
  const [planning, setPlanning] = useState<Opportunity | null>(null)
  const canEdit = can.includes('edit')
  return (
    <>
      <PageHeader title="Opportunities" lead="Value to customers × value to us × ease. The scores come from the record where it knows; a person may say otherwise, with a reason." actions={canEdit && <Button onClick={() => setOpen('new')}>Add one of your own</Button>} />
      <Suspense fallback={<SkeletonLines lines={6} label="Reading what the record suggests" />}><Suggestions canEdit={canEdit} /></Suspense>
      <TakenUp canEdit={canEdit} onOpen={setOpen} onPlan={setPlanning} />
      {open && <OpportunitySheet key={open === 'new' ? 'new' : open.id} opportunity={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
      {planning && <NewPlan name={planning.title} opportunity={planning.id} onClose={() => setPlanning(null)} />}
    </>
  )
}

function Suggestions({ canEdit }: { canEdit: boolean }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const { data: all } = useSuspenseQuery(trpc.plans.suggestions.queryOptions())
  const { data: kept } = useSuspenseQuery(trpc.plans.opportunities.queryOptions())
  const take = useMutation(trpc.plans.takeSuggestion.mutationOptions({ onSuccess: () => cache.invalidateQueries({ queryKey: trpc.plans.opportunities.queryKey() }) }))
  const fresh = all.filter((one) => !kept.some((k) => k.subject === one.subject))
  return (
    <Section title={fresh.length === 0 ? 'The record suggests nothing new' : `The record suggests ${fresh.length} ${fresh.length === 1 ? 'thing' : 'things'}`} note={all.length === 0 ? 'It takes thirty customers with a failed moment, thirty promises due at one touchpoint, value tiers over a year, or news on the overview.' : 'Each is associated with what it names, not proved to be because of it. The rows stand behind each figure.'}>
      {take.isError && <Callout tone="danger">{failureOf(take.error)}</Callout>}
      {fresh.length > 0 && (
        <ul aria-label="Suggestions" className="grid">
          {fresh.map((one) => (
            <li key={one.subject} className="grid gap-1 border-b py-3 sm:grid-cols-[minmax(0,1fr)_auto] sm:gap-6">
              <div className="grid gap-1">
                <span className="text-14 font-medium">{one.title}</span>
                <Inspectable target={{ report: one.evidence.report, parameters: one.evidence.parameters, cell: { ...one.evidence.cell, field: one.evidence.field } }} className="max-w-prose text-left text-13 text-muted">{one.why}</Inspectable>
              </div>
              {canEdit && <span className="self-center"><Button busy={take.isPending && take.variables.subject === one.subject} onClick={() => take.mutate({ subject: one.subject })}>Take it up</Button></span>}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function TakenUp({ canEdit, onOpen, onPlan }: { canEdit: boolean; onOpen: (of: Opportunity) => void; onPlan: (of: Opportunity) => void }) {
  const trpc = useTRPC()
  const { slug } = useWorkspace()
  const { data: all } = useSuspenseQuery(trpc.plans.opportunities.queryOptions())
  const shown = all.filter((one) => one.state !== 'dismissed')
  const away = all.length - shown.length
  if (all.length === 0) return null
  return (
    <Section title={`${shown.length} taken up, the best first`} note={away > 0 ? `${away} put aside.` : undefined}>
      <Table
        label="Opportunities" rows={shown} rowKey={(o) => o.id}
        columns={[
          { key: 'title', header: 'Opportunity', cell: (o) => <span className="grid"><button type="button" disabled={!canEdit} className="text-left font-medium enabled:hover:underline" onClick={() => onOpen(o)}>{o.title}</button>{o.inputs.customers && <span className="text-12 text-muted">{o.inputs.customers}{o.inputs.us ? ` · ${o.inputs.us}` : ''}</span>}</span> },
          { key: 'customers', header: 'To customers', numeric: true, cell: (o) => <Score of={o} score="customers" /> },
          { key: 'us', header: 'To us', numeric: true, cell: (o) => <Score of={o} score="us" /> },
          { key: 'effort', header: 'Effort', numeric: true, cell: (o) => <Score of={o} score="effort" /> },
          { key: 'score', header: 'Score', numeric: true, cell: (o) => o.score },
          { key: 'plan', header: 'Plan', cell: (o) => o.plans.length > 0 ? <>{o.plans.map((p) => <Link key={p.id} href={`/${slug}/plans/${p.id}`}>{p.name}</Link>)}</> : o.state === 'planned' ? <Badge tone="accent">Planned</Badge> : canEdit ? <Button onClick={() => onPlan(o)}>Make a plan</Button> : null },
        ]}
      />
    </Section>
  )
}

/** 1 to 5; a person's own has a mark and its reason. */
function Score({ of, score }: { of: Opportunity; score: 'customers' | 'us' | 'effort' }) {
  const said = of.overrides[score]
  return said ? <span title={`${said.by}: ${said.reason} (was ${said.from})`}>{of[score]}<span aria-hidden>*</span><span className="sr-only"> changed by {said.by}: {said.reason}</span></span> : <>{of[score]}</>
}
