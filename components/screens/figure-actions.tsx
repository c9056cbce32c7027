'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { BellRing, ListChecks, MessageSquare, MonitorPlay, Target } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import type { TargetDirection } from '@/db/vocabulary'
import { grows, type Told } from '@/server/domain/screens/told'
import { BY_FIGURE, waysToDraw } from '@/server/domain/screens/ways'
import { betterOf } from '@/server/domain/targets/better'
import { isRate, nextTarget, targetOf, targetParts, whileRunning, wholeOfSplit, type TargetMark } from '@/server/domain/targets/target'
import { failureOf, useTRPC } from '../data/trpc'
import type { InspectTarget } from '../shell/inspector-context'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Field, Input, Select } from '../ui/field'
import { formatDay } from '../ui/format-date'
import { Callout } from '../ui/states'
import { formatFigure } from '../workspace/figure'
import { useWorkspace } from '../workspace/workspace'
import { PutOnWall } from './put-on-wall'
import { typedNumber } from '../ui/typed-number'

// Its form asks for members, reports and rows: only once somebody wants it.
const TellMeWhen = dynamic(() => import('../alerts/tell-me-when').then((module) => module.TellMeWhen), { ssr: false })
const MeasureInPlan = dynamic(() => import('../plans/measure-in-plan').then((module) => module.MeasureInPlan), { ssr: false })
const Comments = dynamic(() => import('../comments/comments').then((module) => module.Comments), { ssr: false })

type Props = { target: InspectTarget; told: Told; field: string; value: number | null; /** The last day it is of, by whose target it is judged; null: today. */ day: string | null; /** Its period is not over yet. */ running: boolean; /** Of which part it is, in words, its period left out; empty: of all. */ part: string; /** How long its report’s periods are; none without. */ interval: string | undefined }

/** What one can do with any figure besides looking: give it a target, measure a plan by it, put it on a wall, be told of it, talk about it. */
export function FigureActions({ target, told, field, value, day, running, part, interval }: Props) {
  const { can } = useWorkspace()
  const [open, setOpen] = useState<'target' | 'wall' | 'alert' | 'plan' | 'comments' | null>(null)
  const figure = told.figures[field]
  const drawn = waysToDraw(told).length > 0 && !(target.cell === null && BY_FIGURE.includes(told.name))
  return (
    <div className="grid gap-3">
      {figure && <PresentTarget {...{ target, told, field, value, day, running }} />}
      <div className="flex flex-wrap gap-2">
        {figure && can.includes('edit') && <Button onClick={() => setOpen('target')}><Target /> Set a target</Button>}
        {figure && can.includes('edit') && <Button onClick={() => setOpen('alert')}><BellRing /> Tell me when …</Button>}
        {figure && can.includes('edit') && <Button onClick={() => setOpen('plan')}><ListChecks /> Measure in a plan</Button>}
        {drawn && can.includes('admin') && <Button onClick={() => setOpen('wall')}><MonitorPlay /> Put this on the wall</Button>}
        <Button onClick={() => setOpen('comments')}><MessageSquare /> Comments</Button>
      </div>
      {open === 'comments' && <Dialog open onOpenChange={() => setOpen(null)} title={`Said about “${told.title}”`}><Comments subject="report" id={told.name} link="" /></Dialog>}
      {open === 'plan' && <MeasureInPlan {...{ target, told, field }} onClose={() => setOpen(null)} />}
      {open === 'alert' && <TellMeWhen {...{ target, told, field, value }} onClose={() => setOpen(null)} />}
      {open === 'target' && <SetTarget {...{ target, told, field, part }} onClose={() => setOpen(null)} />}
      {open === 'wall' && <PutOnWall {...{ target, told, field, part, interval }} onClose={() => setOpen(null)} />}
    </div>
  )
}

const SAY: Record<TargetDirection, string> = { at_least: 'at least', at_most: 'at most' }
const subjectOf = ({ target, told, field }: Pick<Props, 'target' | 'told' | 'field'>) => ({ report: told.name, field, ...targetParts(target.parameters, target.cell ?? {}) })

/** The target that its day had, whether it is reached, and what was decided before and since. */
function PresentTarget(props: Omit<Props, 'part' | 'interval'>) {
  const { told, field, value, day, running } = props
  const { today, currency } = useWorkspace()
  const { data } = useQuery(useTRPC().targets.history.queryOptions(subjectOf(props)))
  const figure = told.figures[field]
  if (!data || data.length === 0 || !figure) return null
  const say = (n: number) => formatFigure(n, figure.unit, currency)
  const at = day !== null && day < today ? day : today
  const decided = data.toReversed()
  const mark = whileRunning(targetOf(decided, at, value), running, grows(figure))
  return (
    <section aria-label="Target" className="border-t pt-3 text-13">
      <TargetThen mark={mark} next={nextTarget(decided, at)} past={at < today} running={running} say={say} />
      <ul className="mt-1 grid gap-0.5 text-12 text-muted">
        {data.map((one) => <li key={one.id}>From {formatDay(one.validFrom)}: {one.value === null ? 'none' : `${SAY[one.direction]} ${say(one.value)}`}, {one.owner}</li>)}
      </ul>
    </section>
  )
}

type Then = { mark: TargetMark | null; next: { value: number; direction: TargetDirection; validFrom: string } | null; /** The figure’s day is over. */ past: boolean; running: boolean; say: (value: number) => string }

/** A figure is held to what was aimed at in its own days: a target decided since judges none of them. */
export function TargetThen({ mark, next, past, running, say }: Then) {
  if (!mark) return <p className="text-muted">{past ? 'No target then' : 'No target holds today'}{next ? `; ${SAY[next.direction]} ${say(next.value)} from ${formatDay(next.validFrom)}` : ''}.</p>
  return (
    <p>
      <strong className="font-medium">Target{past ? ' then' : ''}: {SAY[mark.direction]} {say(mark.value)}</strong>
      {mark.met !== null ? <span className={mark.met ? 'text-good' : 'text-danger'}> · {mark.met ? '✓ met' : '✗ missed'}</span> : running && <span className="text-muted"> · {mark.direction === 'at_least' ? 'not reached yet' : 'not passed so far'}</span>}
    </p>
  )
}

/** The direction that is proposed: the one in which the figure is better, else as it was decided last; null where one must say. */
function directionOf(told: Told, field: string, { parameters, cell }: InspectTarget, before: TargetDirection | undefined): TargetDirection | null {
  const better = betterOf(told, field, { ...parameters, ...cell })
  return better === null ? (before ?? null) : better === 'lower' ? 'at_most' : 'at_least'
}

/** Of what a target will be, in words: what is split is aimed at as a whole as long as no part is meant, of a rate with each of its parts. */
export function aimedAt({ parameters, cell }: Pick<InspectTarget, 'parameters' | 'cell'>, part: string, unit: string): string {
  const { by } = parameters
  if (part) return `It is of ${part} alone. `
  if (typeof by !== 'string' || by === '' || wholeOfSplit(parameters, cell ?? {})) return 'It is of all. '
  const split = by === 'segment' ? 'value tier' : by.replace(/^[a-z]+:/u, '').replaceAll('_', ' ')
  return isRate(unit) ? `It is of all, and of every ${split}. ` : `It is of this split by ${split} only. `
}

function SetTarget({ onClose, part, ...props }: Pick<Props, 'target' | 'told' | 'field' | 'part'> & { onClose: () => void }) {
  const { told, field } = props
  const trpc = useTRPC()
  const cache = useQueryClient()
  const { today, actor } = useWorkspace()
  const figure = told.figures[field]
  const share = figure?.unit === 'share'
  const [text, setText] = useState('')
  const { data: decided } = useQuery(trpc.targets.history.queryOptions(subjectOf(props)))
  const [said, setDirection] = useState<TargetDirection | null>(null)
  const direction = said ?? directionOf(told, field, props.target, decided?.[0]?.direction)
  const [from, setFrom] = useState(today)
  const [owner, setOwner] = useState(actor)
  const set = useMutation(trpc.targets.set.mutationOptions({ onSuccess: async () => { await cache.invalidateQueries({ queryKey: trpc.targets.pathKey() }); onClose() } }))
  const number = typedNumber(text)
  // What ends a target has no direction; the one before stays written.
  const send = (value: number | null) => set.mutate({ ...subjectOf(props), value, direction: direction ?? 'at_most', valid_from: from, owner })
  const fit = direction !== null && Number.isFinite(number)
  return (
    <Dialog open onOpenChange={onClose} title={`A target for ${figure?.label.toLowerCase() ?? told.title}`} description={`${aimedAt(props.target, part, figure?.unit ?? 'count')}What was decided before stays, as the target of its days.`} footer={<><Button look="quiet" onClick={() => send(null)} busy={set.isPending}>No target from then on</Button><Button look="primary" type="submit" form="set-target" busy={set.isPending} disabled={!fit}>Set</Button></>}>
      <form id="set-target" className="grid grid-cols-2 gap-4" onSubmit={(event) => { event.preventDefault(); if (fit) send(share ? number / 100 : number) }}>
        <Field label="It should be">{(w) => <Select {...w} required value={direction ?? ''} options={[...(direction === null ? [{ value: '' as const, label: 'Choose', disabled: true }] : []), { value: 'at_least', label: 'at least' }, { value: 'at_most', label: 'at most' }]} onValue={(one) => setDirection(one === '' ? null : one)} />}</Field>
        <Field label={share ? 'Value, in %' : 'Value'}>{(w) => <Input {...w} required inputMode="decimal" value={text} onChange={(event) => setText(event.target.value)} />}</Field>
        <Field label="From">{(w) => <Input {...w} type="date" required value={from} onChange={(event) => setFrom(event.target.value)} />}</Field>
        <Field label="Who stands for it">{(w) => <Input {...w} maxLength={100} value={owner} onChange={(event) => setOwner(event.target.value)} />}</Field>
        {set.isError && <Callout tone="danger">{failureOf(set.error)}</Callout>}
      </form>
    </Dialog>
  )
}
