'use client'
import { useSuspenseQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Comments } from '../comments/comments'
import { useTRPC } from '../data/trpc'
import { Company, useCompany } from '../presence/company'
import { PageHeader, Section } from '../shell/page'
import { Button } from '../ui/button'
import { Callout } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { Actions } from './actions'
import { Activity } from './activity'
import { Impact } from './impact'
import { download, planMarkdown } from './markdown'
import { Standing } from './standing'
import { Steps } from './steps'
import { TwoClocks } from './two-clocks'
import { Workshop } from './workshop'
import './print.css'

const DeleteDraft = dynamic(() => import('./delete-draft').then((m) => m.DeleteDraft), { ssr: false })
const Share = dynamic(() => import('./share').then((m) => m.Share), { ssr: false })

/** One plan, from whom it is for to whether it worked; and who else is at it. */
export function PlanPage({ id }: { id: string }) {
  const trpc = useTRPC()
  const { can, currency } = useWorkspace()
  const { data: plan, error } = useSuspenseQuery(trpc.plans.one.queryOptions({ plan: id }))
  const [sharing, setSharing] = useState(false)
  const [deleting, setDeleting] = useState(false)
  const { others, onFocus } = useCompany('plan', id)
  const questions = <div data-part="the questions"><Steps plan={plan} /></div>
  const knowing = <div data-part="how we will know"><Impact plan={plan} /></div>
  const doing = <div data-part="the actions"><Actions plan={plan} /></div>
  return (
    <div className="plan-sheet" data-judged={plan.verdict ? 'yes' : 'not yet'} onFocusCapture={onFocus}>
      <PageHeader
        title={plan.name}
        lead={<><Standing plan={plan} /> <span className="ml-2">{plan.owner} stands for it</span></>}
        actions={<span className="flex flex-wrap gap-2 print:hidden">
          {can.includes('edit') && <Button onClick={() => setSharing(true)}>Share a link</Button>}
          <Button onClick={() => download(`${plan.name.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}.md`, planMarkdown(plan, currency, (pick) => plan.names[pick]))}>Markdown</Button>
          <Button onClick={() => window.print()}>Print or save as PDF</Button>
          {plan.mayDelete && <Button look="quiet" onClick={() => setDeleting(true)}>Delete draft</Button>}
        </span>}
      />
      {error?.data?.code === 'NOT_FOUND' && !deleting && <Callout tone="warning" title="This draft is not there any more">Somebody has deleted it. What you see is how it was when you last asked.</Callout>}
      <div className="min-h-5 pb-1"><Company others={others} /></div>
      <TwoClocks />
      {/* Judged, what it came to is read first, as on paper. */}
      {plan.verdict ? <>{knowing}{doing}{questions}</> : <>{questions}{knowing}{doing}</>}
      <div data-part="the workshop"><Workshop plan={plan} /></div>
      <div data-part="what is said"><Section title="What is said about it" className="print:hidden"><Comments subject="plan" id={plan.id} link={`/plans/${plan.id}`} /></Section></div>
      <Activity plan={plan.id} />
      {sharing && <Share plan={plan} onClose={() => setSharing(false)} />}
      {deleting && <DeleteDraft plan={plan} onClose={() => setDeleting(false)} />}
    </div>
  )
}
