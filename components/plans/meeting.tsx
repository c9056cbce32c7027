'use client'
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { failureOf, useTRPC } from '../data/trpc'
import { PageHeader, Section } from '../shell/page'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { Field, Input, Select } from '../ui/field'
import { formatDay, formatInstant } from '../ui/format-date'
import { Link } from '../ui/link'
import { Callout, SkeletonLines } from '../ui/states'
import { Table } from '../ui/table'
import { useWorkspace } from '../workspace/workspace'
import { download } from './markdown'
import { Standing } from './standing'
import { TwoClocks } from './two-clocks'
import { ACTION, sayFigure } from './words'

/** The weekly meeting that runs itself: last time's word, measures on their path, what is stuck, what is new, what is decided. */
export function Meeting() {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const { slug, can, timezone, currency } = useWorkspace()
  const { data: view } = useSuspenseQuery(trpc.plans.meeting.queryOptions())
  const figures = useQuery(trpc.plans.meetingFigures.queryOptions())
  const again = () => cache.invalidateQueries({ queryKey: trpc.plans.meeting.queryKey() })
  const start = useMutation(trpc.plans.startMeeting.mutationOptions({ onSuccess: again }))
  const close = useMutation(trpc.plans.closeMeeting.mutationOptions({ onSuccess: again }))
  const settle = useMutation(trpc.plans.settleDecision.mutationOptions({ onSuccess: again }))
  const canEdit = can.includes('edit')
  const failure = start.error ?? close.error ?? settle.error ?? figures.error
  const { open, lastTime, judged, stuck, done, past } = view
  const { measures = [], evidence = [] } = figures.data ?? {}
  const waits = figures.isPending && <SkeletonLines lines={2} label="Reading what the record says" />
  return (
    <>
      <PageHeader
        title="Meeting" lead={open ? `Open since ${formatInstant(open.heldAt, timezone)}, by ${open.by}. The minutes write themselves.` : past[0] ? `Last held ${formatInstant(past[0].heldAt, timezone)}.` : 'What we said last time, what is stuck, what is new, what we decide.'}
        actions={canEdit && (open ? <Button look="primary" busy={close.isPending} onClick={() => close.mutate({ meeting: open.id })}>Close and write the minutes</Button> : <Button look="primary" busy={start.isPending} onClick={() => start.mutate()}>Open a meeting</Button>)}
      />
      <TwoClocks />
      {failure && <Callout tone="danger">{failureOf(failure)}</Callout>}
      <Section title={lastTime.length === 0 ? 'Nothing was decided last time' : `Last time we said ${lastTime.length} ${lastTime.length === 1 ? 'thing' : 'things'}: ${lastTime.filter((d) => d.done).length} done`}>
        {lastTime.length > 0 && <ul aria-label="What we said last time" className="grid">{lastTime.map((d) => (
          <li key={d.id} className="flex flex-wrap items-center justify-between gap-3 border-b py-2 text-13"><span>{d.text}{d.plan && <span className="text-muted"> · {d.plan}</span>}</span>
            <span className="flex gap-2">{d.done !== null && <Badge tone={d.done ? 'good' : 'warning'}>{d.done ? 'Done' : 'Not done'}</Badge>}{canEdit && d.done !== true && <Button onClick={() => settle.mutate({ decision: d.id, done: true })}>It is done</Button>}{canEdit && d.done !== false && <Button onClick={() => settle.mutate({ decision: d.id, done: false })}>It is not done</Button>}</span></li>))}</ul>}
      </Section>
      <Section title={!figures.data ? 'Running plans' : measures.length === 0 ? 'No plan is running' : onPaths(measures)} note={measures.length > 0 ? 'The path: the smallest change that matters, built up evenly from start to review. It is no verdict: that waits for its day.' : undefined}>
        {waits}
        {measures.length > 0 && <Table label="Measures" rows={measures} rowKey={(m) => m.plan} columns={[
          { key: 'plan', header: 'Plan', cell: (m) => <Link href={`/${slug}/plans/${m.plan}`}>{m.name}</Link> }, { key: 'measure', header: 'Measure', wideOnly: true, cell: (m) => m.measure },
          { key: 'before', header: 'Before', numeric: true, cell: (m) => sayFigure(m.before, m.unit, currency) }, { key: 'latest', header: 'Latest', numeric: true, cell: (m) => sayFigure(m.latest, m.unit, currency) },
          { key: 'expected', header: 'By then', numeric: true, cell: (m) => sayFigure(m.expected, m.unit, currency) },
          { key: 'path', header: 'Path', cell: (m) => <>{m.due && <Badge tone="warning">Verdict due</Badge>} {m.onPath === null ? !m.due && <span className="text-muted">No whole period yet</span> : <Badge tone={m.onPath ? 'good' : 'neutral'}>{m.onPath ? 'On its path' : 'Off its path'}</Badge>}</> },
        ]} />}
      </Section>
      {judged.length > 0 && <Section title={`${judged.length} judged since`}><ul aria-label="Judged since" className="grid">{judged.map((j) => <li key={j.id} className="flex flex-wrap items-center justify-between gap-3 border-b py-2 text-13"><Link href={`/${slug}/plans/${j.id}`}>{j.plan}</Link><Standing plan={j} /></li>)}</ul></Section>}
      <Section title={stuck.length === 0 ? 'Nothing is stuck, behind or late' : `${stuck.length} stuck, behind or late`}>
        {stuck.length > 0 && <Table label="Stuck" rows={stuck} rowKey={(a) => a.id} columns={[
          { key: 'title', header: 'Action', cell: (a) => <span className="grid py-1">{a.title}{a.remark && <span className="text-12 text-muted">{a.remark}</span>}<Link href={`/${slug}/plans/${a.planId}`} className="text-12 sm:hidden">{a.plan}</Link></span> }, { key: 'plan', header: 'Plan', wideOnly: true, cell: (a) => <Link href={`/${slug}/plans/${a.planId}`}>{a.plan}</Link> },
          { key: 'who', header: 'Who', cell: (a) => a.owner || 'Nobody' }, { key: 'due', header: 'Due', cell: (a) => (a.dueOn ? formatDay(a.dueOn) : '–') }, { key: 'status', header: 'Stands', cell: (a) => <Badge tone={a.late && a.status === 'on_track' ? 'warning' : ACTION[a.status].tone}>{a.late && a.status === 'on_track' ? 'Late' : ACTION[a.status].label}</Badge> },
        ]} />}
        {done.length > 0 && <p className="text-13 text-muted">Done since: {done.map((a) => a.title).join(', ')}.</p>}
      </Section>
      <Section title={figures.data && evidence.length === 0 ? 'No new evidence: nothing lies outside its usual range' : 'New evidence'}>{waits}{evidence.length > 0 && <ul className="grid max-w-prose list-disc gap-1 pl-5 text-13">{evidence.map((e) => <li key={e}>{e}</li>)}</ul>}</Section>
      {open && <Decisions meeting={open.id} decisions={view.decisions} plans={view.plans} canEdit={canEdit} onDone={again} />}
      {past.length > 0 && <Section title="Minutes"><div className="grid gap-2">{past.map((m) => (
        <details key={m.id} className="border-b pb-2 text-13"><summary className="cursor-pointer">{formatInstant(m.heldAt, timezone)}</summary><pre className="overflow-x-auto py-3 font-sans whitespace-pre-wrap">{m.minutes}</pre><Button onClick={() => download('minutes.md', m.minutes)}>Markdown</Button></details>))}</div></Section>}
    </>
  )
}

type DecisionsProps = { meeting: string; decisions: readonly { id: string; text: string; plan: string | null; by: string }[]; plans: readonly { id: string; name: string }[]; canEdit: boolean; onDone: () => Promise<unknown> }

function Decisions({ meeting, decisions, plans, canEdit, onDone }: DecisionsProps) {
  const trpc = useTRPC()
  const [text, setText] = useState('')
  const [plan, setPlan] = useState('')
  const decide = useMutation(trpc.plans.decide.mutationOptions({ onSuccess: async () => { setText(''); await onDone() } }))
  return (
    <Section title={decisions.length === 0 ? 'Nothing decided yet' : `${decisions.length} decided`}>
      {decisions.length > 0 && <ul aria-label="Decided" className="grid">{decisions.map((d) => <li key={d.id} className="border-b py-2 text-13">{d.text}<span className="text-muted">{d.plan && ` · ${d.plan}`} · {d.by}</span></li>)}</ul>}
      {canEdit && (
        <form className="grid max-w-3xl items-end gap-3 sm:grid-cols-[minmax(0,1fr)_14rem_auto]" onSubmit={(event) => { event.preventDefault(); if (text.trim() !== '') decide.mutate({ meeting, plan: plan || null, text }) }}>
          <Field label="We decide">{(w) => <Input {...w} maxLength={1000} value={text} onChange={(event) => setText(event.target.value)} />}</Field>
          <Field label="For which plan" optional>{(w) => <Select {...w} value={plan} options={[{ value: '', label: 'No plan in particular' }, ...plans.map(({ id, name }) => ({ value: id, label: name }))]} onValue={setPlan} />}</Field>
          <Button type="submit" busy={decide.isPending}>Write it down</Button>
        </form>
      )}
      {decide.isError && <Callout tone="danger">{failureOf(decide.error)}</Callout>}
    </Section>
  )
}

/** Only plans of which something can be told: the first weeks of a plan are no failure. */
function onPaths(measures: readonly { onPath: boolean | null }[]): string {
  const told = measures.filter((m) => m.onPath !== null)
  const young = measures.length - told.length
  if (told.length === 0) return `${measures.length === 1 ? 'The running plan is' : `All ${measures.length} running plans are`} too young to tell`
  return `${told.filter((m) => m.onPath).length} of ${told.length} running plans are on their path${young > 0 ? `; ${young} ${young === 1 ? 'is' : 'are'} too young to tell` : ''}`
}
