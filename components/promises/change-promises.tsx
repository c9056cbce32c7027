'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { readDue } from '@/server/domain/promises/due-words'
import type { PromiseRow } from '@/server/queries/promises'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Field, Input } from '../ui/field'
import { formatInstant } from '../ui/format-date'
import { useWorkspace } from '../workspace/workspace'

/** Another owner or another clock, for one promise or several. What stood before stays in the audit trail. */
export function ChangePromises({ rows, onClose }: { rows: readonly PromiseRow[]; onClose: () => void }) {
  const { timezone, now, actor } = useWorkspace()
  const trpc = useTRPC()
  const client = useQueryClient()
  const [first] = rows
  const only = rows.length === 1 ? first : undefined
  const before = rows.every((row) => row.owner === first?.owner) ? first?.owner ?? '' : ''
  const [owner, setOwner] = useState(before)
  const [due, setDue] = useState('')
  const read = due.trim() === '' ? null : readDue(due, { now: Date.parse(now), timezone })
  const change = useMutation(trpc.promises.change.mutationOptions({ onSuccess: async () => { onClose(); await client.invalidateQueries() } }))
  const save = () => change.mutate({ promises: rows.map(({ id, source }) => ({ id, source })), ...(owner === before ? {} : { owner: owner || null }), ...(read ? { due } : {}) })
  return (
    <Dialog
      open onOpenChange={(open) => { if (!open) onClose() }} title={only ? 'Change this promise' : `Change ${rows.length} promises`} description={only?.text ?? undefined}
      footer={<><Button onClick={onClose}>Cancel</Button><Button type="submit" form="change-promises" look="primary" busy={change.isPending} disabled={(read !== null && !read.ok) || (owner === before && read === null)}>Save</Button></>}
    >
      <form id="change-promises" className="grid gap-4" onSubmit={(event) => { event.preventDefault(); save() }}>
        <Field label="Owner" hint={<button type="button" className="text-accent" onClick={() => setOwner(actor)}>Make {only ? 'it' : 'them'} mine</button>}>{(w) => <Input {...w} value={owner} placeholder={before === '' && rows.length > 1 ? 'As it is' : undefined} onChange={(event) => setOwner(event.target.value)} />}</Field>
        <Field label="Due" hint={read?.ok ? `Due ${formatInstant(new Date(read.at).toISOString(), timezone)}${read.taken ? `: ${read.taken}` : ''}` : `${only ? `Now ${formatInstant(only.due_at, timezone)}. ` : ''}Leave empty to keep it, or say “friday noon”.`} error={read && !read.ok ? read.reason : change.error ? failureOf(change.error) : undefined}>
          {(w) => <Input {...w} value={due} onChange={(event) => setDue(event.target.value)} placeholder="tomorrow 5pm" />}
        </Field>
      </form>
    </Dialog>
  )
}
