'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { DeviceView } from '@/server/queries/screens/screens'
import { failureOf, useTRPC } from '../../data/trpc'
import { useWallClock } from '../../shell/clock'
import { Section } from '../../shell/page'
import { Badge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { CopyButton } from '../../ui/copy-button'
import { Dialog } from '../../ui/dialog'
import { Field, Input, Select } from '../../ui/field'
import { formatAgo } from '../../ui/format-date'
import { Callout, EmptyState, SkeletonLines } from '../../ui/states'
import { Table, type Column } from '../../ui/table'
import { Tabs } from '../../ui/tabs'
import { DisplayVariables, useDisplayVariables, type Asked } from './display-variables'
import { variablesText } from './draft'

/** The displays that show a screen: added by code or link, seen, renamed, taken off. */
export function Devices({ screen, asked }: { screen: string; asked: Asked }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const at = useWallClock()
  const devices = useQuery(trpc.screens.devices.queryOptions({ screen }, { refetchInterval: ({ state }) => (state.data?.some((one) => !one.lastSeenAt && !one.revokedAt) ? 2000 : 15_000) }))
  const [adding, setAdding] = useState(false)
  const [changing, setChanging] = useState<DeviceView | null>(null)
  const [revoking, setRevoking] = useState<DeviceView | null>(null)
  const done = () => cache.invalidateQueries({ queryKey: trpc.screens.devices.queryKey() })
  const revoke = useMutation(trpc.screens.revokeDevice.mutationOptions({ onSuccess: done }))
  const rows = (devices.data ?? []).filter((row) => !row.revokedAt)
  const columns: Column<DeviceView>[] = [
    { key: 'name', header: 'Display', cell: (row) => row.name },
    { key: 'variables', header: 'Variables', wideOnly: true, cell: (row) => variablesText(row.variables).replaceAll('\n', ', ') || '–' },
    { key: 'seen', header: 'Last seen', cell: (row) => (row.lastSeenAt ? <Seen here={row.here} at={row.lastSeenAt} now={devices.dataUpdatedAt ? new Date(Math.max(devices.dataUpdatedAt, at.getTime())) : at} /> : 'not yet') },
    { key: 'act', header: '', cell: (row) => <span className="flex justify-end gap-1"><Button look="quiet" onClick={() => setChanging(row)}>Change</Button><Button look="quiet" onClick={() => setRevoking(row)}>Revoke</Button></span> },
  ]
  if (devices.isPending) return <Section title="Displays"><SkeletonLines lines={2} label="Loading the displays" /></Section>
  return (
    <Section title={rows.length === 0 ? 'No display shows it yet' : `Shown on ${rows.length} ${rows.length === 1 ? 'display' : 'displays'}`} actions={<Button look="primary" onClick={() => setAdding(true)}>Add a display</Button>}>
      {rows.length > 0 ? <Table label="Displays" columns={columns} rows={rows} rowKey={(row) => row.id} /> : <EmptyState title="Any browser can be a display"><p>Open <code>/screen</code> of this address on the television: it shows a code. Type that code here, under “Add a display”. Or make a link there and open it on the television.</p></EmptyState>}
      {adding && <AddDisplay screen={screen} asked={asked} onClose={() => { setAdding(false); void done() }} />}
      {changing && <ChangeDisplay device={changing} asked={asked} onClose={() => { setChanging(null); void done() }} />}
      <ConfirmDialog open={revoking !== null} onOpenChange={(open) => !open && setRevoking(null)} title={`Take “${revoking?.name ?? ''}” off this screen?`} action="Revoke" busy={revoke.isPending} error={revoke.isError ? failureOf(revoke.error) : undefined} onConfirm={() => revoke.mutate({ id: revoking?.id ?? '' }, { onSuccess: () => setRevoking(null) })}>
        It goes dark within a second and shows a code, with which it can be added again.
      </ConfirmDialog>
    </Section>
  )
}

function Seen({ here, at, now }: { here: boolean; at: Date; now: Date }) {
  return here ? <Badge tone="good">● here now</Badge> : <Badge tone="warning">○ {formatAgo(at, now)}</Badge>
}

function AddDisplay({ screen, asked, onClose }: { screen: string; asked: Asked; onClose: () => void }) {
  const trpc = useTRPC()
  const pair = useMutation(trpc.screens.pair.mutationOptions({ onSuccess: onClose }))
  const link = useMutation(trpc.screens.link.mutationOptions())
  const [name, setName] = useState('')
  const [code, setCode] = useState('')
  const said = useDisplayVariables(asked)
  const { variables, wrong, checking } = said
  const sure = said.unknown.length > 0
  const common = (
    <>
      <Field label="Name" hint="Where it hangs">{(w) => <Input {...w} required maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />}</Field>
      <DisplayVariables of={said} asked={asked} />
    </>
  )
  const byCode = (
    <form className="grid gap-4" onSubmit={(event) => { event.preventDefault(); void said.pass().then((sent) => sent && pair.mutate({ screen, code, name, variables })) }}>
      <Field label="Code" hint="Open /screen on the display; it shows six letters and digits" error={pair.isError ? failureOf(pair.error) : undefined}>{(w) => <Input {...w} required autoComplete="off" autoCapitalize="characters" spellCheck={false} maxLength={12} value={code} onChange={(event) => setCode(event.target.value)} className="uppercase" />}</Field>
      {common}
      <Button look="primary" type="submit" busy={pair.isPending || checking} disabled={wrong !== null}>{sure ? 'Add it all the same' : 'Add'}</Button>
    </form>
  )
  const url = link.data ? `${window.location.origin}${link.data.path}` : ''
  const byLink = link.data ? (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3">
      <p className="text-13">Open this link on the display. Whoever has it can show this screen until you revoke it; it is shown this once.</p>
      <div className="flex flex-wrap items-center gap-2"><code className="min-w-0 flex-1 basis-60 rounded-md border bg-sunken px-3 py-2 text-13 break-all">{url}</code><CopyButton text={url} label="Copy link" /></div>
      <Button look="primary" onClick={onClose}>Done</Button>
    </div>
  ) : (
    <form className="grid gap-4" onSubmit={(event) => { event.preventDefault(); void said.pass().then((sent) => sent && link.mutate({ screen, name, variables })) }}>
      {common}
      {link.isError && <Callout tone="danger">{failureOf(link.error)}</Callout>}
      <Button look="primary" type="submit" busy={link.isPending || checking} disabled={wrong !== null}>{sure ? 'Make the link all the same' : 'Make a link'}</Button>
    </form>
  )
  return <Dialog open onOpenChange={onClose} title="Add a display"><Tabs label="How" tabs={[{ value: 'code', label: 'By the code it shows', content: byCode }, { value: 'link', label: 'By link', content: byLink }]} /></Dialog>
}

function ChangeDisplay({ device, asked, onClose }: { device: DeviceView; asked: Asked; onClose: () => void }) {
  const trpc = useTRPC()
  const screens = useQuery(trpc.screens.list.queryOptions())
  const change = useMutation(trpc.screens.changeDevice.mutationOptions({ onSuccess: onClose }))
  const [name, setName] = useState(device.name)
  const [screen, setScreen] = useState(device.screenId)
  // Another screen asks for its own.
  const its = screen === device.screenId ? asked : { parts: asked.parts, empty: [] }
  const said = useDisplayVariables(asked, device.variables)
  const { variables, wrong, checking } = said
  return (
    <Dialog open onOpenChange={onClose} title="Change the display" footer={<><Button onClick={onClose}>Cancel</Button><Button look="primary" type="submit" form="change-display" busy={change.isPending || checking} disabled={wrong !== null}>{said.unknown.length > 0 ? 'Save it all the same' : 'Save'}</Button></>}>
      <form id="change-display" className="grid gap-4" onSubmit={(event) => { event.preventDefault(); void said.pass().then((sent) => sent && change.mutate({ id: device.id, name, variables, screen })) }}>
        <Field label="Name">{(w) => <Input {...w} required maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />}</Field>
        <DisplayVariables of={said} asked={its} />
        <Field label="Screen">{(w) => <Select {...w} value={screen} options={screens.data?.map((one) => ({ value: one.id, label: one.name })) ?? [{ value: screen, label: 'Loading …' }]} onValue={setScreen} />}</Field>
        {change.isError && <Callout tone="danger">{failureOf(change.error)}</Callout>}
      </form>
    </Dialog>
  )
}
