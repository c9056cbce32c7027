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
import { useNoteQueue } from './use-note-queue'

const NOTE = 'grid content-between gap-2 rounded-md bg-sunken p-3 text-13'

/** How many notes there are, and what became of them. */
function headline(notes: Plan['notes']): string {
  if (notes.length === 0) return 'A workshop: notes of everybody at once'
  const became = (kind: string, one: string) => { const n = notes.filter((note) => note.kind === kind).length; return n > 0 && `${n} ${one}${n === 1 ? '' : 's'}` }
  const turned = [became('pain_point', 'pain point'), became('action', 'action')].filter(Boolean).join(' and ')
  return `${notes.length} ${notes.length === 1 ? 'note' : 'notes'} from the workshop${turned ? `, of which ${turned}` : ''}`
}

/** A wall for everybody's notes at once; each becomes a pain point or an action. */
export function Workshop({ plan }: { plan: Plan }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const { can } = useWorkspace()
  const again = () => cache.invalidateQueries({ queryKey: trpc.plans.one.queryKey({ plan: plan.id }) })
  useTopic('workshops', () => void again())
  const mine = useNoteQueue(plan.id, plan.notes)
  const onTheirWay = mine.notes
  const failed = onTheirWay.filter(({ state }) => state === 'failed')
  const turn = useMutation(trpc.plans.turnNote.mutationOptions({ onSettled: again }))
  const turning = (note: string) => turn.isPending && turn.variables.note === note
  const [removing, setRemoving] = useState<Plan['notes'][number] | null>(null)
  const canEdit = can.includes('edit') && (plan.status === 'draft' || plan.status === 'running')
  if (!canEdit && plan.notes.length === 0 && onTheirWay.length === 0) return null
  return (
    <Section title={headline(plan.notes)} subtitle="Whoever has this page open sees them appear. Each becomes a pain point or an action." className="print:hidden">
      {canEdit && (
        <form className="flex max-w-prose items-end gap-2" onSubmit={(event) => { event.preventDefault(); mine.put() }}>
          <Field label="A note" className="grow">{(w) => <Input {...w} maxLength={500} autoComplete="off" value={mine.text} onChange={(event) => mine.type(event.target.value)} />}</Field>
          <Button type="submit" look="primary">Put it up</Button>
        </form>
      )}
      {turn.error && <Callout tone="danger">{failureOf(turn.error)}</Callout>}
      <div role="status">
        {failed.length > 0 && (
          <Callout tone="danger" title={failed.length === 1 ? 'A note is not on the wall yet' : `${failed.length} notes are not on the wall yet`} action={failed.length > 1 && <Button onClick={() => mine.again()}>Send all again</Button>}>
            Only you see {failed.length === 1 ? 'it' : 'them'}, here, with the reason, until {failed.length === 1 ? 'it is' : 'they are'} sent.
          </Callout>
        )}
      </div>
      {plan.notes.length + onTheirWay.length > 0 && (
        <ul aria-label="Notes" className="grid gap-2 sm:grid-cols-2 lg:grid-cols-4">
          {plan.notes.map((note) => (
            <li key={note.id} className={NOTE}>
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
          {onTheirWay.map((note) => (
            <li key={note.id} className={NOTE}>
              <span className="whitespace-pre-wrap">{note.text}</span>
              {note.state !== 'failed' ? <span className="text-12 text-muted">Being put up …</span> : (
                <span className="grid gap-1 text-12">
                  <span className="text-danger">{note.why}</span>
                  <span className="flex flex-wrap gap-1"><Button onClick={() => mine.again(note.id)}>Send it again</Button><Button look="quiet" disabled={mine.text.trim() !== ''} onClick={() => mine.takeBack(note.id)}>Back into the field</Button></span>
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {removing && <RemoveNote plan={plan.id} note={removing} onClose={() => setRemoving(null)} />}
    </Section>
  )
}
