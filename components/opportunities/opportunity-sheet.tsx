'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { OPPORTUNITY_STATES, type OpportunityState } from '@/db/vocabulary'
import { EFFORT_UNKNOWN } from '@/server/domain/plans/score'
import type { Opportunity } from '@/server/queries/plans/plans'
import { Comments } from '../comments/comments'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { Sheet } from '../ui/dialog'
import { Field, Input, Select, Textarea } from '../ui/field'
import { Callout } from '../ui/states'
import { Links, LinksField } from './links'
import { canPlan, goesOn, judged, SCORES, STATE, sum, type ScoreKey } from './words'

const typedScore = (text: string) => (text === '' ? null : Number(text))
const NOT_COUNTED = '(? is counted as 3)'
const SCALE = ['1', '2', '3', '4', '5'].map((value) => ({ value, label: value }))

/** An opportunity, what it is about, and its three scores with what they came from; changing what the data say takes a reason, each its own. */
export function OpportunitySheet({ opportunity, onPlan, onClose }: { opportunity: Opportunity | null; onPlan: (of: Opportunity) => void; onClose: () => void }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  // What nobody has judged yet stays so until somebody does.
  const before = opportunity ? judged(opportunity) : { customers: null, us: null, effort: null }
  const [title, setTitle] = useState(opportunity?.title ?? '')
  const [why, setWhy] = useState(opportunity?.why ?? '')
  const [scores, setScores] = useState({ customers: String(before.customers ?? ''), us: String(before.us ?? ''), effort: String(before.effort ?? '') })
  const [reasons, setReasons] = useState({ customers: '', us: '', effort: '' })
  const [wanted, setWanted] = useState(opportunity?.wantedOn ?? '')
  const [links, setLinks] = useState<readonly string[]>(opportunity?.links ?? [])
  const [state, setState] = useState<OpportunityState>(opportunity?.state ?? 'open')
  const typed: Record<ScoreKey, number | null> = { customers: typedScore(scores.customers), us: typedScore(scores.us), effort: typedScore(scores.effort) }
  const changed = (opportunity === null ? [] : SCORES.filter(({ key }) => typed[key] !== before[key]))
  // Effort is nobody's figure: whoever says it first contradicts nothing.
  const differs = (key: ScoreKey) => opportunity?.source === 'record' && key !== 'effort'
  const save = useMutation(trpc.plans.saveOpportunity.mutationOptions({
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: trpc.plans.opportunities.queryKey() })
      onClose()
    },
  }))
  const send = () => save.mutate({
    ...(opportunity ? { id: opportunity.id, state } : {}), title, why, ...typed, reasons, wanted_on: wanted || null, links: [...links],
  })
  const from = (key: ScoreKey) => (opportunity?.source === 'record' && key !== 'effort' ? opportunity.inputs[key] : undefined)
  const open = Object.values(typed).filter((score) => score === null).length
  const counted = (typed.customers ?? EFFORT_UNKNOWN) * (typed.us ?? EFFORT_UNKNOWN) * (6 - (typed.effort ?? EFFORT_UNKNOWN))
  return (
    <Sheet open onOpenChange={(open) => { if (!open) onClose() }} title={opportunity ? 'Opportunity' : 'An opportunity of your own'} footer={<>{opportunity && canPlan(opportunity) && changed.length === 0 && <Button look="quiet" onClick={() => { onClose(); onPlan(opportunity) }}>{opportunity.plans.length > 0 ? 'Make another plan' : 'Make a plan'}</Button>}<Button look="primary" type="submit" form="opportunity" busy={save.isPending} disabled={title.trim() === ''}>Save</Button></>}>
      <form id="opportunity" className="grid gap-4" onSubmit={(event) => { event.preventDefault(); send() }}>
        <Field label="What could be better">{(w) => <Input {...w} required maxLength={200} value={title} onChange={(event) => setTitle(event.target.value)} />}</Field>
        <Field label="Why" optional>{(w) => <Textarea {...w} rows={4} maxLength={2000} value={why} onChange={(event) => setWhy(event.target.value)} />}</Field>
        {opportunity?.measured && <p className="text-13 text-muted">A plan would be measured by: {opportunity.measured}; it should become {opportunity.better}.</p>}
        {SCORES.map(({ key, label, hint }) => (
          <div key={key} className="grid gap-2">
            <Field label={label} hint={from(key) ? `From the record: ${from(key)}. ${hint}` : hint}>{(w) => <Select {...w} value={scores[key]} options={before[key] === null ? [{ value: '', label: 'Not judged yet' }, ...SCALE] : SCALE} onValue={(value) => setScores({ ...scores, [key]: value })} />}</Field>
            {opportunity && before[key] !== null && typed[key] !== before[key] && <Field label={differs(key) ? `Why is ${label.toLowerCase()} not what the data say?` : `Why is ${label.toLowerCase()} ${scores[key]}?`} optional={!differs(key)}>{(w) => <Input {...w} required={differs(key)} maxLength={500} value={reasons[key]} onChange={(event) => setReasons({ ...reasons, [key]: event.target.value })} />}</Field>}
          </div>
        ))}
        <p className="text-13" aria-live="polite">Score: {open === SCORES.length ? 'not judged yet' : <>{sum(typed)} = <span className="font-medium">{counted}{open > 0 ? '?' : ''}</span>{open > 0 && ` ${NOT_COUNTED}`}</>}</p>
        {opportunity && Object.keys(opportunity.overrides).length > 0 && (
          <ul aria-label="Changed by hand" className="grid gap-1 text-12 text-muted">
            {SCORES.flatMap(({ key, label }) => { const said = opportunity.overrides[key]; return said ? [<li key={key}>{label}: {said.by} changed {said.from} to {opportunity[key]}{said.reason ? `, because: ${said.reason}` : ''}</li>] : [] })}
          </ul>
        )}
        <LinksField links={links} onLinks={setLinks} />
        {opportunity && <Links links={opportunity.links} />}
        <Field label="Wanted by" optional>{(w) => <Input {...w} type="date" value={wanted} onChange={(event) => setWanted(event.target.value)} />}</Field>
        {opportunity && <Field label="How far it is">{(w) => <Select {...w} value={state} options={OPPORTUNITY_STATES.filter((one) => one !== 'planned' || opportunity.plans.some(goesOn) || state === 'planned').map((value) => ({ value, label: STATE[value] }))} onValue={setState} />}</Field>}
        {save.isError && <Callout tone="danger">{failureOf(save.error)}</Callout>}
      </form>
      {opportunity && <div className="border-t pt-4"><Comments subject="opportunity" id={opportunity.id} link="/plans/opportunities" /></div>}
    </Sheet>
  )
}
