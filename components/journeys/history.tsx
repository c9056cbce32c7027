'use client'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { JourneyView } from '@/server/queries/journeys/journey'
import { useTRPC, failureOf } from '../data/trpc'
import { Button } from '../ui/button'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { Sheet } from '../ui/dialog'
import { Input, Select } from '../ui/field'
import { formatInstant } from '../ui/format-date'
import { SkeletonLines } from '../ui/states'
import { useToast } from '../ui/toast'
import { useWorkspace } from '../workspace/workspace'

const NOW = 'now'

/** Versions with names: keep one, compare two, go back to one; and who worked on the map when. */
export function History({ view, canEdit, onRestored, onClose }: { view: JourneyView; canEdit: boolean; onRestored: () => void; onClose: () => void }) {
  const trpc = useTRPC()
  const toast = useToast()
  const { timezone } = useWorkspace()
  const journey = view.slug
  const { data, refetch } = useQuery(trpc.journeys.history.queryOptions({ journey }))
  const [name, setName] = useState('')
  const [pair, setPair] = useState<{ from: string; to: string } | null>(null)
  const onError = (error: unknown) => toast({ title: 'That did not work', description: failureOf(error), tone: 'danger' })
  const keep = useMutation(trpc.journeys.keepVersion.mutationOptions({ onError, onSuccess: () => { setName(''); void refetch() } }))
  const restore = useMutation(trpc.journeys.restoreVersion.mutationOptions({ onError, onSuccess: ({ changed, before }) => { toast({ title: changed ? 'The map says again what it said then' : 'The map says that already', description: before ? 'How it was is kept as a version of its own.' : undefined, ...(before ? { action: { label: 'Undo', onSelect: () => restore.mutate({ journey, version: before.id }) } } : {}) }); setRestoring(null); if (changed) onRestored(); void refetch() } }))
  const [restoring, setRestoring] = useState<{ id: string; name: string; at: Date; by: string } | null>(null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() !== '') keep.mutate({ journey, name })
  }
  const versions = data?.versions ?? []
  const options = versions.map((version) => ({ value: version.id, label: version.name }))
  return (
    <Sheet open onOpenChange={(open) => { if (!open) onClose() }} title="History" description="Give the map a name as it is now, to compare with later or to come back to.">
      {canEdit && (
        <form onSubmit={submit} className="flex gap-2 pb-4">
          <Input aria-label="Name of the version" placeholder="Before the workshop" value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
          <Button type="submit" look="primary" className="shrink-0" busy={keep.isPending}>Keep</Button>
        </form>
      )}
      {!data && <SkeletonLines />}
      {versions.length > 0 && (
        <ul className="border-t">
          {versions.map((version) => (
            <li key={version.id} className="flex items-center justify-between gap-3 border-b py-1.5 text-13">
              <span className="min-w-0"><span className="block truncate font-medium">{version.name}</span><span className="text-12 text-muted">{version.by}, {formatInstant(version.at, timezone)}</span></span>
              <span className="flex shrink-0"><Button look="quiet" onClick={() => setPair({ from: version.id, to: NOW })}>Compare</Button>{canEdit && <Button look="quiet" disabled={restore.isPending} onClick={() => setRestoring(version)}>Restore</Button>}</span>
            </li>
          ))}
        </ul>
      )}
      {restoring && (
        <ConfirmDialog open onOpenChange={(open) => { if (!open) setRestoring(null) }} title={`Restore “${restoring.name}”?`} action="Restore" busy={restore.isPending} onConfirm={() => restore.mutate({ journey, version: restoring.id })}>
          <p>The map will say again what it said on {formatInstant(restoring.at, timezone)}, for everybody who has it open.</p>
          <p className="mt-2 text-muted">How it is now is kept first, as a version of its own, to compare with or to come back to.</p>
        </ConfirmDialog>
      )}
      {pair && (
        <section className="grid gap-2 pt-5">
          <h3 className="grid grid-cols-[auto_1fr] items-center gap-2 text-13 font-semibold">
            <span>From</span> <Select aria-label="Earlier version" value={pair.from} options={options} onValue={(from) => setPair({ ...pair, from })} /> <span>to</span>
            <Select aria-label="Later version" value={pair.to} options={[{ value: NOW, label: 'now' }, ...options]} onValue={(to) => setPair({ ...pair, to })} />
          </h3>
          <Changes journey={journey} from={pair.from} to={pair.to === NOW ? null : pair.to} />
        </section>
      )}
      {data && data.sittings.length > 0 && (
        <section className="pt-5">
          <h3 className="text-13 font-semibold">Who worked on it</h3>
          <ul>
            {data.sittings.map((sitting) => (
              <li key={sitting.id} className="border-b py-1.5 text-13">
                {sitting.by} <span className="text-12 text-muted">{formatInstant(sitting.from, timezone)}</span>
                <span className="block text-12 text-muted">{[...Object.entries(sitting.changes).map(([kind, n]) => said(kind, n) + called(kind, sitting.named[kind])), ...sitting.uncounted.map((kind) => said(kind, null))].join('; ') || 'nothing that shows'}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Sheet>
  )
}

/** So many of the things of one kind are named. */
const NAMED = 3

/** Names behind the kind they belong to: ": “Ask”, “Pay” and 2 more"; cells by the steps they stand at. */
const called = (kind: string, names: readonly string[] = []) => (names.length === 0 ? '' : `${kind.startsWith('cell') ? ' at' : ':'} ${names.slice(0, NAMED).map((name) => `“${name}”`).join(', ')}${names.length > NAMED ? ` and ${names.length - NAMED} more` : ''}`)

/** `step added`, 2 → "2 steps added"; without a number "steps added". */
const said = (kind: string, n: number | null) => {
  const [what = '', how = ''] = kind.split(' ')
  return `${n === null ? '' : `${n} `}${what}${n === 1 ? '' : 's'} ${how}`
}

const MARK = { added: '+', removed: '−', changed: '~', moved: '↔' }

function Changes({ journey, from, to }: { journey: string; from: string; to: string | null }) {
  const trpc = useTRPC()
  const { data, error } = useQuery(trpc.journeys.compare.queryOptions({ journey, from, to }))
  if (error) return <p role="alert" className="text-13 text-danger">{failureOf(error)}</p>
  if (!data) return <SkeletonLines />
  if (data.length === 0) return <p className="text-13 text-muted">They say the same.</p>
  return (
    <ul className="border-t">
      {data.map((change) => (
        <li key={`${change.what}${change.id}${change.how}`} className="grid grid-cols-[1.25rem_1fr] border-b py-1.5 text-13">
          <span aria-hidden className="font-medium text-muted">{MARK[change.how]}</span>
          <span className="min-w-0">
            <span className="font-medium">{change.label || 'without a name'}</span> <span className="text-12 text-muted">{change.what} {change.how}</span>
            {change.before !== null && change.how !== 'moved' && <span className="block text-12 break-words text-muted line-through">{change.before}</span>}
            {change.after !== null && change.what === 'cell' && <span className="block text-12 break-words">{change.after}</span>}
            {change.after !== null && change.what !== 'cell' && change.how === 'changed' && <span className="block text-12 break-words">{change.after}</span>}
          </span>
        </li>
      ))}
    </ul>
  )
}
