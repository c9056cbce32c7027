'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Plan } from '@/server/queries/plans/plan'
import { useTopic } from '../data/live'
import { failureOf, useTRPC } from '../data/trpc'
import { Section } from '../shell/page'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { Field, Input } from '../ui/field'
import { Callout } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { RemoveNote } from './remove-note'

/** A wall for everybody's notes at once; each becomes a pain point or an action. */
export function Workshop({ plan }: { plan: Plan }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const { can } = useWorkspace()
  const again = () => cache.invalidateQueries({ queryKey: trpc.plans.one.queryKey({ plan: plan.id }) })
  useTopic('workshops', () => void again())
  const [text, setText] = useState('')
  const [id, setId] = useState(() => crypto.randomUUID())
  const add = useMutation(trpc.plans.addNote.mutationOptions({ onSuccess: async () => { setText(''); setId(crypto.randomUUID()); await again() } }))
  const turn = useMutation(trpc.plans.turnNote.mutationOptions({ onSettled: again }))
  const turning = (note: string) => turn.isPending && turn.variables.note === note
  const [removing, setRemoving] = useState<Plan['notes'][number] | null>(null)
  const canEdit = can.includes('edit') && (plan.status === 'draft' || plan.status === 'running')
  const failure = add.error ?? turn.error
  if (!canEdit && plan.notes.length === 0) return null
  return (
    <Section title={plan.notes.length === 0 ? 'A workshop: notes of everybody at once' : `${plan.notes.length} ${plan.notes.length === 1 ? 'note' : 'notes'} from the workshop`} subtitle="Whoever has this page open sees them appear. Each becomes a pain point or an action." className="print:hidden">
      {canEdit && (
        <form className="flex max-w-prose items-end gap-2" onSubmit={(event) => { event.preventDefault(); if (text.trim() !== '') add.mutate({ plan: plan.id, text, id }) }}>
          <Field label="A note" className="grow">{(w) => <Input {...w} maxLength={500} value={text} onChange={(event) => setText(event.target.value)} />}</Field>
          <Button type="submit" look="primary" busy={add.isPending}>Put it up</Button>
        </form>
      )}
      {failure && <Callout tone="danger">{failureOf(failure)}</Callout>}
      {plan.notes.length > 0 && (
        <ul aria-label="Notes" className="grid gap-2 sm:grid-cols-2 lg:grid-cols-4">
          {plan.notes.map((note) => (
            <li key={note.id} className="grid content-between gap-2 rounded-md bg-sunken p-3 text-13">
              <span className="whitespace-pre-wrap">{note.text}</span>
              <span className="grid gap-1 text-12 text-muted">
                <span>{note.by}{note.kind !== 'note' && <span className="ml-2"><Badge tone={note.kind === 'action' ? 'accent' : 'warning'}>{note.kind === 'action' ? 'Action' : 'Pain point'}</Badge></span>}</span>
                {canEdit && (
                  <span className="flex flex-wrap gap-1">
                    {note.kind === 'note' && <><Button disabled={turning(note.id)} onClick={() => turn.mutate({ note: note.id, kind: 'pain_point' })}>Pain point</Button><Button disabled={turning(note.id)} onClick={() => turn.mutate({ note: note.id, kind: 'action' })}>Action</Button></>}
                    <Button look="quiet" onClick={() => setRemoving(note)}>Remove</Button>
                  </span>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      {removing && <RemoveNote plan={plan.id} note={removing} onClose={() => setRemoving(null)} />}
    </Section>
  )
}
