'use client'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { failureOf, useTRPC } from '../data/trpc'
import { Section } from '../shell/page'
import { Button } from '../ui/button'
import { Select } from '../ui/field'
import { Callout } from '../ui/states'
import { useToast } from '../ui/toast'
import { useWorkspace } from '../workspace/workspace'

const NEW = ''

/** No touchpoint is a moment yet: the four that keep coming back, each to be laid on one of the organisation's own. */
export function Templates() {
  const { can } = useWorkspace()
  const trpc = useTRPC()
  const { data: templates } = useSuspenseQuery(trpc.moments.templates.queryOptions())
  return (
    <Section
      title="Which of your interactions can make or break a relationship?"
      subtitle="No touchpoint is marked as a moment that matters yet. Four keep coming back; lay each on the touchpoint of yours that it is."
      note="Records of the past are reclassed too. Every rule can be changed in the settings, and the class taken back."
    >
      <ul className="divide-y border-y">
        {templates.map((template) => <Offer key={template.slug} template={template} admin={can.includes('admin')} />)}
      </ul>
      {!can.includes('admin') && <Callout>An admin of this organisation can mark them.</Callout>}
    </Section>
  )
}

type Template = { slug: string; name: string; why: string; stakes: string; proposed: { slug: string; name: string }[] }

function Offer({ template, admin }: { template: Template; admin: boolean }) {
  const { touchpoints } = useWorkspace()
  const trpc = useTRPC()
  const cache = useQueryClient()
  const router = useRouter()
  const toast = useToast()
  const [chosen, setChosen] = useState(template.proposed[0]?.slug ?? NEW)
  const apply = useMutation(trpc.moments.applyTemplate.mutationOptions({
    onSuccess: async (touchpoint) => {
      toast({ title: `“${touchpoint.name}” is a moment that matters now`, description: 'Its history is being reclassed.' })
      // The workspace's catalogue comes with the page's frame.
      router.refresh()
      await cache.invalidateQueries()
    },
  }))
  const proposed = new Set(template.proposed.map(({ slug }) => slug))
  const options = [
    ...template.proposed.map(({ slug, name }) => ({ value: slug, label: name })),
    { value: NEW, label: 'a touchpoint of its own' },
    ...touchpoints.filter(({ slug }) => !proposed.has(slug)).map(({ slug, name }) => ({ value: slug, label: name })),
  ]
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-8 gap-y-3 py-4">
      <div className="max-w-prose min-w-0">
        <p className="text-14 font-medium">{template.name}</p>
        <p className="text-13 text-muted">{template.why} {template.stakes}</p>
        {apply.isError && <p role="alert" className="text-12 text-danger">{failureOf(apply.error)}</p>}
      </div>
      {admin && (
        <div className="flex min-w-0 items-center gap-2">
          <Select aria-label={`Touchpoint for “${template.name}”`} className="max-w-56" options={options} value={chosen} onValue={setChosen} />
          <Button busy={apply.isPending} onClick={() => apply.mutate({ template: template.slug, ...(chosen === NEW ? {} : { touchpoint: chosen }) })}>Mark it</Button>
        </div>
      )}
    </li>
  )
}
