'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import type { Alike, DuplicatePair } from '@/server/queries/duplicates'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { formatCount } from '../ui/format'
import { formatDay } from '../ui/format-date'
import { Link } from '../ui/link'
import { useToast } from '../ui/toast'
import { useWorkspace } from '../workspace/workspace'

const MergeDialog = dynamic(() => import('./merge-dialog').then((module) => module.MergeDialog), { ssr: false })

/** Two records side by side, why they were found, and what can be done. */
export function DuplicatePairRow({ pair: { keep, other, shared } }: { pair: DuplicatePair }) {
  const { can } = useWorkspace()
  const trpc = useTRPC()
  const client = useQueryClient()
  const toast = useToast()
  const [merging, setMerging] = useState(false)
  const apart = useMutation(trpc.customers.tellApart.mutationOptions({
    onSuccess: async () => { toast({ title: 'Two people, then', description: 'They are not proposed again.' }); await client.invalidateQueries() },
    onError: (error) => toast({ title: 'That was not saved', description: failureOf(error), tone: 'danger' }),
  }))
  return (
    <li className="grid items-center gap-x-6 gap-y-2 py-3 lg:grid-cols-[1fr_1fr_10rem_auto]">
      <Person of={keep} />
      <Person of={other} />
      <p className="text-13 text-muted">Same {shared.map((name) => name.replaceAll('_', ' ')).join(', ')}</p>
      {can.includes('edit') && (
        <div className="flex gap-2">
          <Button onClick={() => setMerging(true)}>Merge…</Button>
          <Button look="quiet" busy={apart.isPending} onClick={() => apart.mutate({ customers: [keep.id, other.id] })}>Two people</Button>
        </div>
      )}
      {merging && <MergeDialog one={keep.id} other={other.id} onClose={() => setMerging(false)} />}
    </li>
  )
}

function Person({ of }: { of: Alike }) {
  const { slug } = useWorkspace()
  const known = [of.since && `since ${formatDay(of.since)}`, `${formatCount(of.interactions)} ${of.interactions === 1 ? 'interaction' : 'interactions'}`, of.last && `last seen ${formatDay(of.last)}`].filter(Boolean)
  return (
    <div className="min-w-0">
      <p className="truncate text-14 font-medium"><Link href={`/${slug}/customers/${encodeURIComponent(of.id)}`}>{of.name ?? of.id}</Link></p>
      <p className="truncate text-12 text-muted">{[of.name ? of.id : null, of.email].filter(Boolean).join(' · ')}</p>
      <p className="text-12 text-muted">{known.join(' · ')}</p>
    </div>
  )
}
