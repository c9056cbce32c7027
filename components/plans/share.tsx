'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Plan } from '@/server/queries/plans/plan'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { CopyButton } from '../ui/copy-button'
import { Dialog } from '../ui/dialog'
import { formatInstant } from '../ui/format-date'
import { Callout } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'

/** Links that show this plan to whoever has them, and closing them again. */
export function Share({ plan, onClose }: { plan: Pick<Plan, 'id' | 'shares'>; onClose: () => void }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const { timezone } = useWorkspace()
  const again = () => cache.invalidateQueries({ queryKey: trpc.plans.one.queryKey({ plan: plan.id }) })
  const [link, setLink] = useState<string | null>(null)
  const share = useMutation(trpc.plans.share.mutationOptions({ onSuccess: async ({ path }) => { setLink(new URL(path, window.location.origin).href); await again() } }))
  const revoke = useMutation(trpc.plans.revokeShare.mutationOptions({ onSuccess: again }))
  const failure = share.error ?? revoke.error
  return (
    <Dialog open onOpenChange={onClose} title="Show this plan to somebody without an account" description="Whoever has the link reads this one plan: no comments, no other page." footer={<><Button onClick={onClose}>Close</Button><Button look="primary" busy={share.isPending} onClick={() => share.mutate({ plan: plan.id })}>Make a link</Button></>}>
      <div className="grid gap-4 text-13">
        {link && <Callout title="It is shown this once" action={<CopyButton text={link} label="Copy the link" />}><span className="break-all">{link}</span></Callout>}
        {plan.shares.length > 0 && <ul aria-label="Open links" className="grid">{plan.shares.map((one) => <li key={one.id} className="flex items-center justify-between gap-4 border-b py-1"><span>Made by {one.by}, {formatInstant(one.at, timezone)}</span><Button look="danger" onClick={() => revoke.mutate({ share: one.id })}>Close it</Button></li>)}</ul>}
        {failure && <Callout tone="danger">{failureOf(failure)}</Callout>}
      </div>
    </Dialog>
  )
}
