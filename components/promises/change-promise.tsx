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

/** Another owner or another clock. What stood before stays in the audit trail. */
export function ChangePromise({ row, onClose }: { row: PromiseRow; onClose: () => void }) {
  const { timezone, now, actor } = useWorkspace()
  const trpc = useTRPC()
  const client = useQueryClient()
  const [owner, setOwner] = useState(row.owner ?? '')
  const [due, setDue] = useState('')
  const read = due.trim() === '' ? null : readDue(due, { now: Date.parse(now), timezone })
  const change = useMutation(trpc.promises.change.mutationOptions({ onSuccess: async () => { onClose(); await client.invalidateQueries() } }))
  const save = () => change.mutate({ id: row.id, source: row.source, ...(owner === (row.owner ?? '') ? {} : { owner: owner || null }), ...(read ? { due } : {}) })
  return (
    <Dialog
      open onOpenChange={(open) => { if (!open) onClose() }} title="Change this promise" description={row.text ?? undefined}
      footer={<><Button onClick={onClose}>Cancel</Button><Button type="submit" form="change-promise" look="primary" busy={change.isPending} disabled={read !== null && !read.ok}>Save</Button></>}
    >
      <form id="change-promise" className="grid gap-4" onSubmit={(event) => { event.preventDefault(); save() }}>
        <Field label="Owner" hint={<button type="button" className="text-accent" onClick={() => setOwner(actor)}>Make it mine</button>}>{(w) => <Input {...w} value={owner} onChange={(event) => setOwner(event.target.value)} />}</Field>
        <Field label="Due" hint={read?.ok ? `Due ${formatInstant(new Date(read.at).toISOString(), timezone)}` : `Now ${formatInstant(row.due_at, timezone)}. Leave empty to keep it, or say “friday noon”.`} error={read && !read.ok ? read.reason : change.error ? failureOf(change.error) : undefined}>
          {(w) => <Input {...w} value={due} onChange={(event) => setDue(event.target.value)} placeholder="tomorrow 5pm" />}
        </Field>
      </form>
    </Dialog>
  )
}
