'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ASSUMPTION_STATES, type AssumptionState } from '@/db/vocabulary'
import type { RowOf } from '@/server/reports/answer'
import { ALL, figureOf } from '@/server/domain/plans/figure'
import { CLAIMS } from '@/server/domain/plans/claims'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { Sheet } from '../ui/dialog'
import { Field, Input, Select, Textarea } from '../ui/field'
import { Callout } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { Comments } from '../comments/comments'
import { STATE, typedIn } from './words'
import { typedOrNone } from '../ui/typed-number'

type Row = RowOf<'assumptions'>
const checkOf = (of: { report: string; field: string }) => `${of.report} ${of.field}`
const number = typedOrNone
const scaleOf = (unit: string | null | undefined) => (unit === 'share' ? 100 : 1)
const shown = (value: number) => String(Number(value.toFixed(6)))

/** An assumption: what it says, whose it is, when to look again, and which figure checks it. */
export function AssumptionSheet({ row, own, onClose }: { row: Row | null; own: boolean; onClose: () => void }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const { actor, currency } = useWorkspace()
  const { data: measures = [] } = useQuery(trpc.plans.measures.queryOptions())
  const published = row !== null && !own
  const claim = CLAIMS.find(({ key }) => key === row?.key)
  const [statement, setStatement] = useState(row?.statement ?? '')
  const [state, setState] = useState<AssumptionState>(row?.state ?? 'unchecked')
  const [evidence, setEvidence] = useState(row?.evidence ?? '')
  const [owner, setOwner] = useState(row?.owner ?? actor)
  const [review, setReview] = useState(row?.review_on ?? '')
  const bound = row?.check && row.check_field ? `${row.check} ${row.check_field}` : ''
  const [check, setCheck] = useState(bound)
  const measure = measures.find((m) => m.id === check)
  // What the ends are typed in: a share's in hundredths. Unbound, they keep the unit they were in.
  const [scale, setScale] = useState(scaleOf(row?.unit))
  const typed = (value: number | null | undefined) => (value === null || value === undefined ? '' : shown(value * scale))
  const [low, setLow] = useState(typed(row?.claimed_low))
  const [high, setHigh] = useState(typed(row?.claimed_high))
  const save = useMutation(trpc.plans.saveAssumption.mutationOptions({
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: trpc.reports.pathKey() })
      onClose()
    },
  }))
  const inUnit = typedIn(measure?.unit ?? (check === bound ? row?.unit : claim?.check?.unit), currency)
  const ends = inUnit && `, ${inUnit}`
  const choose = (id: string) => {
    setCheck(id)
    const unit = measures.find((m) => m.id === id)?.unit ?? (claim?.check && checkOf(claim.check) === id ? claim.check.unit : id === bound ? row?.unit : undefined)
    if (id === '' || unit === undefined) return
    const next = scaleOf(unit)
    // The claim stays what it is: "38" under "%" is 0.38 of a number.
    const again = (text: string) => { const value = number(text); return value === null || Number.isNaN(value) ? text : shown((value / scale) * next) }
    if (next !== scale) { setLow(again); setHigh(again); setScale(next) }
  }
  const send = () => {
    const end = (text: string) => { const value = number(text); return value === null ? null : value / scale }
    // The figure it is held against already stays as it is, of whomever it is.
    const figure = check === bound ? undefined : claim?.check && checkOf(claim.check) === check ? { report: claim.check.report, parameters: claim.check.parameters, cell: claim.check.cell, field: claim.check.field } : measure ? figureOf(measure, ALL) : null
    save.mutate({ id: own && row ? row.key : null, claim: published && row ? row.key : null, statement, source: row?.source ?? '', note: row?.note ?? '', owner, review_on: review || null, state, evidence, check: figure, claimed_low: end(low), claimed_high: end(high) })
  }
  const reports = [{ value: '', label: 'None' }, ...measures.map((m) => ({ value: m.id, label: m.label })), ...[bound, claim?.check ? checkOf(claim.check) : ''].filter((one, i, all) => one !== '' && all.indexOf(one) === i && !measures.some((m) => m.id === one)).map((value) => ({ value, label: claim?.check && value === checkOf(claim.check) ? 'The figure it ships with' : 'The figure it is held against' }))]
  return (
    <Sheet open onOpenChange={(open) => { if (!open) onClose() }} title={row ? 'What we think of it' : 'What do you know for sure?'} footer={<><Button look="quiet" onClick={onClose}>Cancel</Button><Button look="primary" type="submit" form="assumption" busy={save.isPending} disabled={statement.trim() === ''}>Save</Button></>}>
      <form id="assumption" className="grid gap-4" onSubmit={(event) => { event.preventDefault(); send() }}>
        <Field label="It says">{(w) => <Textarea {...w} required rows={3} maxLength={1000} readOnly={published} value={statement} onChange={(event) => setStatement(event.target.value)} />}</Field>
        <Field label="What we found">{(w) => <Select {...w} value={state} options={ASSUMPTION_STATES.map((value) => ({ value, label: STATE[value].label }))} onValue={setState} />}</Field>
        <Field label="On what grounds" optional>{(w) => <Textarea {...w} rows={2} maxLength={2000} value={evidence} onChange={(event) => setEvidence(event.target.value)} />}</Field>
        <Field label="The figure that checks it" hint="Shown beside it, of everybody, with its unit, its days and its interval.">{(w) => <Select {...w} value={check} options={reports} onValue={choose} />}</Field>
        {check && <div className="grid grid-cols-2 gap-4"><Field label={`Claimed, at least${ends}`} optional>{(w) => <Input {...w} inputMode="decimal" value={low} onChange={(event) => setLow(event.target.value)} />}</Field><Field label={`at most${ends}`} optional>{(w) => <Input {...w} inputMode="decimal" value={high} onChange={(event) => setHigh(event.target.value)} />}</Field></div>}
        <Field label="Who looks after it" optional>{(w) => <Input {...w} maxLength={100} value={owner} onChange={(event) => setOwner(event.target.value)} />}</Field>
        <Field label="Look again on" optional>{(w) => <Input {...w} type="date" value={review} onChange={(event) => setReview(event.target.value)} />}</Field>
        {save.isError && <Callout tone="danger">{failureOf(save.error)}</Callout>}
      </form>
      {row && <div className="border-t pt-4"><Comments subject="assumption" id={row.key} link="/plans/assumptions" /></div>}
    </Sheet>
  )
}
