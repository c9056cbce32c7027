'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { SCOPES, type Scope } from '@/db/vocabulary'
import { failureOf, useTRPC } from '../data/trpc'
import { PageHeader, Section } from '../shell/page'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { Checkbox } from '../ui/choice'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { CopyButton } from '../ui/copy-button'
import { Dialog } from '../ui/dialog'
import { Field, Input } from '../ui/field'
import { formatInstant } from '../ui/format-date'
import { Callout, EmptyState, ErrorState, SkeletonLines } from '../ui/states'
import { Table, type Column } from '../ui/table'
import { useWorkspace } from '../workspace/workspace'

const MEANS: Record<Scope, string> = { ingest: 'Record what happened', read: 'Read reports and records', admin: 'Change catalogue and settings, erase' }

/** API keys: made, shown once, listed by their first characters, revoked. */
export function Keys() {
  const { can, timezone } = useWorkspace()
  const trpc = useTRPC()
  const admin = can.includes('admin')
  const keys = useQuery(trpc.keys.list.queryOptions(undefined, { enabled: admin }))
  const [making, setMaking] = useState(false)
  const [revoking, setRevoking] = useState<{ id: string; name: string } | null>(null)
  const cache = useQueryClient()
  const done = () => cache.invalidateQueries({ queryKey: trpc.keys.list.queryKey() })
  const revoke = useMutation(trpc.keys.revoke.mutationOptions({ onSuccess: done }))
  if (!admin) return <><PageHeader title="API keys" /><Callout>Keys are made by an admin of this organisation.</Callout></>
  const rows = keys.data ?? []
  type Row = (typeof rows)[number]
  const columns: Column<Row>[] = [
    { key: 'name', header: 'Name', cell: (row) => row.name },
    { key: 'prefix', header: 'Begins with', cell: (row) => <code>{row.prefix}…</code> },
    { key: 'scopes', header: 'May', cell: (row) => row.scopes.join(', ') },
    { key: 'created', header: 'Made', wideOnly: true, cell: (row) => formatInstant(row.createdAt, timezone) },
    { key: 'used', header: 'Last used', wideOnly: true, cell: (row) => (row.lastUsedAt ? formatInstant(row.lastUsedAt, timezone) : 'never') },
    { key: 'state', header: 'State', cell: (row) => (row.revokedAt ? <Badge>revoked</Badge> : <Button look="quiet" onClick={() => setRevoking(row)}>Revoke</Button>) },
  ]
  return (
    <>
      <PageHeader title="API keys" lead="A key lets one of your systems record or read, for this organisation alone." actions={<Button look="primary" onClick={() => setMaking(true)}>Make a key</Button>} />
      {keys.isPending ? <SkeletonLines lines={4} /> : keys.isError ? <ErrorState title="The keys could not be listed" detail={failureOf(keys.error)} action={<Button onClick={() => void keys.refetch()}>Try again</Button>} /> : rows.length === 0 ? (
        <EmptyState title="No keys yet" action={<Button look="primary" onClick={() => setMaking(true)}>Make a key</Button>}><p>Then point your Segment, CloudEvents or REST client at this address. What it accepts is described at <code>/api/v1/openapi.json</code>.</p></EmptyState>
      ) : <Section title={`${rows.filter((row) => !row.revokedAt).length} in use`}><Table label="API keys" columns={columns} rows={rows} rowKey={(row) => row.id} /></Section>}
      {making && <MakeKey onClose={() => { setMaking(false); void done() }} />}
      <ConfirmDialog
        open={revoking !== null} onOpenChange={(open) => !open && setRevoking(null)} title={`Revoke “${revoking?.name ?? ''}”?`}
        action="Revoke" onConfirm={() => revoke.mutateAsync({ id: revoking?.id ?? '' }).then(() => setRevoking(null))}
      >Whatever uses this key is refused from now on. It cannot be taken back.</ConfirmDialog>
    </>
  )
}

function MakeKey({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC()
  const make = useMutation(trpc.keys.create.mutationOptions())
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<Scope[]>(['ingest'])
  if (make.data) {
    return (
      <Dialog open onOpenChange={onClose} title="Copy the key now" description="It is shown this once: only its hash is kept." footer={<Button look="primary" onClick={onClose}>Done</Button>}>
        <div className="flex items-center gap-2"><code className="min-w-0 flex-1 overflow-x-auto rounded-md border bg-sunken px-3 py-2 text-13">{make.data.secret}</code><CopyButton text={make.data.secret} label="Copy key" /></div>
      </Dialog>
    )
  }
  return (
    <Dialog
      open onOpenChange={onClose} title="Make an API key"
      footer={<><Button onClick={onClose}>Cancel</Button><Button look="primary" type="submit" form="make-key" busy={make.isPending} disabled={scopes.length === 0}>Make</Button></>}
    >
      <form id="make-key" className="grid gap-4" onSubmit={(event) => { event.preventDefault(); make.mutate({ name, scopes }) }}>
        <Field label="Name" hint="Which system uses it">{(wiring) => <Input {...wiring} value={name} onChange={(event) => setName(event.target.value)} required maxLength={100} />}</Field>
        <fieldset className="grid gap-2">
          <legend className="mb-2 text-13 font-medium">It may</legend>
          {SCOPES.map((scope) => <Checkbox key={scope} label={MEANS[scope]} hint={scope} checked={scopes.includes(scope)} onChecked={(on) => setScopes((all) => (on ? [...all, scope] : all.filter((s) => s !== scope)))} />)}
        </fieldset>
        {make.isError && <Callout tone="danger">{failureOf(make.error)}</Callout>}
      </form>
    </Dialog>
  )
}
