'use client'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { failureOf, useTRPC } from '../data/trpc'
import { Section } from '../shell/page'
import { Button } from '../ui/button'
import { Sheet } from '../ui/dialog'
import { Field, Input, Textarea } from '../ui/field'
import { formatMoney, formatShareOf } from '../ui/format'
import { ButtonLink } from '../ui/link'
import { Table } from '../ui/table'
import { useWorkspace } from '../workspace/workspace'

type Touchpoint = { slug: string; name: string; class: string; critical: boolean }
type Details = { touchpoint: string; personal: string; unexpected: string; investment: string; failure_cost: number | null; target_failed: number | null; target_effort: number | null; target_action_hours: number | null }

/** What makes each touchpoint what it is: a moment's three ingredients and its price, an efficient one's targets. */
export function TouchpointDetails({ admin }: { admin: boolean }) {
  const trpc = useTRPC()
  const { slug: org, touchpoints, currency } = useWorkspace()
  const { data: all = [] } = useQuery(trpc.journeys.details.queryOptions())
  const [open, setOpen] = useState<Touchpoint | null>(null)
  const of = (slug: string): Details | undefined => all.find((one) => one.touchpoint === slug)
  const said = (touchpoint: Touchpoint) => {
    const details = of(touchpoint.slug)
    if (!details) return ''
    const moment = [details.personal && `Know: ${details.personal}`, details.unexpected && `Surprise: ${details.unexpected}`, details.investment && `Invest: ${details.investment}`, details.target_action_hours !== null && `act within ${details.target_action_hours} h`]
    const efficient = [details.target_failed !== null && `at most ${formatShareOf(details.target_failed)} failed`, details.target_effort !== null && `effort ${details.target_effort}`]
    return [...(touchpoint.class === 'moment_that_matters' ? moment : efficient), details.failure_cost !== null && `getting it wrong costs ${formatMoney(details.failure_cost, currency)}`].filter(Boolean).join(' · ')
  }
  return (
    <Section title="What makes a touchpoint what it is" subtitle="Moments: what is personal, unexpected and invested, and what getting them wrong costs. Efficient ones: their targets." actions={<ButtonLink href={`/${org}/settings/touchpoints`}>Classes</ButtonLink>}>
      <Table<Touchpoint>
        label="Touchpoints" rows={touchpoints.toSorted((a, b) => Number(b.class === 'moment_that_matters') - Number(a.class === 'moment_that_matters') || a.name.localeCompare(b.name))} rowKey={(row) => row.slug}
        columns={[
          { key: 'name', header: 'Touchpoint', cell: (row) => row.name },
          { key: 'class', header: 'Class', cell: (row) => (row.class === 'moment_that_matters' ? (row.critical ? 'Moment, critical' : 'Moment') : 'Efficient') },
          { key: 'said', header: 'What is said of it', wideOnly: true, cell: (row) => <span className="text-muted">{said(row) || 'nothing yet'}</span> },
          ...(admin ? [{ key: 'edit', header: '', cell: (row: Touchpoint) => <span className="flex justify-end"><Button look="quiet" aria-label={`Describe ${row.name}`} onClick={() => setOpen(row)}>Describe</Button></span> }] : []),
        ]}
      />
      {open && <DetailsForm touchpoint={open} details={of(open.slug)} onClose={() => setOpen(null)} />}
    </Section>
  )
}

const numberOr = (text: string): number | null => (text.trim() === '' || Number.isNaN(Number(text)) ? null : Number(text))
const textOf = (value: number | null | undefined) => (value === null || value === undefined ? '' : String(value))

function DetailsForm({ touchpoint, details, onClose }: { touchpoint: Touchpoint; details: Details | undefined; onClose: () => void }) {
  const trpc = useTRPC()
  const { currency } = useWorkspace()
  const moment = touchpoint.class === 'moment_that_matters'
  const [text, setText] = useState({ personal: details?.personal ?? '', unexpected: details?.unexpected ?? '', investment: details?.investment ?? '' })
  const [amount, setAmount] = useState({ cost: textOf(details?.failure_cost), failed: textOf(details?.target_failed === null || details === undefined ? null : details.target_failed * 100), effort: textOf(details?.target_effort), hours: textOf(details?.target_action_hours) })
  const save = useMutation(trpc.journeys.saveDetails.mutationOptions({ onSuccess: onClose }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const failed = numberOr(amount.failed)
    save.mutate({ touchpoint: touchpoint.slug, ...text, failure_cost: numberOr(amount.cost), target_failed: failed === null ? null : failed / 100, target_effort: numberOr(amount.effort), target_action_hours: numberOr(amount.hours) })
  }
  const area = (key: keyof typeof text, label: string, hint: string) => <Field label={label} hint={hint} optional>{(w) => <Textarea {...w} rows={2} maxLength={2000} value={text[key]} onChange={(event) => setText({ ...text, [key]: event.target.value })} />}</Field>
  const number = (key: keyof typeof amount, label: string, hint?: string) => <Field label={label} hint={hint} optional>{(w) => <Input {...w} inputMode="decimal" type="number" min={0} step="any" value={amount[key]} onChange={(event) => setAmount({ ...amount, [key]: event.target.value })} />}</Field>
  return (
    <Sheet open onOpenChange={(open) => { if (!open) onClose() }} title={touchpoint.name} description={moment ? 'A moment that matters' : 'Efficient: quick, accurate, unobtrusive'} footer={<Button form="touchpoint-details" type="submit" look="primary" busy={save.isPending}>Save</Button>}>
      <form id="touchpoint-details" onSubmit={submit} className="grid gap-4">
        {save.error && <p role="alert" className="text-13 text-danger">{failureOf(save.error)}</p>}
        {moment && area('personal', 'Personal', 'Which small things must we know about this customer?')}
        {moment && area('unexpected', 'Unexpected', 'What would they not have counted on?')}
        {moment && area('investment', 'Investment', 'What it takes in time, effort or creativity.')}
        {moment && number('hours', 'Act within, hours', 'From unhappiness to the first act.')}
        {!moment && number('failed', 'At most failed, %')}
        {!moment && number('effort', 'Effort aimed at', 'Mean customer effort score.')}
        {number('cost', `Getting it wrong once costs, ${currency}`)}
      </form>
    </Sheet>
  )
}
