'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { Suspense, useState } from 'react'
import { verdictSays } from '@/server/domain/plans/credit'
import type { Plan } from '@/server/queries/plans/plan'
import { failureOf, useTRPC } from '../data/trpc'
import { Section } from '../shell/page'
import { Button } from '../ui/button'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { Dialog } from '../ui/dialog'
import { formatDay, formatInstant } from '../ui/format-date'
import { Callout, EmptyState, SkeletonLines } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { FiguresOf } from './impact-figures'
import { sayLot } from './words'

const MeasureForm = dynamic(() => import('./measure-form').then((m) => m.MeasureForm), { ssr: false, loading: () => <SkeletonLines lines={6} /> })
const LotReview = dynamic(() => import('./lot-review').then((m) => m.LotReview), { ssr: false })

const NOT_KNOWN = { what: 'What will be counted: once it is over it could be chosen by how it went.', groups: 'How large the groups will be: nobody can say how small a change they find.', expected: 'What to expect of the control: nobody can say how small a change the groups find.' }

/** How we will know, and, on the day, what the record says: the plan's measure from draft to verdict. */
export function Impact({ plan }: { plan: Plan }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const { can, currency, timezone } = useWorkspace()
  const canEdit = can.includes('edit')
  const [editing, setEditing] = useState(false)
  const [asking, setAsking] = useState<'start' | 'stop' | 'lot' | 'verdict' | null>(null)
  const done = () => cache.invalidateQueries({ queryKey: trpc.plans.pathKey() })
  const start = useMutation(trpc.plans.start.mutationOptions({ onSuccess: done }))
  const review = useMutation(trpc.plans.review.mutationOptions({ onSuccess: done }))
  const stop = useMutation(trpc.plans.stop.mutationOptions({ onSuccess: done }))
  const failure = start.error ?? review.error ?? stop.error
  const due = plan.status === 'running' && plan.reviewOn !== null && plan.reviewOn <= plan.today
  const tellable = plan.settingsChanged.length === 0
  const { weak } = plan.impact
  const lacks = plan.design === 'randomised' ? (plan.lot ? null : 'Say first what will be counted and how large the two groups will be; “don’t know yet” is an answer.') : plan.measure ? null : 'By which figure it will be judged nobody knows yet.'
  const unknown = plan.lot ? Object.entries(sayLot(plan.lot)).flatMap(([key, said]) => (said === null && !(key === 'what' && plan.measure) ? [NOT_KNOWN[key as keyof typeof NOT_KNOWN]] : [])) : []
  const title = plan.verdict ? verdictSays(plan.verdict, plan.tempered) : plan.status === 'running' ? (due ? (tellable ? 'Its day has come: what does the record say?' : 'Its day has come, and nothing can be told for now') : `Running until its review on ${formatDay(plan.reviewOn ?? plan.today)}`) : plan.status === 'stopped' ? 'Stopped before its review: no verdict' : 'How we will know'
  return (
    <Section
      title={title} id="verdict"
      subtitle={plan.startOn && plan.reviewOn ? `${plan.impact.measure || (plan.design === 'randomised' ? 'Two groups drawn by lot' : 'Don’t know yet by which figure')} · start ${formatDay(plan.startOn)}, review ${formatDay(plan.reviewOn)}` : undefined}
      actions={canEdit && <span className="flex flex-wrap justify-end gap-2 print:hidden">
        {plan.status === 'draft' && plan.startOn && !editing && <><Button onClick={() => setEditing(true)}>Change</Button>{!lacks && <Button look="primary" onClick={() => setAsking('start')}>Start the plan</Button>}</>}
        {plan.status === 'running' && <Button onClick={() => setAsking('stop')}>Stop it</Button>}
        {due && tellable && <Button look="primary" busy={review.isPending} onClick={() => setAsking(plan.design === 'randomised' ? 'lot' : 'verdict')}>Give the verdict</Button>}
      </span>}
    >
      {plan.verdict && plan.reviewedAt && <p className="text-13 text-muted">Given once, on {formatInstant(plan.reviewedAt, timezone)}; it was planned for {formatDay(plan.reviewOn ?? plan.today)}.</p>}
      {plan.status === 'running' && !due && plan.reviewOn && <p className="max-w-prose text-13 text-muted">{plan.design === 'randomised' && !plan.measure ? `On ${formatDay(plan.reviewOn)} ${plan.owner} is asked for the counts of the two groups.` : `The verdict is given by itself on the morning of ${formatDay(plan.reviewOn)}, and ${plan.owner} is told. Nobody can ask for it earlier.`}</p>}
      {lacks && plan.status === 'draft' && plan.startOn && !editing && canEdit && <Callout tone="warning" title="Not ready to start" action={<Button onClick={() => setEditing(true)}>Say it now</Button>}>{lacks}</Callout>}
      {failure && <Callout tone="danger">{failureOf(failure)}</Callout>}
      {plan.measureFailed && <Callout tone="warning" title="It cannot be measured any more">{plan.measureFailed}</Callout>}
      {plan.status === 'draft' && (editing || !plan.startOn)
        ? canEdit ? <><div className="print:hidden"><Suspense fallback={<SkeletonLines lines={6} />}><MeasureForm plan={plan} onSaved={() => setEditing(false)} /></Suspense></div><div className="hidden print:block">{plan.startOn ? <FiguresOf plan={plan} currency={currency} /> : <p className="text-13 text-muted">Nobody has said yet how we will know.</p>}</div></> : <EmptyState title="Nobody has said yet how we will know" />
        : <FiguresOf plan={plan} currency={currency} />}
      {asking === 'start' && <Dialog open onOpenChange={() => setAsking(null)} title="Start the plan?" description={plan.design !== 'randomised' ? 'The baseline is frozen with its rows; the measure, the comparison and the days stay as they are.' : plan.measure ? 'The measure, the two groups and the days stay as they are.' : 'What will be counted, the planned groups and the days stay as they are. The counts are typed in at the review.'} footer={<><Button onClick={() => setAsking(null)}>Not yet</Button><Button look="primary" onClick={() => { setAsking(null); start.mutate({ plan: plan.id }) }}>{weak || unknown.length > 0 ? 'Start all the same' : 'Start'}</Button></>}><div className="grid gap-3">{unknown.length > 0 && <Callout tone="warning" title="Not known yet, and the verdict will say so">{unknown.join(' ')}</Callout>}{weak && <Callout tone="warning" title="It will probably end with “can’t tell”">{weak}</Callout>}</div></Dialog>}
      <ConfirmDialog open={asking === 'stop'} onOpenChange={() => setAsking(null)} title="Stop the plan?" action="Stop it" onConfirm={() => { setAsking(null); stop.mutate({ plan: plan.id }) }}>It stays on the list, without a verdict.</ConfirmDialog>
      {asking === 'verdict' && <Dialog open onOpenChange={() => setAsking(null)} title="Give the verdict?" description="It is given once, on what lies between start and review, and stays." footer={<><Button onClick={() => setAsking(null)}>Not yet</Button><Button look="primary" onClick={() => { setAsking(null); review.mutate({ plan: plan.id }) }}>Give it</Button></>} />}
      {asking === 'lot' && <LotReview lot={plan.lot} busy={review.isPending} onClose={() => setAsking(null)} onGroups={(groups) => { setAsking(null); review.mutate({ plan: plan.id, groups }) }} />}
    </Section>
  )
}
