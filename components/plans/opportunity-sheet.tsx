'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Opportunity } from '@/server/queries/plans/plans'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { Sheet } from '../ui/dialog'
import { Field, Input, Select, Textarea } from '../ui/field'
import { Callout } from '../ui/states'
import { Comments } from '../comments/comments'

const SCALE = ['1', '2', '3', '4', '5'].map((value) => ({ value, label: value }))

/** An opportunity and its three scores; changing what the data say takes a reason. */
export function OpportunitySheet({ opportunity, onClose }: { opportunity: Opportunity | null; onClose: () => void }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const [title, setTitle] = useState(opportunity?.title ?? '')
  const [why, setWhy] = useState(opportunity?.why ?? '')
  const [scores, setScores] = useState({ customers: String(opportunity?.customers ?? 3), us: String(opportunity?.us ?? 3), effort: String(opportunity?.effort ?? 3) })
  const [reason, setReason] = useState('')
  const [wanted, setWanted] = useState(opportunity?.wantedOn ?? '')
  const changed = opportunity !== null && (['customers', 'us', 'effort'] as const).some((s) => Number(scores[s]) !== opportunity[s])
  const save = useMutation(trpc.plans.saveOpportunity.mutationOptions({
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: trpc.plans.opportunities.queryKey() })
      onClose()
    },
  }))
  const send = (state?: 'open' | 'dismissed') => save.mutate({
    ...(opportunity ? { id: opportunity.id } : {}), title, why, customers: Number(scores.customers), us: Number(scores.us), effort: Number(scores.effort), reason, wanted_on: wanted || null, ...(state ? { state } : {}),
  })
  const score = (key: keyof typeof scores, label: string, hint: string) => <Field label={label} hint={hint}>{(w) => <Select {...w} value={scores[key]} options={SCALE} onValue={(value) => setScores({ ...scores, [key]: value })} />}</Field>
  return (
    <Sheet open onOpenChange={(open) => { if (!open) onClose() }} title={opportunity ? 'Opportunity' : 'An opportunity of your own'} footer={<>{opportunity?.state === 'open' && <Button look="quiet" onClick={() => send('dismissed')}>Put it aside</Button>}<Button look="primary" type="submit" form="opportunity" busy={save.isPending} disabled={title.trim() === ''}>Save</Button></>}>
      <form id="opportunity" className="grid gap-4" onSubmit={(event) => { event.preventDefault(); send() }}>
        <Field label="What could be better">{(w) => <Input {...w} required maxLength={200} value={title} onChange={(event) => setTitle(event.target.value)} />}</Field>
        <Field label="Why" optional>{(w) => <Textarea {...w} rows={4} maxLength={2000} value={why} onChange={(event) => setWhy(event.target.value)} />}</Field>
        {score('customers', 'Value to customers', opportunity?.inputs.customers ?? '5: one in ten is touched by it; 1: hardly anybody.')}
        {score('us', 'Value to us', opportunity?.inputs.us ?? '5: two percent of a year’s value; 1: next to nothing.')}
        {score('effort', 'Effort', '1: an afternoon; 5: a year. The record does not know.')}
        {opportunity?.source === 'record' && changed && <Field label="Why does it differ from what the data say?">{(w) => <Input {...w} required maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />}</Field>}
        <Field label="Wanted by" optional>{(w) => <Input {...w} type="date" value={wanted} onChange={(event) => setWanted(event.target.value)} />}</Field>
        {save.isError && <Callout tone="danger">{failureOf(save.error)}</Callout>}
      </form>
      {opportunity && <div className="border-t pt-4"><Comments subject="opportunity" id={opportunity.id} link="/plans/opportunities" /></div>}
    </Sheet>
  )
}
