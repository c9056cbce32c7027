'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { SlideKind } from '@/db/vocabulary'
import type { Told } from '@/server/domain/screens/told'
import { followed } from '@/server/domain/screens/variables'
import { asShown, fieldOf, waysToDraw, wayOf } from '@/server/domain/screens/ways'
import { targetParts } from '@/server/domain/targets/target'
import { failureOf, useTRPC } from '../data/trpc'
import type { InspectTarget } from '../shell/inspector-context'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Field, Select } from '../ui/field'
import { ButtonLink } from '../ui/link'
import { Callout, SkeletonLines } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { WAY } from './compose/words'
import { keepLastScreen, lastScreen, screenFor } from './last-screen'
import { movingWindow, ofNewestWhole } from './relative-window'

type Props = { target: InspectTarget; told: Told; field: string; /** Of which part it is, in words; empty: of all. */ part?: string; /** How long the periods of its report are, where it stood in one. */ interval?: string; onClose: () => void }

/** A view of a page on a wall, straight from the page: what the report says of itself is asked for first. */
export function PutViewOnWall({ target, onClose }: Pick<Props, 'target' | 'onClose'>) {
  const about = useQuery(useTRPC().reports.describe.queryOptions({ name: target.report }))
  const told: Told | undefined = about.data
  if (told && waysToDraw(told).length > 0) return <PutOnWall target={target} told={told} field={typeof target.cell?.field === 'string' ? target.cell.field : (told.measure?.field ?? Object.keys(told.figures)[0] ?? '')} onClose={onClose} />
  return (
    <Dialog open onOpenChange={onClose} title="Put this on the wall" footer={<Button onClick={onClose}>Close</Button>}>
      {about.isError ? <Callout tone="danger">{failureOf(about.error)}</Callout> : told ? <p className="text-13">This is a list of single customers or records. A wall, which everybody reads who walks past, does not show it.</p> : <SkeletonLines lines={4} label="Loading the screens" />}
    </Dialog>
  )
}

/** Chooses the screen and the way to draw it, and says whether displays have it. */
export function PutOnWall({ target, told, field, part = '', interval, onClose }: Props) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const { slug, today, dimensions } = useWorkspace()
  const screens = useQuery(trpc.screens.list.queryOptions())
  const create = useMutation(trpc.screens.create.mutationOptions())
  const add = useMutation(trpc.screens.addSlide.mutationOptions({ onSuccess: () => cache.invalidateQueries({ queryKey: trpc.screens.pathKey() }) }))
  const { cell } = targetParts({}, target.cell ?? {})
  // What the page showed: one figure of it, or the whole as it was drawn there.
  const one = target.cell !== null && told.figures[field] !== undefined
  const moving = movingWindow(target.parameters, today)
  const newest = one ? ofNewestWhole(moving, target.cell?.period, interval) : null
  const asked = { parameters: newest ?? moving, field: one ? fieldOf(told, field) : null, cell }
  const drawn = useQuery(trpc.screens.waysNow.queryOptions({ report: told.name, ...asked }))
  const ways = drawn.data ?? []
  const [choice, setWay] = useState<SlideKind | null>(null)
  const best = wayOf(told, one, asked.parameters)
  const way = choice ?? (ways.includes(best) ? best : ways[0]) ?? best
  const [screen, setScreen] = useState<string | null>(null)
  const list = screens.data ?? []
  const chosen = screenFor(screen, lastScreen(slug), list.map(({ id }) => id))
  // A screen of many branches has a variable for them: the view can be of each display's own there.
  const there = useQuery(trpc.screens.one.queryOptions({ id: chosen ?? '' }, { enabled: chosen !== null && chosen !== 'new' }))
  const reports = useQuery(trpc.screens.reports.queryOptions())
  const follow = there.data && chosen !== 'new' ? followed(asked, there.data, dimensions, reports.data?.find(({ name }) => name === told.name)?.parameters.includes('attribute') === true) : null
  const [own, setOwn] = useState<boolean | null>(null)
  // Of one branch it is meant of each one's; of all, as the page showed it.
  const follows = follow !== null && (own ?? follow.value !== null)
  const put = async () => {
    if (chosen === null) return
    const id = chosen === 'new' ? (await create.mutateAsync({ name: told.title.slice(0, 100), starter: 'empty' })).id : chosen
    const { parameters, field: figure, cell: row } = asShown(way, told, { ...asked, ...(follows ? follow.own : {}) })
    await add.mutateAsync({ screen: id, slide: { kind: way, report: told.name, parameters, field: figure, cell: row } })
    keepLastScreen(slug, id)
  }
  const done = add.data
  const failure = create.error ?? add.error
  const shown = useQuery(trpc.screens.shown.queryOptions({ id: done?.screen ?? '', variables: {} }, { enabled: done !== undefined }))
  const passedOver = done && shown.data?.failed[done.slide]
  if (done) return <Dialog open onOpenChange={onClose} title={`It is on “${done.name}”`} footer={<><Button onClick={onClose}>Done</Button><ButtonLink look="primary" href={`/${slug}/screens/${done.screen}`} onClick={onClose}>Look at the screen</ButtonLink></>}>{passedOver ? <Callout tone="warning" title="It is passed over for now">{passedOver}</Callout> : <p className="text-13">Displays that show it have it already.</p>}</Dialog>
  if (drawn.isError || drawn.data?.length === 0) return <Dialog open onOpenChange={onClose} title="Put this on the wall" footer={<Button onClick={onClose}>Close</Button>}>{drawn.isError ? <Callout tone="danger">{failureOf(drawn.error)}</Callout> : <p className="text-13">As a whole this cannot be read from afar. Open one of its figures and put that on the wall.</p>}</Dialog>
  return (
    <Dialog open onOpenChange={onClose} title="Put this on the wall" footer={<><Button onClick={onClose}>Cancel</Button><Button look="primary" busy={create.isPending || add.isPending} disabled={screens.isPending || chosen === null || there.isLoading || reports.isPending || ways.length === 0} onClick={() => void put().catch(() => undefined)}>Put it there</Button></>}>
      {screens.isPending || drawn.isPending ? <SkeletonLines lines={4} label="Loading the screens" /> : <div className="grid gap-4">
        <WhatGoes {...{ told, part }} of={one ? asked.field : null} period={newest && one ? (PERIOD[interval ?? ''] ?? null) : null} filters={filtersOf(asked.parameters)} />
        <Field label="Screen">{(w) => <Select {...w} value={chosen ?? ''} options={[...(chosen === null ? [{ value: '', label: 'Choose a screen', disabled: true }] : []), ...list.map(({ id, name }) => ({ value: id, label: name })), { value: 'new', label: 'A new one' }]} onValue={setScreen} />}</Field>
        <Field label="Drawn as">{(w) => <Select {...w} value={way} options={ways.map((value) => ({ value, label: WAY[value] }))} onValue={setWay} />}</Field>
        {follow && <Field label={`Of which ${follow.of}`}>{(w) => <Select {...w} value={follows ? 'own' : 'fixed'} options={[{ value: 'own', label: `Each display’s own, as {${follow.variable}} says` }, { value: 'fixed', label: follow.value === null ? 'All of them, as here' : `Always ${follow.value}` }]} onValue={(which) => setOwn(which === 'own')} />}</Field>}
        {failure && <Callout tone="danger">{failureOf(failure)}</Callout>}
      </div>}
    </Dialog>
  )
}

const PERIOD: Readonly<Record<string, string | undefined>> = { day: 'day', week: 'week', month: 'month' }
const FILTERS = ['channel', 'touchpoint', 'segment', 'attribute'] as const
const filtersOf = (parameters: Readonly<Record<string, unknown>>): string[] => FILTERS.flatMap((key) => (typeof parameters[key] === 'string' && parameters[key] !== '' ? [`${key === 'attribute' ? '' : `${key} `}${parameters[key].replace(':', ': ')}`] : []))

type WhatProps = { told: Told; /** The figure one stood on; null: the view as a whole. */ of: string | null; part: string; /** Its own period, which goes on. */ period: string | null; filters: readonly string[] }

/** Which figure it will be, so that nobody puts another one there unawares. */
export function WhatGoes({ told, of, part, period, filters }: WhatProps) {
  const figure = of === null ? undefined : told.figures[of]
  const only = filters.length > 0 ? `, only ${filters.join(', ')}` : ''
  if (!figure) return <p className="text-13"><strong className="font-medium">{told.title}</strong>, as a whole{only}.</p>
  return (
    <p className="text-13">
      <strong className="font-medium">{[figure.label, part].filter(Boolean).join(' · ')}</strong> <span className="text-muted">({told.title})</span>{only}{period ? `, of the newest whole ${period}: it moves on with each one that ends` : ''}. A target of it stands beside.
    </p>
  )
}
