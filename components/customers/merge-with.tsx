'use client'
import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import type { Alike } from '@/server/queries/duplicates'
import { useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Link } from '../ui/link'
import { useWorkspace } from '../workspace/workspace'
import { FindCustomer } from './find-customer'

const MergeDialog = dynamic(() => import('./merge-dialog').then((module) => module.MergeDialog), { ssr: false })

/** Makes this customer one with another: one who looks like the same person, or one found by hand. Both are compared before. */
export function MergeWith({ id, onClose }: { id: string; onClose: () => void }) {
  const { slug } = useWorkspace()
  const trpc = useTRPC()
  const likely = useQuery(trpc.customers.likelySame.queryOptions({ id }))
  const [other, setOther] = useState<string | null>(null)
  if (other !== null) return <MergeDialog one={id} other={other} onClose={onClose} />
  return (
    <Dialog open onOpenChange={(open) => { if (!open) onClose() }} title="Who is the same person?" description="The two are compared before anything is done, and it can be undone.">
      <div className="grid gap-4">
        {(likely.data ?? []).length > 0 && (
          <ul aria-label="Likely the same" className="divide-y border-y text-13">
            {(likely.data ?? []).map(({ other: one, shared }) => (
              <li key={one.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2">
                <span className="min-w-0"><Link href={`/${slug}/customers/${encodeURIComponent(one.id)}`}>{nameOf(one)}</Link> <span className="text-muted">same {shared.map((name) => name.replaceAll('_', ' ')).join(', ')}</span></span>
                <Button onClick={() => setOther(one.id)}>Compare</Button>
              </li>
            ))}
          </ul>
        )}
        <FindCustomer label="Find them" without={[id]} onPick={(row) => setOther(row.customer)} />
      </div>
    </Dialog>
  )
}

const nameOf = ({ name, id }: Alike) => (name ? `${name} (${id})` : id)
