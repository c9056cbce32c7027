'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { RulesPreview as Previewed, RulesPreviewInput } from '@/server/schemas/segment-rules'
import { failureOf, useTRPC } from '../data/trpc'
import { formatCount, formatShareOf } from '../ui/format'
import { formatDay } from '../ui/format-date'
import { Callout, SkeletonLines } from '../ui/states'
import { Table, type Column } from '../ui/table'
import { AlikeCallout } from './alike'

/** Typing asks once it pauses, not at every key. */
const PAUSE_MS = 400

/** Whom the rules would put where; keeps the last answer while the next is on its way or something is half typed. */
export function RulesPreview({ input }: { input: RulesPreviewInput | null }) {
  const trpc = useTRPC()
  const wanted = input && JSON.stringify(input)
  const [asked, setAsked] = useState(input)
  useEffect(() => {
    if (wanted === null) return
    const timer = setTimeout(() => setAsked(JSON.parse(wanted) as RulesPreviewInput), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [wanted])
  const preview = useQuery(trpc.segments.previewRules.queryOptions(asked ?? { segments: [] }, { enabled: asked !== null, placeholderData: keepPreviousData }))
  if (asked === null) return <p className="text-13 text-muted">Give each segment a name and a condition: how many customers it takes is counted here as you type.</p>
  if (preview.isError) return <Callout tone="danger" title="The preview could not be made">{failureOf(preview.error)}</Callout>
  if (!preview.data) return <SkeletonLines lines={4} label="Counting customers" />
  const { customers, looked_at: lookedAt, segments, moves, alike, by_predictions: predicted, begins } = preview.data
  return (
    <div className="grid gap-2">
      <AlikeCallout alike={alike} />
      {predicted && <Callout>{begins === null ? 'Nobody’s value has been predicted yet: until then every customer is in the last segment.' : `Predictions are kept for the present only: these rules judge nobody for a day before ${formatDay(begins)}.`}</Callout>}
      <p className="text-13 font-medium">As customers stand today</p>
      <Table label="Preview of the segments" columns={COLUMNS} rows={segments} rowKey={(row) => row.name} loading={preview.isFetching} />
      {moves.length > 0 && (
        <>
          <p className="mt-2 text-13 font-medium">Who would move</p>
          <Table label="Customers who would move" columns={MOVES} rows={moves.slice(0, 12)} rowKey={(row) => `${row.from} ${row.to}`} loading={preview.isFetching} />
        </>
      )}
      <p role="status" className="text-12 text-muted">
        {input === null ? 'The rules are not complete yet; above is what could last be counted. ' : ''}
        {lookedAt < customers ? `Counted on a fair sample of ${formatCount(lookedAt)} of ${formatCount(customers)} customers in relationship, so figures are approximate.` : `All ${formatCount(customers)} customers in relationship were looked at.`}
      </p>
    </div>
  )
}

type Sized = Previewed['segments'][number]
const COLUMNS: Column<Sized>[] = [
  { key: 'name', header: 'Segment', cell: (row) => row.name },
  { key: 'customers', header: 'Customers', numeric: true, cell: (row) => formatCount(row.customers) },
  { key: 'share', header: 'Share', numeric: true, cell: (row) => formatShareOf(row.share) },
]
const MOVES: Column<Previewed['moves'][number]>[] = [
  { key: 'from', header: 'From', cell: (row) => row.from ?? 'In no segment' },
  { key: 'to', header: 'To', cell: (row) => row.to },
  { key: 'customers', header: 'Customers', numeric: true, cell: (row) => formatCount(row.customers) },
]
