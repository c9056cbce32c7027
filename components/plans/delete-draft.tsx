'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import type { Plan } from '@/server/queries/plans/plan'
import { failureOf, useTRPC } from '../data/trpc'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { useWorkspace } from '../workspace/workspace'

/** Asks before a draft is deleted, and what goes with it. */
export function DeleteDraft({ plan, onClose }: { plan: Plan; onClose: () => void }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const router = useRouter()
  const { slug } = useWorkspace()
  const remove = useMutation(trpc.plans.deleteDraft.mutationOptions({
    onSuccess: async () => {
      router.replace(`/${slug}/plans`)
      await Promise.all([cache.invalidateQueries({ queryKey: trpc.reports.pathKey() }), cache.invalidateQueries({ queryKey: trpc.plans.opportunities.pathKey() })])
    },
  }))
  const many = (n: number, one: string) => (n === 0 ? [] : [`${n} ${one}${n === 1 ? '' : 's'}`])
  const gone = [...many(plan.progress.answered, 'answer'), ...many(plan.actions.length, 'action'), ...many(plan.notes.length, 'note'), 'what was said about it'].join(', ')
  return (
    <ConfirmDialog open onOpenChange={onClose} title="Delete this draft?" action="Delete draft" name={plan.name} busy={remove.isPending || remove.isSuccess} error={remove.error ? failureOf(remove.error) : undefined} onConfirm={() => remove.mutate({ plan: plan.id, name: plan.name })}>
      <p>With it goes: {gone}. It was never begun, so nothing that was found out is lost; a plan that has begun stays on the list. That you deleted it stays in the audit trail.</p>
    </ConfirmDialog>
  )
}
