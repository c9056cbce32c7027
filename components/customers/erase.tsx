'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { failureOf, useTRPC } from '../data/trpc'
import { Button, buttonClass } from '../ui/button'
import { formatCount } from '../ui/format'
import { useToast } from '../ui/toast'
import { useWorkspace } from '../workspace/workspace'

const ConfirmDialog = dynamic(() => import('../ui/confirm-dialog').then((module) => module.ConfirmDialog), { ssr: false })

/** What a customer may ask of us, for those who may give it: everything we hold as a file, and erasure for good, which asks for the id. */
export function Erase({ id }: { id: string }) {
  const { slug, can } = useWorkspace()
  const trpc = useTRPC()
  const client = useQueryClient()
  const router = useRouter()
  const toast = useToast()
  const [open, setOpen] = useState(false)
  const erase = useMutation(trpc.customers.erase.mutationOptions({
    onSuccess: ({ interactions }) => {
      toast({ title: 'The customer is erased', description: `${formatCount(interactions)} ${interactions === 1 ? 'interaction stays' : 'interactions stay'} in the totals, counted with nobody.` })
      // Away first: the page would ask again for somebody who is gone.
      router.replace(`/${slug}/customers`)
      void client.invalidateQueries({ queryKey: trpc.customers.list.queryKey() })
    },
  }))
  if (!can.includes('admin')) return null
  return (
    <>
      <a href={`/api/customers/${encodeURIComponent(id)}/everything?${new URLSearchParams({ org: slug })}`} download className={buttonClass()}>Everything as a file</a>
      <Button look="quiet" onClick={() => { erase.reset(); setOpen(true) }}>Erase…</Button>
      {open && (
        <ConfirmDialog
          open onOpenChange={setOpen} title="Erase this customer for good?" action="Erase for good" name={id} busy={erase.isPending}
          error={erase.error ? failureOf(erase.error) : undefined} onConfirm={() => erase.mutate({ id })}
        >
          <p>Name, e-mail, every interaction, purchase, issue, promise and answer is removed, under every id this customer had. The totals of past days keep what happened, counted with nobody. Only a keyed hash of the ids stays, so that a replayed file cannot bring the person back. This cannot be undone.</p>
        </ConfirmDialog>
      )}
    </>
  )
}
