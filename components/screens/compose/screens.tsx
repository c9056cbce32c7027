'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { STARTERS, type Starter } from '@/server/domain/screens/starters'
import { failureOf, useTRPC } from '../../data/trpc'
import { useWallClock } from '../../shell/clock'
import { PageHeader, Section } from '../../shell/page'
import { Badge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { RadioGroup } from '../../ui/choice'
import { Dialog } from '../../ui/dialog'
import { Field, Input, Select } from '../../ui/field'
import { formatAgo } from '../../ui/format-date'
import { Callout, EmptyState, ErrorState, SkeletonLines } from '../../ui/states'
import { Table, type Column } from '../../ui/table'
import { useWorkspace } from '../../workspace/workspace'
import { Interrupt } from './interrupt'
import { Standing } from './standing'

/** Every wall of the organisation. */
export function Screens() {
  const { can, slug } = useWorkspace()
  const trpc = useTRPC()
  const at = useWallClock()
  const admin = can.includes('admin')
  const screens = useQuery(trpc.screens.list.queryOptions(undefined, { refetchInterval: ({ state }) => (state.data?.some((one) => one.displays > 0 && !one.lastSeenAt) ? 2000 : 15_000) }))
  const [making, setMaking] = useState(false)
  const [interrupting, setInterrupting] = useState(false)
  const rows = screens.data ?? []
  type Row = (typeof rows)[number]
  const columns: Column<Row>[] = [
    { key: 'name', header: 'Screen', cell: (row) => row.name },
    { key: 'slides', header: 'Slides', numeric: true, cell: (row) => row.slides },
    { key: 'state', header: 'State', cell: (row) => (row.failing > 0 ? <Badge tone="danger">✗ {row.failing} not shown</Badge> : row.slides === 0 ? <Badge>empty</Badge> : <Badge tone="good">✓ well</Badge>) },
    { key: 'displays', header: 'Displays', numeric: true, cell: (row) => row.displays },
    { key: 'seen', header: 'Last seen', wideOnly: true, cell: (row) => (row.here > 0 ? `${row.here === row.displays ? '' : `${row.here} of ${row.displays} `}here now` : row.displays === 0 ? '–' : row.lastSeenAt ? formatAgo(row.lastSeenAt, at) : 'not yet') },
    { key: 'changed', header: 'Changed', wideOnly: true, cell: (row) => `${formatAgo(row.changedAt, at)}${row.changedBy ? ` by ${row.changedBy}` : ''}` },
  ]
  const make = admin && <Button look="primary" onClick={() => setMaking(true)}>Make a screen</Button>
  return (
    <>
      <PageHeader title="Screens" lead="Walls that answer “are we all right now?” to everybody who walks past." actions={admin && <><Button onClick={() => setInterrupting(true)}>Interrupt all screens</Button>{make}</>} />
      <Interrupted screens={rows} />
      {screens.isError ? <ErrorState title="The screens could not be listed" detail={failureOf(screens.error)} action={<Button onClick={() => void screens.refetch()}>Try again</Button>} />
        : screens.isPending ? <SkeletonLines lines={4} />
          : rows.length === 0 ? <div className="border-t py-6"><EmptyState title="No screens yet" action={make}><p>{admin ? 'Start from a finished one: today against expected, promises overdue, critical moments open, whom we lost, one good story.' : 'An admin of this organisation makes them.'}</p></EmptyState></div>
            : <Section title={`${rows.length} ${rows.length === 1 ? 'screen' : 'screens'}`}><Table label="Screens" columns={columns} rows={rows} rowKey={(row) => row.id} rowHref={(row) => `/${slug}/screens/${row.id}`} /></Section>}
      {making && <MakeScreen onClose={() => setMaking(false)} />}
      {interrupting && <Interrupt screens={rows} onClose={() => setInterrupting(false)} />}
    </>
  )
}

/** What interrupts walls, above all of them: who made it, or comes by, sees that it is on and can end it. */
function Interrupted({ screens }: { screens: readonly { id: string; name: string }[] }) {
  const { can, timezone } = useWorkspace()
  const trpc = useTRPC()
  const cache = useQueryClient()
  const at = useWallClock()
  const standing = useQuery(trpc.screens.takeovers.queryOptions(undefined, { refetchInterval: 15_000 }))
  const end = useMutation(trpc.screens.endTakeover.mutationOptions({ onSuccess: () => cache.invalidateQueries({ queryKey: trpc.screens.takeovers.queryKey() }) }))
  if (!standing.data?.length) return null
  return (
    <Section title="Interrupted now">
      <Standing takeovers={standing.data} screens={screens} at={at} timezone={timezone} {...(can.includes('admin') ? { onEnd: (id: string) => end.mutate({ id }) } : {})} ending={end.isPending ? end.variables.id : null} />
      {end.isError && <Callout tone="danger">{failureOf(end.error)}</Callout>}
    </Section>
  )
}

type Start = Starter | 'empty'

function MakeScreen({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC()
  const router = useRouter()
  const { slug, dimensions } = useWorkspace()
  const make = useMutation(trpc.screens.create.mutationOptions({ onSuccess: ({ id }) => router.push(`/${slug}/screens/${id}`) }))
  const [starter, setStarter] = useState<Start>('now')
  const [name, setName] = useState('')
  const [dimension, setDimension] = useState('')
  const options = [...Object.entries(STARTERS).map(([key, { name: label, what }]) => ({ value: key as Start, label, hint: what as string })), { value: 'empty' as const, label: 'An empty one', hint: 'Every slide by hand.' }]
  return (
    <Dialog open onOpenChange={onClose} title="Make a screen" footer={<><Button onClick={onClose}>Cancel</Button><Button look="primary" type="submit" form="make-screen" busy={make.isPending}>Make</Button></>}>
      <form id="make-screen" className="grid gap-4" onSubmit={(event) => { event.preventDefault(); make.mutate({ name, starter, dimension: starter === 'empty' ? null : dimension || null }) }}>
        <Field label="Name" hint="Where it will hang, or for whom">{(w) => <Input {...w} required maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />}</Field>
        <RadioGroup label="Start from" options={options} value={starter} onValue={setStarter} />
        {dimensions.length > 0 && starter !== 'empty' && <Field label="Each display shows" hint={dimension ? `Say on each display which ${dimension} is its own; what cannot be told by ${dimension} says so.` : 'One screen can serve many places.'}>{(w) => <Select {...w} value={dimension} options={[{ value: '', label: 'The whole organisation' }, ...dimensions.map((one) => ({ value: one, label: `Its own ${one}` }))]} onValue={setDimension} />}</Field>}
        {make.isError && <Callout tone="danger">{failureOf(make.error)}</Callout>}
      </form>
    </Dialog>
  )
}
