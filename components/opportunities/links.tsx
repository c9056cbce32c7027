'use client'
import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useTRPC } from '../data/trpc'
import { IconButton } from '../ui/button'
import { Field, Select } from '../ui/field'
import { Link } from '../ui/link'
import { useWorkspace } from '../workspace/workspace'

type Linked = { link: string; label: string; href: string }

/** A page with a figure open on it. */
const inspecting = (report: string, parameters: Record<string, string>, cell: Record<string, string>) => `inspect=${encodeURIComponent(JSON.stringify({ report, parameters, cell }))}`

/** Everything an opportunity can point at, as it is called and where it is. */
function useLinkable(): Linked[] {
  const trpc = useTRPC()
  const { slug, touchpoints, segments } = useWorkspace()
  const { data: maps = [] } = useQuery(trpc.plans.linkable.queryOptions())
  return [
    ...maps.flatMap((map) => [{ link: `journey:${map.slug}`, label: `Journey: ${map.name}`, href: `/${slug}/journeys/${map.slug}` }, ...map.steps.map((step) => ({ link: `step:${map.slug}:${step.id}`, label: `Step: ${step.name} (${map.name})`, href: `/${slug}/journeys/${map.slug}` }))]),
    ...touchpoints.filter((t) => t.class === 'moment_that_matters').map((t) => ({ link: `moment:${t.slug}`, label: `Moment: ${t.name}`, href: `/${slug}/moments?${inspecting('moment-outcomes', {}, { touchpoint: t.slug, result: 'failed', field: 'share_of_known' })}` })),
    ...touchpoints.map((t) => ({ link: `touchpoint:${t.slug}`, label: `Touchpoint: ${t.name}`, href: `/${slug}/interactions?${inspecting('interactions-over-time', { touchpoint: t.slug }, { key: 'total', field: 'contacts' })}` })),
    ...segments.map((s) => ({ link: `segment:${s.segmentation}:${s.slug}`, label: `Segment: ${s.name} (${s.segmentationName})`, href: `/${slug}/segments/all/${s.segmentation}` })),
  ]
}

/** What it is about, as links to there. What is there no more is called by what it was. */
export function Links({ links }: { links: readonly string[] }) {
  const known = useLinkable()
  if (links.length === 0) return null
  return (
    <ul aria-label="About" className="flex flex-wrap gap-x-3 gap-y-1 text-12">
      {links.map((link) => {
        const found = known.find((one) => one.link === link)
        return <li key={link}>{found ? <Link href={found.href}>{found.label}</Link> : <span className="text-muted">{link.slice(link.lastIndexOf(':') + 1).replaceAll('_', ' ')}</span>}</li>
      })}
    </ul>
  )
}

/** Choosing what it is about. */
export function LinksField({ links, onLinks }: { links: readonly string[]; onLinks: (links: string[]) => void }) {
  const known = useLinkable()
  const nameOf = (link: string) => known.find((one) => one.link === link)?.label ?? link
  return (
    <div className="grid gap-2">
      {links.length > 0 && <ul aria-label="Links" className="grid">{links.map((link) => <li key={link} className="flex items-center justify-between gap-2 border-b text-13"><span>{nameOf(link)}</span><IconButton label={`Take “${nameOf(link)}” out`} icon={<X />} onClick={() => onLinks(links.filter((one) => one !== link))} /></li>)}</ul>}
      <Field label="What it is about" optional>{(w) => <Select {...w} value="" options={[{ value: '', label: 'A journey, step, moment, touchpoint or segment …' }, ...known.filter(({ link }) => !links.includes(link)).map(({ link, label }) => ({ value: link, label }))]} onValue={(link) => { if (link !== '') onLinks([...links, link]) }} />}</Field>
    </div>
  )
}
