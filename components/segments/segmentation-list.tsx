'use client'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { rfmRules } from '@/server/domain/segments/rfm'
import type { SegmentationSummary } from '@/server/schemas/segment-rules'
import { useTRPC } from '../data/trpc'
import { PageHeader, Section } from '../shell/page'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { formatCount, formatShareOf } from '../ui/format'
import { Link } from '../ui/link'
import { EmptyState } from '../ui/states'
import { Table, type Column } from '../ui/table'
import { tierColour } from '../ui/tokens'
import { useWorkspace } from '../workspace/workspace'
import { draftOfRules, emptyRules } from './rule-draft'
import { RulesForm } from './rules-form'

/** Every way customers are told apart, and a start for the next one. */
export function SegmentationList() {
  const { slug: org, can } = useWorkspace()
  const trpc = useTRPC()
  const router = useRouter()
  const { data: all } = useSuspenseQuery(trpc.segments.all.queryOptions())
  const [making, setMaking] = useQueryState('new', parseAsStringLiteral(['rules', 'rfm']))
  const edit = can.includes('edit')
  const archived = all.filter((one) => one.archived_at !== null)
  return (
    <>
      <PageHeader
        title="Segmentations" lead="Every way customers are told apart. Each customer is in exactly one segment of each, and every report can be split by any of them."
        actions={edit && making === null && <><Button onClick={() => void setMaking('rfm')}>By buying habits</Button><Button look="primary" onClick={() => void setMaking('rules')}>New segmentation</Button></>}
      />
      {making !== null && edit ? (
        <Section title={making === 'rfm' ? 'Segments by buying habits' : 'Segments by rules'} subtitle={making === 'rfm' ? 'Recency, frequency and spend, each scored from 1 to 5 among those who ever bought: named groups to begin with, change them as you like.' : 'State who belongs to which segment; counts follow as you type.'}>
          <RulesForm key={making} initial={making === 'rfm' ? rfmDraft() : emptyRules()} name={making === 'rfm' ? 'Buying habits' : ''} onDone={(slug) => router.push(`/${org}/segments/all/${slug}`)} onCancel={() => void setMaking(null)} />
        </Section>
      ) : (
        <div className="border-t pt-2">
          <Table
            label="Segmentations" columns={COLUMNS} rows={all.filter((one) => one.archived_at === null)} rowKey={(row) => row.slug} rowHref={(row) => `/${org}/segments/all/${row.slug}`}
            empty={<EmptyState title="There are no segmentations yet"><p>Value tiers are cut by themselves once purchases have arrived. Rules need nothing but customers: tell them apart by what they bought, how they reach you, what you owe them, or any attribute declared in the settings.</p></EmptyState>}
          />
          {archived.length > 0 && <p className="mt-6 text-13 text-muted">Archived: {archived.map((one, i) => <span key={one.slug}>{i > 0 && ', '}<Link href={`/${org}/segments/all/${one.slug}`}>{one.name}</Link></span>)}.</p>}
        </div>
      )}
    </>
  )
}

function rfmDraft() {
  const { template, segments, rest } = rfmRules(365)
  return draftOfRules({ template, segments, rest })
}

const KINDS = { value_tiers: 'Value tiers', rules: 'Rules', rfm: 'Buying habits' }

const COLUMNS: Column<SegmentationSummary>[] = [
  { key: 'name', header: 'Name', cell: (row) => <span className="inline-flex items-center gap-2">{row.name}{row.computing && <Badge tone="accent">sorting</Badge>}</span> },
  { key: 'kind', header: 'Told apart by', wideOnly: true, cell: (row) => KINDS[row.template ?? row.kind] },
  { key: 'segments', header: 'Segments', cell: (row) => <Sizes row={row} /> },
  { key: 'customers', header: 'Customers', numeric: true, cell: (row) => (row.computing && row.customers === 0 ? '' : formatCount(row.customers)) },
  { key: 'version', header: 'Version', numeric: true, wideOnly: true, cell: (row) => row.version },
]

/** The segments' sizes as one bar with their names under it: who is how many, at a glance. */
function Sizes({ row }: { row: SegmentationSummary }) {
  const shown = row.segments.filter((segment) => segment.customers > 0)
  if (shown.length === 0) return <span className="text-muted">{row.computing ? 'being counted' : 'nobody yet'}</span>
  return (
    <span className="grid max-w-96 gap-1 py-1.5">
      <span className="flex h-2 gap-px" aria-hidden="true">
        {shown.map((segment) => <span key={segment.slug} style={{ width: `${(segment.share ?? 0) * 100}%`, background: tierColour(row.segments.indexOf(segment), row.segments.length) }} />)}
      </span>
      <span className="truncate text-12 text-muted">{shown.slice(0, 4).map((segment) => `${segment.name} ${formatShareOf(segment.share)}`).join(' · ')}{shown.length > 4 ? ` · ${shown.length - 4} more` : ''}</span>
    </span>
  )
}
