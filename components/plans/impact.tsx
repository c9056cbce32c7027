'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { Suspense, useState } from 'react'
import type { Plan } from '@/server/queries/plans/plan'
import { failureOf, useTRPC } from '../data/trpc'
import { Section } from '../shell/page'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { Dialog } from '../ui/dialog'
import { formatDay, formatInstant } from '../ui/format-date'
import { Callout, EmptyState, SkeletonLines } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { FiguresOf } from './impact-figures'
import { VERDICT } from './words'

const MeasureForm = dynamic(() => import('./measure-form').then((m) => m.MeasureForm), { ssr: false, loading: () => <SkeletonLines lines={6} /> })
const LotReview = dynamic(() => import('./lot-review').then((m) => m.LotReview), { ssr: false })

/** How we will know, and, on the day, what the record says: the plan's measure from draft to verdict. */
export function Impact({ plan }: { plan: Plan }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const { can, currency, timezone } = useWorkspace()
  const canEdit = can.includes('edit')
  const [editing, setEditing] = useState(false)
  const [asking, setAsking] = useState<'start' | 'stop' | 'lot' | null>(null)
  const done = () => cache.invalidateQueries({ queryKey: trpc.plans.pathKey() })
  const start = useMutation(trpc.plans.start.mutationOptions({ onSuccess: done }))
  const review = useMutation(trpc.plans.review.mutationOptions({ onSuccess: done }))
  const stop = useMutation(trpc.plans.stop.mutationOptions({ onSuccess: done }))
  const failure = start.error ?? review.error ?? stop.error
  const due = plan.status === 'running' && plan.reviewOn !== null && plan.reviewOn <= plan.today
  const { weak } = plan.impact
  const title = plan.verdict ? VERDICT[plan.verdict].says : plan.status === 'running' ? (due ? 'Its day has come: what does the record say?' : `Running until its review on ${formatDay(plan.reviewOn ?? plan.today)}`) : plan.status === 'stopped' ? 'Stopped before its review: no verdict' : 'How we will know'
  return (
    <Section
      title={title} id="verdict"
      subtitle={plan.startOn && plan.reviewOn ? `${plan.impact.measure || 'Two groups drawn by lot'} · start ${formatDay(plan.startOn)}, review ${formatDay(plan.reviewOn)}` : undefined}
      actions={canEdit && <span className="flex flex-wrap justify-end gap-2 print:hidden">
        {plan.status === 'draft' && plan.startOn && !editing && <><Button onClick={() => setEditing(true)}>Change</Button><Button look="primary" onClick={() => setAsking('start')}>Start the plan</Button></>}
        {plan.status === 'running' && <Button onClick={() => setAsking('stop')}>Stop it</Button>}
        {due && <Button look="primary" busy={review.isPending} onClick={() => (plan.design === 'randomised' ? setAsking('lot') : review.mutate({ plan: plan.id }))}>Give the verdict</Button>}
      </span>}
    >
      {plan.verdict && <p><Badge tone={VERDICT[plan.verdict].tone}>{VERDICT[plan.verdict].label}</Badge></p>}
      {plan.verdict && plan.reviewedAt && <p className="text-13 text-muted">Given once, on {formatInstant(plan.reviewedAt, timezone)}; it was planned for {formatDay(plan.reviewOn ?? plan.today)}.</p>}
      {plan.status === 'running' && !due && plan.reviewOn && <p className="max-w-prose text-13 text-muted">{plan.design === 'randomised' && !plan.measure ? `On ${formatDay(plan.reviewOn)} ${plan.owner} is asked for the counts of the two groups.` : `The verdict is given by itself on the morning of ${formatDay(plan.reviewOn)}, and ${plan.owner} is told. Nobody can ask for it earlier.`}</p>}
      {failure && <Callout tone="danger">{failureOf(failure)}</Callout>}
      {plan.measureFailed && <Callout tone="warning" title="It cannot be measured any more">{plan.measureFailed}</Callout>}
      {plan.status === 'draft' && (editing || !plan.startOn)
        ? canEdit ? <Suspense fallback={<SkeletonLines lines={6} />}><MeasureForm plan={plan} onSaved={() => setEditing(false)} /></Suspense> : <EmptyState title="Nobody has said yet how we will know" />
        : <FiguresOf plan={plan} currency={currency} />}
      {asking === 'start' && <Dialog open onOpenChange={() => setAsking(null)} title="Start the plan?" description={plan.design !== 'randomised' ? 'The baseline is frozen with its rows; the measure, the comparison and the days stay as they are.' : plan.measure ? 'The measure, the two groups and the days stay as they are.' : 'The days stay as they are. What is counted is typed in at the review: write down now what it will be, and how many are in each group.'} footer={<><Button onClick={() => setAsking(null)}>Not yet</Button><Button look="primary" onClick={() => { setAsking(null); start.mutate({ plan: plan.id }) }}>{weak ? 'Start all the same' : 'Start'}</Button></>}>{weak && <Callout tone="warning" title="It will probably end with “can’t tell”">{weak}</Callout>}</Dialog>}
      <ConfirmDialog open={asking === 'stop'} onOpenChange={() => setAsking(null)} title="Stop the plan?" action="Stop it" onConfirm={() => { setAsking(null); stop.mutate({ plan: plan.id }) }}>It stays on the list, without a verdict.</ConfirmDialog>
      {asking === 'lot' && <LotReview busy={review.isPending} onClose={() => setAsking(null)} onGroups={(groups) => { setAsking(null); review.mutate({ plan: plan.id, groups }) }} />}
    </Section>
  )
}
