'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Plan } from '@/server/queries/plans/plan'
import { failureOf, useTRPC } from '../data/trpc'
import { ConfirmDialog } from '../ui/confirm-dialog'

const STAYS = { note: '', pain_point: ' The pain point stays in the answer to “Where does it hurt?”.', action: ' The action it became stays.' }

/** Asks before a note is taken off the wall. */
export function RemoveNote({ plan, note, onClose }: { plan: string; note: Plan['notes'][number]; onClose: () => void }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const remove = useMutation(trpc.plans.removeNote.mutationOptions({ onSuccess: async () => { await cache.invalidateQueries({ queryKey: trpc.plans.one.queryKey({ plan }) }); onClose() } }))
  return (
    <ConfirmDialog open onOpenChange={onClose} title="Remove this note?" action="Remove it" busy={remove.isPending} error={remove.error ? failureOf(remove.error) : undefined} onConfirm={() => remove.mutate({ note: note.id })}>
      <p>“{note.text}” goes off the wall, for everybody.{STAYS[note.kind]}</p>
    </ConfirmDialog>
  )
}
