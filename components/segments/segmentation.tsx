'use client'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Suspense, useState, type ReactNode } from 'react'
import { leavesOf, type Condition } from '@/server/domain/segments/conditions'
import type { SegmentationDetail } from '@/server/schemas/segment-rules'
import { ErrorBoundary } from '../data/error-boundary'
import { failureOf, useTRPC } from '../data/trpc'
import { FilterBar, useFilters } from '../shell/filter-bar'
import { PageHeader, Section } from '../shell/page'
import { Badge, Dot } from '../ui/badge'
import { Button } from '../ui/button'
import { DefinitionList } from '../ui/definition-list'
import { formatCount, formatShareOf } from '../ui/format'
import { formatDay, formatInstant } from '../ui/format-date'
import { ButtonLink, Link } from '../ui/link'
import { Callout, SkeletonLines } from '../ui/states'
import { Table } from '../ui/table'
import { tierColour } from '../ui/tokens'
import { useWorkspace } from '../workspace/workspace'
import { AlikeNow } from './alike'
import { Cutting } from './cutting'
import { basisInWords, segmentsInWords } from './define-words'
import { Migration } from './migration'
import { draftOfRules } from './rule-draft'
import { RulesForm } from './rules-form'

/** One segmentation: how large its segments are, who moved, how it is defined and what it was before. */
export function Segmentation({ slug }: { slug: string }) {
  const { slug: org, newest, today, can } = useWorkspace()
  const trpc = useTRPC()
  const { data: one } = useSuspenseQuery(trpc.segments.detail.queryOptions({ slug }))
  const [filters] = useFilters()
  const [editing, setEditing] = useState(false)
  const edit = can.includes('edit') && one.archived_at === null
  const rules = one.definition.kind === 'rules' ? one.definition : null
  return (
    <>
      <PageHeader
        title={one.name} lead={`Customers told apart by ${basisInWords(one.definition)}.`}
        actions={
          <>
            {edit && rules && !editing && <Button onClick={() => setEditing(true)}>Change the rules</Button>}
            {edit && !rules && <ButtonLink href={`/${org}/segments?tiers=${encodeURIComponent(slug)}#cut`}>Change the tiers</ButtonLink>}
            {can.includes('edit') && slug !== 'value' && <Archive one={one} />}
          </>
        }
        filters={one.computed_at !== null && !editing && <FilterBar show={['period']} lastDay={newest ?? today} defaultPeriod="A year to the newest day" />}
      />
      {one.archived_at !== null && <Callout title="Archived">It is not offered in filters and not cut again; what it says of the past stays.</Callout>}
      {one.computing && <Cutting slug={slug} />}
      {editing && rules ? (
        <Section title="Change the rules" subtitle="Holds from now on: past periods keep the segments they had.">
          <RulesForm initial={draftOfRules(rules)} name={one.name} slug={slug} onDone={() => setEditing(false)} onCancel={() => setEditing(false)} />
        </Section>
      ) : (
        <>
          <Sizes one={one} />
          {rules && scored(rules.segments) && <AlikeNow slug={slug} />}
          {one.computed_at !== null && <Part><Migration segmentation={slug} ranked={one.kind === 'value_tiers' || one.template === 'rfm'} segments={one.segments} from={filters.from ?? undefined} to={filters.to ?? undefined} /></Part>}
          <Versions one={one} />
        </>
      )}
    </>
  )
}

/** Whether any rule asks for a score of 1 to 5. */
const scored = (segments: readonly { when: Condition }[]): boolean => segments.some(({ when }) => leavesOf(when).some(({ fact }) => fact.endsWith('_score')))

/** Until they are counted, nought would be a claim. */
const SORTING = <span className="text-muted">being counted</span>

function Sizes({ one }: { one: SegmentationDetail }) {
  const { slug: org, currency, channels } = useWorkspace()
  const words = segmentsInWords(one.definition, { currency, channel: (slug) => channels.find((channel) => channel.slug === slug)?.name ?? slug })
  return (
    <Section title={one.computed_at === null ? `Customers are being sorted into ${formatCount(one.segments.length)} segments` : `${formatCount(one.customers)} customers in ${formatCount(one.segments.length)} segments`} subtitle={one.computing && one.computed_at !== null ? 'Who belongs to each by the newest definition; the counts are those from before, until customers are sorted' : 'Present members, and what makes them so'}>
      <Table
        label="Segments" rows={one.segments} rowKey={(row) => row.slug}
        columns={[
          { key: 'name', header: 'Segment', cell: (row) => <span className="flex items-center gap-2"><Dot colour={tierColour(one.segments.indexOf(row), one.segments.length)} /><Link href={`/${org}/customers?segment=${encodeURIComponent(one.slug === 'value' ? row.slug : `${one.slug}:${row.slug}`)}`}>{row.name}</Link></span> },
          { key: 'words', header: 'Who', wideOnly: true, cell: (row) => { const said = words.find((w) => w.name === row.name); return <span className="block max-w-prose py-1 whitespace-normal text-muted">{said?.about && <span className="block text-ink">{said.about}</span>}{said?.words}</span> } },
          { key: 'customers', header: 'Customers', numeric: true, cell: (row) => (one.computed_at === null ? SORTING : formatCount(row.customers)) },
          { key: 'share', header: 'Share', numeric: true, cell: (row) => (one.computed_at === null ? '' : formatShareOf(row.share)) },
        ]}
      />
    </Section>
  )
}

function Versions({ one }: { one: SegmentationDetail }) {
  const { currency, channels, timezone } = useWorkspace()
  const names = { currency, channel: (slug: string) => channels.find((channel) => channel.slug === slug)?.name ?? slug }
  if (one.versions.length === 0) return null
  return (
    <Section title={one.versions.length === 1 ? 'It was defined once' : `It was defined ${one.versions.length} times`} subtitle="Periods keep the definition that held in them">
      <DefinitionList
        className="max-w-4xl"
        items={one.versions.map((version) => ({
          term: <>Version {version.version}{version.version === one.version && <> <Badge>now</Badge></>}</>,
          value: (
            <details>
              <summary className="cursor-pointer">{holds(version, one.begins)} · by {version.by} · {formatInstant(version.at, timezone)}</summary>
              <ul className="mt-2 grid gap-1 text-muted">{segmentsInWords(version.definition, names).map((segment) => <li key={segment.name}><span className="text-ink">{segment.name}</span>: {segment.words}</li>)}</ul>
            </details>
          ),
        }))}
      />
    </Section>
  )
}

/** The past can be judged by what was recorded then, but not by predictions that were not kept. */
function holds({ from, by_predictions: predicted }: SegmentationDetail['versions'][number], begins: string | null): string {
  if (from !== null) return `Holds from ${formatDay(from)}`
  if (!predicted) return 'Holds for all history'
  return begins === null ? 'Holds from the first predictions on' : `Holds from ${formatDay(begins)}, since when predictions are kept`
}

function Archive({ one }: { one: SegmentationDetail }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const archive = useMutation(trpc.segments.archive.mutationOptions({ onSuccess: () => cache.invalidateQueries() }))
  const archived = one.archived_at !== null
  return (
    <>
      <Button busy={archive.isPending} onClick={() => archive.mutate({ slug: one.slug, archived: !archived })}>{archived ? 'Restore' : 'Archive'}</Button>
      {archive.isError && <span role="alert" className="text-13 text-danger">{failureOf(archive.error)}</span>}
    </>
  )
}

function Part({ children }: { children: ReactNode }) {
  return <ErrorBoundary><Suspense fallback={<div className="border-t py-6"><SkeletonLines lines={6} /></div>}>{children}</Suspense></ErrorBoundary>
}
