'use client'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Field, Input } from '../ui/field'
import { Callout } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'

/** Names a plan and goes to its first question. */
export function NewPlan({ name: proposed = '', opportunity, onClose }: { name?: string; opportunity?: string; onClose: () => void }) {
  const trpc = useTRPC()
  const router = useRouter()
  const { slug } = useWorkspace()
  const [name, setName] = useState(proposed)
  const create = useMutation(trpc.plans.create.mutationOptions({ onSuccess: ({ id }) => router.push(`/${slug}/plans/${id}`) }))
  return (
    <Dialog open onOpenChange={onClose} title="A new plan" description="Seven steps, one question at a time. “Don’t know yet” is always an answer." footer={<><Button onClick={onClose}>Cancel</Button><Button look="primary" type="submit" form="new-plan" busy={create.isPending} disabled={name.trim() === ''}>Begin</Button></>}>
      <form id="new-plan" className="grid gap-4" onSubmit={(event) => { event.preventDefault(); create.mutate({ name, ...(opportunity ? { opportunity } : {}) }) }}>
        <Field label="What is it called?">{(w) => <Input {...w} required maxLength={200} value={name} onChange={(event) => setName(event.target.value)} placeholder="Bills people understand" />}</Field>
        {create.isError && <Callout tone="danger">{failureOf(create.error)}</Callout>}
      </form>
    </Dialog>
  )
}
