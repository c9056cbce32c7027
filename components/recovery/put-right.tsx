'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Story } from '@/server/queries/customer-page-story'
import type { RecoveryCase } from '@/server/queries/recovery-cases'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { LeftOpen, NOTHING } from './left-open'

/** The customer says it is put right, and something of theirs is still open: is that settled too? */
export function PutRight({ of, story, onClose }: { of: RecoveryCase; story: Story; onClose: () => void }) {
  const trpc = useTRPC()
  const client = useQueryClient()
  const [settled, setSettled] = useState(NOTHING)
  const outcome = useMutation(trpc.recovery.outcome.mutationOptions({ onSuccess: async () => { onClose(); await client.invalidateQueries() } }))
  return (
    <Dialog
      open onOpenChange={(open) => { if (!open) onClose() }} title={`Put right, says ${of.name ?? of.customer}`} description="This closes the case."
      footer={<><Button onClick={onClose}>Cancel</Button><Button look="primary" busy={outcome.isPending} onClick={() => outcome.mutate({ case: of.case, outcome: 'put_right', ...settled })}>Close the case</Button></>}
    >
      <LeftOpen story={story} settled={settled} onChange={setSettled} />
      {outcome.error && <p role="alert" className="text-13 text-danger">{failureOf(outcome.error)}</p>}
    </Dialog>
  )
}
