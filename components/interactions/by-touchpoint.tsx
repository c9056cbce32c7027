'use client'
import { useState } from 'react'
import { Sparkline } from '../charts/sparkline'
import { useReport, useReportQuery } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { EN_DASH, formatCount, formatRate } from '../ui/format'
import { Table, type Column, type Sort } from '../ui/table'
import { useWorkspace } from '../workspace/workspace'
import { COUNT_LABEL, NOUN, partsOf, sumOf, type CountField, type PartSums } from './figures'
import type { PartProps } from './part'

/** Rows shown before somebody asks for all. */
const FIRST = 12

type Row = PartSums & { failed: number; told: number; matters: boolean; critical: boolean }

/** Where customers and we meet, largest first, with how often a moment that matters failed there. */
export function ByTouchpoint({ parameters, field }: PartProps & { field: CountField }) {
  const { touchpoints } = useWorkspace()
  const asked = { ...parameters, interval: 'month' as const, by: 'touchpoint' }
  const { rows } = useReport('interactions-over-time', asked)
  const moments = useReportQuery('moment-outcomes', parameters)
  const [all, setAll] = useState(false)
  const [sort, setSort] = useState<Sort>({ key: 'volume', direction: 'desc' })
  const total = sumOf(rows.filter((row) => row.key === 'total'))[field]
  const lines = partsOf(rows, field).map((part): Row => {
    const results = moments.data?.rows.filter((row) => row.touchpoint === part.key) ?? []
    const count = (...names: string[]) => results.filter((row) => names.includes(row.result)).reduce((sum, row) => sum + row.moments, 0)
    const known = touchpoints.find((touchpoint) => touchpoint.slug === part.key)
    return { ...part, failed: count('failed'), told: count('failed', 'met', 'exceeded'), matters: known?.class === 'moment_that_matters', critical: known?.critical ?? false }
  }).filter((row) => row.sums[field] > 0)
  const by: Record<string, (row: Row) => number | string> = { label: (row) => row.label, volume: (row) => row.sums[field], contacts: (row) => row.sums.contacts, failed: (row) => (row.told > 0 ? row.failed / row.told : -1) }
  const sorted = lines.toSorted((a, b) => {
    const [x, y] = [by[sort.key]?.(a) ?? 0, by[sort.key]?.(b) ?? 0]
    return (typeof x === 'string' ? x.localeCompare(String(y)) : x - Number(y)) * (sort.direction === 'asc' ? 1 : -1)
  })
  const cell = (row: Row, name: string) => ({ report: 'interactions-over-time', parameters: asked, cell: { key: row.key, field: name } })
  const columns: Column<Row>[] = [
    { key: 'label', header: 'Touchpoint', sortable: true, cell: (row) => row.label },
    { key: 'class', header: 'Class', wideOnly: true, cell: (row) => (row.matters ? <Badge tone="accent">{row.critical ? 'Critical moment' : 'Moment that matters'}</Badge> : row.key === 'none' ? EN_DASH : <span className="text-muted">Efficient</span>) },
    { key: 'shape', header: 'By month', wideOnly: true, cell: (row) => (row.rows.length > 2 ? <Sparkline label={`${row.label} by month`} interval="month" points={row.rows.map((one) => ({ period: one.period, value: one[field], partial: one.partial }))} /> : null) },
    { key: 'volume', header: COUNT_LABEL[field], numeric: true, sortable: true, cell: (row) => <Inspectable target={cell(row, field)}>{formatCount(row.sums[field])}</Inspectable> },
    { key: 'share', header: 'Share', numeric: true, cell: (row) => formatRate(row.sums[field], total) },
    ...(field === 'interactions' ? [{ key: 'contacts', header: 'Contacts', numeric: true, sortable: true, wideOnly: true, cell: (row: Row) => <Inspectable target={cell(row, 'contacts')}>{formatCount(row.sums.contacts)}</Inspectable> }] : []),
    {
      key: 'failed', header: 'Moments failed', numeric: true, sortable: true, wideOnly: true,
      cell: (row) => (row.told === 0 ? <span className="text-faint">{EN_DASH}</span> : <Inspectable target={{ report: 'moment-outcomes', parameters, cell: { touchpoint: row.key, result: 'failed', field: 'share_of_known' } }}>{formatRate(row.failed, row.told)}</Inspectable>),
    },
  ]
  const [top] = lines
  const mattering = lines.filter((row) => row.matters)
  const shareOf = mattering.reduce((sum, row) => sum + row.sums[field], 0)
  return (
    <Section
      title={!top ? `No ${NOUN[field]} in this window` : mattering.length > 0 ? `${formatRate(shareOf, total)} of ${NOUN[field]} are at touchpoints that matter; most common is “${top.label}”` : `Most common is “${top.label}”, ${formatRate(top.sums[field], total)} of ${NOUN[field]}`}
      subtitle={`${COUNT_LABEL[field]} by touchpoint over the whole window`}
      note={<span className="inline-flex items-center gap-1.5">{mattering.length > 0 ? 'Failed: of those moments whose result is known.' : 'No touchpoint is classed as a moment that matters yet: decide in the settings which can make or break the relationship.'}</span>}
      inspect={{ report: 'interactions-over-time', parameters: asked, cell: null }}
    >
      {lines.length > 0 && <Table label={`${COUNT_LABEL[field]} by touchpoint`} columns={columns} rows={all ? sorted : sorted.slice(0, FIRST)} rowKey={(row) => row.key} sort={sort} onSort={setSort} />}
      {lines.length > FIRST && <div><Button look="quiet" onClick={() => setAll(!all)}>{all ? `Only the first ${FIRST}` : `All ${formatCount(lines.length)} touchpoints`}</Button></div>}
    </Section>
  )
}

