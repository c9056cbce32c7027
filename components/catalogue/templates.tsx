'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { MOMENT_TEMPLATES, proposeTouchpoints, type MomentTemplate } from '@/server/domain/catalogue/templates'
import type { TouchpointView } from '@/server/schemas/catalogue'
import { failureOf, useTRPC } from '../data/trpc'
import { Section } from '../shell/page'
import { Button } from '../ui/button'
import { Select } from '../ui/field'
import { useToast } from '../ui/toast'
import { resultWords, RULE_WORDS } from './words'

/** The four moments that keep coming back, each ready to be laid on one of the organisation's own touchpoints. */
export function Templates({ touchpoints }: { touchpoints: readonly TouchpointView[] }) {
  return (
    <Section title="Four moments that keep coming back" subtitle="Lay one on the touchpoint where it happens with you: class, rules and stakes are set, the name stays yours.">
      <ul className="divide-y border-y">{MOMENT_TEMPLATES.map((template) => <Line key={template.slug} template={template} touchpoints={touchpoints} />)}</ul>
    </Section>
  )
}

function Line({ template, touchpoints }: { template: MomentTemplate; touchpoints: readonly TouchpointView[] }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const toast = useToast()
  const likely = proposeTouchpoints(template, touchpoints.map((one) => one.slug))
  const [chosen, setChosen] = useState<string | null>(null)
  const target = chosen ?? likely[0] ?? ''
  const lay = useMutation(trpc.catalogue.applyTemplate.mutationOptions({
    onSuccess: async (saved) => {
      await cache.invalidateQueries()
      toast({ title: `${saved.name} is a moment that matters`, description: 'Its history is recomputed as a job.' })
    },
    onError: (error) => toast({ title: failureOf(error), tone: 'danger' }),
  }))
  const options = [
    ...touchpoints.toSorted((a, b) => rank(likely, a.slug) - rank(likely, b.slug)).map((one) => ({ value: one.slug, label: one.name })),
    { value: '', label: `A new one: ${template.name}` },
  ]
  const current = touchpoints.find((one) => one.slug === target)
  const there = current !== undefined && isThere(template, current)
  return (
    <li className="grid items-start gap-x-8 gap-y-3 py-4 lg:grid-cols-[minmax(0,1fr)_26rem]">
      <div className="max-w-prose">
        <h3 className="text-14 font-medium">{template.name}</h3>
        <p className="text-13 text-muted">{template.why}</p>
        <p className="mt-1 text-12 text-muted">A moment: {RULE_WORDS[template.momentRule.rule].label.toLowerCase()}. {resultWords({ result_rule: template.resultRule })}. Stakes: {template.stakes}</p>
      </div>
      <div className="flex items-center gap-2">
        <Select aria-label={`Touchpoint for “${template.name}”`} className="min-w-0 flex-1" options={options} value={target} onValue={setChosen} />
        <Button aria-label={`Use “${template.name}”`} busy={lay.isPending} disabled={there} onClick={() => lay.mutate({ template: template.slug, ...(target === '' ? {} : { touchpoint: target }) })}>{there ? 'In use' : 'Use it'}</Button>
      </div>
    </li>
  )
}

const rank = (likely: readonly string[], slug: string) => (likely.includes(slug) ? likely.indexOf(slug) : likely.length)
const isThere = (template: MomentTemplate, t: TouchpointView) => t.class === 'moment_that_matters' && t.rule.rule === template.momentRule.rule && t.result_rule.rules.join() === template.resultRule.rules.join()
