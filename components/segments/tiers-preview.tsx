'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { SegmentationView, TierPreview, TiersInput, TiersPreview as Previewed, TiersPreviewInput } from '@/server/schemas/segments'
import { failureOf, useTRPC } from '../data/trpc'
import { formatChange, formatCount, formatMoney, formatShareOf } from '../ui/format'
import { formatDay } from '../ui/format-date'
import { Callout, SkeletonLines } from '../ui/states'
import { Table, type Column } from '../ui/table'
import { useWorkspace } from '../workspace/workspace'

/** Typing asks once it pauses, not at every key. */
const PAUSE_MS = 300

/** What a definition would cut now, and who would move from where the tiers `slug` have them; keeps the last answer while the next is on its way or the form is half typed. */
export function usePreview(tiers: TiersInput | null, slug: string) {
  const trpc = useTRPC()
  const input: TiersPreviewInput | null = tiers && { ...tiers, slug }
  const wanted = input && JSON.stringify(input)
  const [asked, setAsked] = useState(input)
  useEffect(() => {
    if (wanted === null) return
    const timer = setTimeout(() => setAsked(JSON.parse(wanted) as TiersPreviewInput), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [wanted])
  return useQuery(trpc.segments.preview.queryOptions(asked ?? { window_days: null, cut: 'quantiles', tiers: [{ name: 'All', at: 1 }] }, { enabled: asked !== null, placeholderData: keepPreviousData }))
}

type Props = { preview: ReturnType<typeof usePreview>; valid: boolean; before: SegmentationView }

/** The tiers as they would be, beside how many are in them now. */
export function TiersPreview({ preview, valid, before }: Props) {
  const { currency } = useWorkspace()
  if (preview.isError) return <Callout tone="danger" title="The preview could not be made">{failureOf(preview.error)}</Callout>
  if (!preview.data) return <SkeletonLines lines={4} label="Cutting a preview" />
  const { tiers, moves, begins } = preview.data
  const now = new Map(before.tiers.map((tier) => [tier.name, tier.customers]))
  return (
    <div className="grid gap-2">
      <p className="text-13 font-medium">As it would be cut today</p>
      <Table label="Preview of the tiers" columns={columns(currency, now)} rows={tiers} rowKey={(row) => row.name} loading={preview.isFetching} />
      <p className="mt-2 text-13 font-medium">{moves.length > 0 ? `Who would move: ${formatCount(moves.reduce((n, move) => n + move.customers, 0))} customers` : 'Nobody would move'}</p>
      {moves.length > 0 && <Table label="Customers who would move" columns={MOVES} rows={moves.slice(0, 12)} rowKey={(row) => `${row.from} ${row.to}`} loading={preview.isFetching} />}
      {moves.length > 0 && <p className="text-12 text-muted">Against the tiers they are in now, cut on the first of the month: a few of them would move next month even if nothing is changed.</p>}
      {tiers.every(({ customers }) => customers === 0) && <Callout tone="warning" title="These tiers would hold nobody">Nobody’s value is known for them yet. Predictions follow within minutes of the first purchases.</Callout>}
      {begins !== null && <p className="text-12 text-muted">Predictions are kept for the present only: by them nobody is judged for a day before {formatDay(begins)}.</p>}
      <p className="text-12 text-muted" role="status">{valid ? 'Customers of equal value stay together, so shares may differ a little from those asked for.' : 'The tiers are not complete yet; above is what could last be cut.'}</p>
    </div>
  )
}

const MOVES: Column<Previewed['moves'][number]>[] = [
  { key: 'from', header: 'From', cell: (row) => row.from ?? 'In no tier' },
  { key: 'to', header: 'To', cell: (row) => row.to },
  { key: 'customers', header: 'Customers', numeric: true, cell: (row) => formatCount(row.customers) },
]

const columns = (currency: string, now: Map<string, number>): Column<TierPreview>[] => [
  { key: 'name', header: 'Tier', cell: (row) => row.name },
  { key: 'at_least', header: 'From', numeric: true, wideOnly: true, cell: (row) => (row.at_least === null ? '–' : formatMoney(row.at_least, currency)) },
  { key: 'customers', header: 'Customers', numeric: true, cell: (row) => formatCount(row.customers) },
  { key: 'change', header: 'Against now', numeric: true, wideOnly: true, cell: (row) => { const had = now.get(row.name); return had === undefined ? 'new' : formatChange(row.customers - had) } },
  { key: 'share', header: 'Share', numeric: true, cell: (row) => formatShareOf(row.share_of_customers) },
  { key: 'share_of_value', header: 'Of value', numeric: true, cell: (row) => formatShareOf(row.share_of_value) },
]
