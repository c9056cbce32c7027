'use client'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { failureOf, useTRPC } from '../data/trpc'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { Button } from '../ui/button'
import { Callout } from '../ui/states'

/** What the record suggests, with the figure it came from and what a plan from it would be measured by. */
export function Suggestions({ canEdit }: { canEdit: boolean }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const { data: { suggested: all } } = useSuspenseQuery(trpc.plans.suggestions.queryOptions())
  const { data: kept } = useSuspenseQuery(trpc.plans.opportunities.queryOptions())
  const take = useMutation(trpc.plans.takeSuggestion.mutationOptions({ onSuccess: () => cache.invalidateQueries({ queryKey: trpc.plans.opportunities.queryKey() }) }))
  const fresh = all.filter((one) => !kept.some((k) => k.subject === one.subject))
  return (
    <Section title={fresh.length === 0 ? 'The record suggests nothing new' : `The record suggests ${fresh.length} ${fresh.length === 1 ? 'thing' : 'things'}`} note={all.length === 0 ? 'It takes thirty customers with a failed moment, thirty promises due at one touchpoint, value tiers over a year, or news on the overview.' : fresh.length === 0 ? 'All it has is taken up below.' : 'Each is associated with what it names, not proved to be because of it. The rows stand behind each figure.'}>
      {take.isError && <Callout tone="danger">{failureOf(take.error)}</Callout>}
      {fresh.length > 0 && (
        <ul aria-label="Suggestions" className="grid">
          {fresh.map((one) => (
            <li key={one.subject} className="grid gap-2 border-b py-3 sm:grid-cols-[minmax(0,1fr)_auto] sm:gap-6">
              <div className="grid max-w-prose gap-1">
                <span className="text-14 font-medium">{one.title}</span>
                <Inspectable target={{ report: one.evidence.report, parameters: one.evidence.parameters, cell: { ...one.evidence.cell, field: one.evidence.field } }} className="text-left text-13 text-muted">{one.why}</Inspectable>
                <span className="text-12 text-muted">Score {one.customers * one.us * (6 - one.effort)}. To customers {one.customers} of 5: {one.inputs.customers}. To us {one.us} of 5: {one.inputs.us}. Effort: nobody has said yet, counted as {one.effort}.</span>
                <span className="text-12 text-muted">A plan would be measured by: {one.measured}; it should become {one.better}.</span>
              </div>
              {canEdit && <span className="self-center"><Button busy={take.isPending && take.variables.subject === one.subject} onClick={() => take.mutate({ subject: one.subject })}>Take it up</Button></span>}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
