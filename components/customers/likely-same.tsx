'use client'
import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { useWorkspace } from '../workspace/workspace'

const MergeWith = dynamic(() => import('./merge-with').then((module) => module.MergeWith), { ssr: false })

/** Whether somebody else in the records may be the same person, and the way to make them one. */
export function LikelySame({ id }: { id: string }) {
  const { can } = useWorkspace()
  const trpc = useTRPC()
  const [open, setOpen] = useState(false)
  const { data: likely = [] } = useQuery(trpc.customers.likelySame.queryOptions({ id }))
  const [first] = likely
  if (!can.includes('edit')) return null
  return (
    <div className="mt-3 grid justify-items-start gap-1 text-13">
      {first && <p>May be the same person as <span className="font-medium">{first.other.name ?? first.other.id}</span>{likely.length > 1 && ` and ${likely.length - 1} more`}: same {first.shared.map((name) => name.replaceAll('_', ' ')).join(', ')}.</p>}
      <Button look={first ? 'plain' : 'quiet'} className={first ? undefined : '-ml-3'} onClick={() => setOpen(true)}>Merge with another record…</Button>
      {open && <MergeWith id={id} onClose={() => setOpen(false)} />}
    </div>
  )
}
