'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Pin } from 'lucide-react'
import { useTRPC } from '../data/trpc'
import { IconButton } from '../ui/button'
import { useWorkspace } from '../workspace/workspace'
import { words } from './words'

/** An attribute's value, with a way to have it among the things to remember. */
export function Remember({ customer, attribute, text }: { customer: string; attribute: string; text: string }) {
  const { can } = useWorkspace()
  const trpc = useTRPC()
  const client = useQueryClient()
  const remember = useMutation(trpc.customers.remember.mutationOptions({ onSuccess: () => client.invalidateQueries(trpc.customers.story.pathFilter()) }))
  return (
    <span className="group/value flex items-start justify-between gap-2">
      <span className="min-w-0 break-words">{text}</span>
      {can.includes('edit') && <IconButton label={`Remember: ${words(attribute)}`} icon={<Pin />} className="-my-1.5 opacity-0 group-hover/value:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100" busy={remember.isPending} onClick={() => remember.mutate({ customer, attribute, remember: true })} />}
    </span>
  )
}
