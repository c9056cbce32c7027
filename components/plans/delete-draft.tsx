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
  const gone = [`${plan.progress.answered} ${plan.progress.answered === 1 ? 'answer' : 'answers'}`, `${plan.actions.length} ${plan.actions.length === 1 ? 'action' : 'actions'}`, `${plan.notes.length} ${plan.notes.length === 1 ? 'note' : 'notes'}`].join(', ')
  return (
    <ConfirmDialog open onOpenChange={onClose} title="Delete this draft?" action="Delete draft" name={plan.name} busy={remove.isPending || remove.isSuccess} error={remove.error ? failureOf(remove.error) : undefined} onConfirm={() => remove.mutate({ plan: plan.id, name: plan.name })}>
      <p>With it go {gone} and what was said about it. It was never begun, so nothing that was found out is lost; a plan that has begun stays on the list. That you deleted it stays in the audit trail.</p>
    </ConfirmDialog>
  )
}
