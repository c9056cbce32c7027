'use client'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Told } from '@/server/domain/screens/told'
import { failureOf, useTRPC } from '../data/trpc'
import type { InspectTarget } from '../shell/inspector-context'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Field, Input, Select } from '../ui/field'
import { Callout } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'

type Props = { target: InspectTarget; told: Told; field: string; onClose: () => void }
const NEW = 'new'

/** The figure one looks at as the measure of a plan: one that is being written, or a new one. */
export function MeasureInPlan({ target, told, field, onClose }: Props) {
  const trpc = useTRPC()
  const router = useRouter()
  const { slug } = useWorkspace()
  const { data, isPending } = useQuery(trpc.reports.answer.queryOptions({ name: 'plan-portfolio', parameters: { status: 'draft' } }))
  const drafts = (data?.rows ?? []).map((row) => ({ value: String(row.plan), label: String(row.label) }))
  const [plan, setPlan] = useState(NEW)
  const [name, setName] = useState('')
  const go = (id: string) => router.push(`/${slug}/plans/${id}#verdict`)
  const create = useMutation(trpc.plans.create.mutationOptions({ onSuccess: ({ id }) => go(id) }))
  const propose = useMutation(trpc.plans.proposeMeasure.mutationOptions({ onSuccess: () => go(plan) }))
  const figure = told.figures[field]
  const known = Object.entries(target.parameters).filter((entry): entry is [string, string | number | boolean] => entry[1] !== null && entry[1] !== undefined && entry[1] !== '')
  const cell = Object.fromEntries(Object.entries(target.cell ?? {}).filter(([key]) => key !== 'field' && told.keys.includes(key)).map(([key, value]) => [key, String(value)]))
  // A figure of the whole stands in the row of the whole.
  for (const key of told.keys) if (key === 'key' && cell.key === undefined) cell.key = 'total'
  const measure = { report: told.name, parameters: Object.fromEntries(known), cell, field }
  const failure = create.error ?? propose.error
  return (
    <Dialog
      open onOpenChange={onClose} title={`Measure “${figure?.label ?? told.title}” in a plan`} description="It becomes the one figure the plan is judged by; the days are said there."
      footer={<><Button onClick={onClose}>Cancel</Button><Button look="primary" type="submit" form="measure-in-plan" busy={create.isPending || propose.isPending} disabled={isPending || (plan === NEW && name.trim() === '')}>Measure it there</Button></>}
    >
      <form id="measure-in-plan" className="grid gap-4" onSubmit={(event) => { event.preventDefault(); if (plan === NEW) create.mutate({ name, measure }); else propose.mutate({ plan, measure }) }}>
        <Field label="In which plan" hint={drafts.length === 0 && !isPending ? 'No plan is being written.' : 'One that has started keeps its measure.'}>{(w) => <Select {...w} value={plan} options={[{ value: NEW, label: 'A new one' }, ...drafts]} onValue={setPlan} />}</Field>
        {plan === NEW && <Field label="What is it called?">{(w) => <Input {...w} required maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />}</Field>}
        {failure && <Callout tone="danger">{failureOf(failure)}</Callout>}
      </form>
    </Dialog>
  )
}
