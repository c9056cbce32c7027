'use client'
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { endedBriefly, type Ended } from '@/server/domain/plans/minutes'
import { onPaths } from '@/server/domain/plans/waiting'
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
import { Large, LargeButton } from './large'
import { Minutes } from './minutes'
import { Standing } from './standing'
import { Stands } from './stands'
import { TwoClocks } from './two-clocks'
import { sayFigure } from './words'
import './print.css'

/** The weekly meeting that runs itself: last time's word, measures on their path, what is stuck, what is new, what is decided. */
export function Meeting() {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const { slug, can, timezone, currency } = useWorkspace()
  const { data: view } = useSuspenseQuery(trpc.plans.meeting.queryOptions())
  const figures = useQuery(trpc.plans.meetingFigures.queryOptions())
  const again = () => cache.invalidateQueries({ queryKey: trpc.plans.meeting.queryKey() })
  // What the minutes have told is no new evidence.
  const closed = () => Promise.all([again(), cache.invalidateQueries({ queryKey: trpc.plans.meetingFigures.queryKey() })])
  const start = useMutation(trpc.plans.startMeeting.mutationOptions({ onSuccess: again }))
  const close = useMutation(trpc.plans.closeMeeting.mutationOptions({ onSuccess: closed }))
  const settle = useMutation(trpc.plans.settleDecision.mutationOptions({ onSuccess: again }))
  const canEdit = can.includes('edit')
  const [large, setLarge] = useState(false)
  const small = useCallback(() => setLarge(false), [])
  const failure = start.error ?? close.error ?? settle.error ?? figures.error
  const { open, lastTime, judged, stuck, done, assumptions, past } = view
  const { measures = [], evidence = [], known = 0 } = figures.data ?? {}
  const waits = figures.isPending && <SkeletonLines lines={2} label="Reading what the record says" />
  return (
    <Large on={large} onEnd={small}>
      <div className="plan-sheet">
      <PageHeader
        title="Meeting" lead={open ? `Open since ${formatInstant(open.heldAt, timezone)}, by ${open.by}. ${open.people.length > 1 ? `Taking part: ${open.people.join(', ')}. ` : ''}The minutes write themselves.` : past[0] ? `Last held ${formatInstant(past[0].heldAt, timezone)}.` : 'What we said last time, what is stuck, what is new, what we decide.'}
        actions={<><LargeButton on={large} onTurn={() => setLarge(!large)} />{canEdit && <span className="print:hidden">{(open ? <Button look="primary" busy={close.isPending} onClick={() => close.mutate({ meeting: open.id })}>Close and write the minutes</Button> : <Button look="primary" busy={start.isPending} onClick={() => start.mutate()}>Open a meeting</Button>)}</span>}</>}
      />
      <TwoClocks />
      {failure && <Callout tone="danger">{failureOf(failure)}</Callout>}
      <Section title={lastTime.length === 0 ? 'Nothing was decided last time' : `Last time we said ${lastTime.length} ${lastTime.length === 1 ? 'thing' : 'things'}: ${lastTime.filter((d) => d.done).length} done`}>
        {lastTime.length > 0 && <ul aria-label="What we said last time" className="grid">{lastTime.map((d) => (
          <li key={d.id} className="flex flex-wrap items-center justify-between gap-3 border-b py-2 text-13"><span>{d.text}{d.plan && <span className="text-muted"> · {d.plan}</span>}</span>
            <span className="flex gap-2 print:[&_button]:hidden">{d.done !== null && <Badge tone={d.done ? 'good' : 'warning'}>{d.done ? 'Done' : 'Not done'}</Badge>}{canEdit && d.done !== true && <Button onClick={() => settle.mutate({ decision: d.id, done: true })}>It is done</Button>}{canEdit && d.done !== false && <Button onClick={() => settle.mutate({ decision: d.id, done: false })}>It is not done</Button>}</span></li>))}</ul>}
      </Section>
      <Section title={!figures.data ? 'Running plans' : onPaths(measures)} note={measures.some((m) => m.expected !== null) ? 'The path: the smallest change that matters, built up evenly from start to review. It is no verdict: that waits for its day.' : undefined}>
        {waits}
        {measures.length > 0 && <Table label="Measures" rows={measures} rowKey={(m) => m.plan} columns={[
          { key: 'plan', header: 'Plan', cell: (m) => <Link href={`/${slug}/plans/${m.plan}`}>{m.name}</Link> }, { key: 'measure', header: 'Measure', wideOnly: true, cell: (m) => m.measure },
          { key: 'before', header: 'Before', numeric: true, cell: (m) => sayFigure(m.before, m.unit, currency) }, { key: 'latest', header: 'Latest', numeric: true, cell: (m) => sayFigure(m.latest, m.unit, currency) },
          { key: 'expected', header: 'Path by then', numeric: true, cell: (m) => sayFigure(m.expected, m.unit, currency) },
          { key: 'path', header: 'Path', cell: (m) => <span className="grid justify-items-start gap-0.5 py-1">{m.changed ? <Badge tone="warning">Settings changed</Badge> : m.due ? <Badge tone="warning">Verdict due</Badge> : m.onPath !== null && <Badge tone={m.onPath ? 'good' : 'neutral'}>{m.onPath ? 'On its path' : 'Off its path'}</Badge>}{m.waits && <span className="max-w-xs text-12 text-muted">{m.waits}.</span>}</span> },
        ]} />}
      </Section>
      {judged.length > 0 && <Section title={`${judged.length} judged since`}><ul aria-label="Judged since" className="grid">{judged.map((j) => <li key={j.id} className="flex flex-wrap items-center justify-between gap-3 border-b py-2 text-13"><span><Link href={`/${slug}/plans/${j.id}`}>{j.plan}</Link>{j.found && <span className="block text-muted">{j.found}</span>}{j.caveats.length > 0 && <span className="block max-w-prose text-12 text-muted">Before you believe it: {j.caveats.join(' ')}</span>}</span><Standing plan={j} /></li>)}</ul></Section>}
      <Section title={stuck.length === 0 ? 'Nothing is stuck, behind or late' : `${stuck.length} stuck, behind or late`}>
        {stuck.length > 0 && <Table label="Stuck" rows={stuck} rowKey={(a) => a.id} columns={[
          { key: 'title', header: 'Action', cell: (a) => <span className="grid py-1">{a.title}{a.remark && <span className="text-12 text-muted">{a.remark}</span>}<span className="text-12 text-muted sm:hidden"><Link href={`/${slug}/plans/${a.planId}`}>{a.plan}</Link>{a.ended && `, ${endedBriefly(a.ended)}`}</span></span> }, { key: 'plan', header: 'Plan', wideOnly: true, cell: (a) => <span className="grid justify-items-start gap-0.5 py-1"><Link href={`/${slug}/plans/${a.planId}`}>{a.plan}</Link>{a.ended && <Standing plan={a.ended} />}</span> },
          { key: 'who', header: 'Who', cell: (a) => a.owner || 'Nobody' }, { key: 'due', header: 'Due', cell: (a) => (a.dueOn ? formatDay(a.dueOn) : '–') }, { key: 'status', header: 'Stands', cell: (a) => <Stands action={a} today={view.today} /> },
        ]} />}
        {done.length > 0 && <p className="text-13 text-muted">Done since: {done.map((a) => a.title).join(', ')}.</p>}
      </Section>
      {assumptions.length > 0 && <Section title={`${assumptions.length} ${assumptions.length === 1 ? 'assumption is' : 'assumptions are'} due for a look`} note={<Link href={`/${slug}/plans/assumptions`}>The register, with our own figures beside</Link>}><ul aria-label="Assumptions due for a look" className="grid">{assumptions.map((a) => <li key={a.key} className="flex flex-wrap items-baseline justify-between gap-x-3 border-b py-2 text-13"><span>{a.statement}</span><span className="text-muted">{a.owner || 'Nobody looks after it'}, since {formatDay(a.reviewOn)}</span></li>)}</ul></Section>}
      <Section title={!figures.data || evidence.length > 0 ? 'New evidence' : known > 0 ? 'No new evidence since the last meeting' : 'No new evidence: nothing lies outside its usual range'} note={known > 0 ? `${known} told in earlier meetings ${known === 1 ? 'still stands' : 'still stand'}: ${known === 1 ? 'it is' : 'they are'} in their minutes.` : undefined}>{waits}{evidence.length > 0 && <ul className="grid max-w-prose list-disc gap-1 pl-5 text-13">{evidence.map((e) => <li key={e}>{e}</li>)}</ul>}</Section>
      {open && <Decisions meeting={open.id} decisions={view.decisions} plans={view.plans} canEdit={canEdit} onDone={again} />}
      {past.length > 0 && <div data-part="the minutes"><Section title="Minutes"><ul aria-label="Minutes" className="grid gap-2">{past.map((m) => (
        <li key={m.id}><details className="border-b pb-2 text-13"><summary className="cursor-pointer">{formatInstant(m.heldAt, timezone)}</summary><Minutes minutes={m.minutes} /></details></li>))}</ul></Section></div>}
      </div>
    </Large>
  )
}

type DecisionsProps = { meeting: string; decisions: readonly { id: string; text: string; plan: string | null; by: string }[]; plans: readonly { id: string; name: string; ended: Ended | null }[]; canEdit: boolean; onDone: () => Promise<unknown> }

function Decisions({ meeting, decisions, plans, canEdit, onDone }: DecisionsProps) {
  const trpc = useTRPC()
  const [text, setText] = useState('')
  const [plan, setPlan] = useState('')
  const decide = useMutation(trpc.plans.decide.mutationOptions({ onSuccess: async () => { setText(''); await onDone() } }))
  return (
    <Section title={decisions.length === 0 ? 'Nothing decided yet' : `${decisions.length} decided`}>
      {decisions.length > 0 && <ul aria-label="Decided" className="grid">{decisions.map((d) => <li key={d.id} className="border-b py-2 text-13">{d.text}<span className="text-muted">{d.plan && ` · ${d.plan}`} · {d.by}</span></li>)}</ul>}
      {canEdit && (
        <form className="grid max-w-3xl items-end gap-3 print:hidden sm:grid-cols-[minmax(0,1fr)_14rem_auto]" onSubmit={(event) => { event.preventDefault(); if (text.trim() !== '') decide.mutate({ meeting, plan: plan || null, text }) }}>
          <Field label="We decide">{(w) => <Input {...w} maxLength={1000} value={text} onChange={(event) => setText(event.target.value)} />}</Field>
          <Field label="For which plan" optional>{(w) => <Select {...w} value={plan} options={[{ value: '', label: 'No plan in particular' }, ...plans.map(({ id, name, ended }) => ({ value: id, label: ended ? `${name} (${ended.status === 'reviewed' ? 'judged' : 'stopped'})` : name }))]} onValue={setPlan} />}</Field>
          <Button type="submit" busy={decide.isPending}>Write it down</Button>
        </form>
      )}
      {decide.isError && <Callout tone="danger">{failureOf(decide.error)}</Callout>}
    </Section>
  )
}
