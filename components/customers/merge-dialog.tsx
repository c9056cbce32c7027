'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ArrowLeftRight } from 'lucide-react'
import { useState } from 'react'
import type { MergedField } from '@/server/schemas/identity'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { formatCount } from '../ui/format'
import { formatInstant } from '../ui/format-date'
import { SkeletonLines } from '../ui/states'
import { useToast } from '../ui/toast'
import { useWorkspace } from '../workspace/workspace'
import { words } from './words'

const MOVED: Record<string, [string, string]> = {
  interactions: ['interaction', 'interactions'], transactions: ['purchase or refund', 'purchases and refunds'], issues: ['issue', 'issues'], promises: ['promise', 'promises'], responses: ['survey answer', 'survey answers'],
  referrals: ['referral', 'referrals'], customer_values: ['stated value', 'stated values'],
}

/** What the one record will say, field by field, and how much moves; then it is done, with a way back. */
export function MergeDialog({ one, other, onClose }: { one: string; other: string; onClose: () => void }) {
  const trpc = useTRPC()
  const client = useQueryClient()
  const toast = useToast()
  const [turned, setTurned] = useState(false)
  const asked = turned ? { from: one, into: other } : { from: other, into: one }
  const preview = useQuery(trpc.customers.previewMerge.queryOptions(asked))
  const unmerge = useMutation(trpc.customers.unmerge.mutationOptions({ onSuccess: () => client.invalidateQueries() }))
  const merge = useMutation(trpc.customers.merge.mutationOptions({
    onSuccess: async ({ merge: number }) => {
      onClose()
      toast({ title: 'They are one customer now', description: `${asked.from} is known as ${asked.into}.`, action: { label: 'Undo', onSelect: () => unmerge.mutate({ merge: number }) } })
      await client.invalidateQueries()
    },
  }))
  const moves = Object.entries(preview.data?.moves ?? {}).filter(([, n]) => n > 0).map(([table, n]) => `${formatCount(n)} ${(MOVED[table] ?? [table, table])[n === 1 ? 0 : 1]}`)
  return (
    <Dialog
      open onOpenChange={(open) => { if (!open) onClose() }} title="Make these two one customer" className="sm:w-160"
      description={<>Everything of {asked.from} will be {asked.into}’s: {moves.length > 0 ? moves.join(', ') : 'no records, only what is said about them'}. Both ids stay known. It can be undone.</>}
      footer={<><Button look="quiet" onClick={() => setTurned(!turned)}><ArrowLeftRight /> Keep {asked.from} instead</Button><Button look="primary" busy={merge.isPending} disabled={!preview.data} onClick={() => merge.mutate(asked)}>Merge into {asked.into}</Button></>}
    >
      {merge.error && <p role="alert" className="pb-2 text-13 text-danger">{failureOf(merge.error)}</p>}
      {preview.error ? <p role="alert" className="text-13 text-danger">{failureOf(preview.error)}</p> : !preview.data ? <SkeletonLines lines={5} label="Comparing" /> : <Fields fields={preview.data.fields} from={asked.from} into={asked.into} />}
    </Dialog>
  )
}

function Fields({ fields, from, into }: { fields: readonly MergedField[]; from: string; into: string }) {
  const { timezone } = useWorkspace()
  const say = (field: string, value: MergedField['merged']) => (value === null ? '–' : typeof value === 'boolean' ? (value ? 'yes' : 'no') : field.endsWith('_at') ? formatInstant(String(value), timezone) : String(value))
  if (fields.length === 0) return <p className="text-13 text-muted">Nothing is said about either of them; only their records come together.</p>
  return (
    <div role="region" aria-label="The merged record" tabIndex={0} className="overflow-x-auto">
      <table className="w-full text-13">
        <caption className="pb-2 text-left text-12 text-muted">Where both say something, the later word stands.</caption>
        <thead><tr className="text-left text-12 text-muted"><th className="border-b py-1 font-medium">Field</th><th className="border-b px-2 font-medium">{from}</th><th className="border-b px-2 font-medium">{into}</th><th className="border-b pl-2 font-medium">Will say</th></tr></thead>
        <tbody>
          {fields.map(({ field, from: a, into: b, merged, wins }) => (
            <tr key={field} className="align-baseline wrap-anywhere">
              <td className="border-b py-1.5 text-muted">{words(field.replace('attributes.', ''))}</td>
              <td className={wins === 'from' ? 'border-b px-2' : 'border-b px-2 text-faint'}>{say(field, a)}</td>
              <td className={wins === 'into' ? 'border-b px-2' : 'border-b px-2 text-faint'}>{say(field, b)}</td>
              <td className="border-b pl-2 font-medium">{say(field, merged)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
