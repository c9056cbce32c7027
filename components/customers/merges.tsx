'use client'
import { useMutation, useQueryClient, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import type { MergeRow } from '@/server/queries/duplicates'
import { failureOf, useTRPC } from '../data/trpc'
import { Section } from '../shell/page'
import { Button } from '../ui/button'
import { formatAgo } from '../ui/format-date'
import { Link } from '../ui/link'
import { useToast } from '../ui/toast'
import { useWorkspace } from '../workspace/workspace'

/** What has been merged, by people and by feeds, newest first, each with its way back. */
export function Merges() {
  return <List merges={useSuspenseQuery(useTRPC().customers.merges.queryOptions({})).data.merges} />
}

/** The same of one customer, asked by the browser: most have none, and their page does not wait for it. */
export function MergesOf({ customer }: { customer: string }) {
  return <List merges={useQuery(useTRPC().customers.merges.queryOptions({ customer }, { throwOnError: true })).data?.merges ?? []} />
}

function List({ merges }: { merges: readonly MergeRow[] }) {
  const { slug, can, now } = useWorkspace()
  const trpc = useTRPC()
  const client = useQueryClient()
  const toast = useToast()
  const undo = useMutation(trpc.customers.unmerge.mutationOptions({
    onSuccess: async ({ customer }) => { toast({ title: `${customer} is a customer of their own again` }); await client.invalidateQueries() },
    onError: (error) => toast({ title: 'The merge was not undone', description: failureOf(error), tone: 'danger' }),
  }))
  if (merges.length === 0) return null
  return (
    <Section title="What was merged" subtitle="Undoing gives each their own records back, with what arrived since.">
      <ul className="divide-y border-y text-13">
        {merges.map(({ merge, from, into, name, at, by, undone_at: undoneAt, undone_by: undoneBy }) => (
          <li key={merge} className="flex min-h-8 flex-wrap items-center gap-x-3 py-1">
            <span>{from} into <Link href={`/${slug}/customers/${encodeURIComponent(into)}`}>{name ? `${name} (${into})` : into}</Link></span>
            <span className="text-muted">{by}, {formatAgo(at, new Date(now))}</span>
            {undoneAt ? <span className="text-muted">undone by {undoneBy}, {formatAgo(undoneAt, new Date(now))}</span>
              : can.includes('edit') && <Button look="quiet" className="-my-1 ml-auto" busy={undo.isPending && undo.variables.merge === merge} onClick={() => undo.mutate({ merge })}>Undo</Button>}
          </li>
        ))}
      </ul>
    </Section>
  )
}
