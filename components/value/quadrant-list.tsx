'use client'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useState } from 'react'
import { useReportQuery } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { Button } from '../ui/button'
import { formatCount, formatMoney, formatNumber } from '../ui/format'
import { SkeletonLines } from '../ui/states'
import { Table } from '../ui/table'
import { SegmentedControl } from '../ui/tabs'
import { useWorkspace } from '../workspace/workspace'

const FIRST_ROWS = 12
const MORE_ROWS = 200

const LISTS = [
  { value: 'valuable_unvalued', label: 'Valuable, unvalued', title: 'Valuable to us, unvalued by them: to be cared for first' },
  { value: 'valuable_valued', label: 'Valuable, valued', title: 'Valuable to us, valued by them: to be kept, and asked for a recommendation' },
  { value: 'less_valued', label: 'Worth less, valued', title: 'Worth less to us, valued by them: to be offered more' },
  { value: 'less_unvalued', label: 'Worth less, unvalued', title: 'Worth less to us, unvalued by them' },
] as const

/** The four lists behind the picture. */
export function QuadrantList({ asked }: { asked: Record<string, string> }) {
  const { slug, currency } = useWorkspace()
  const [list, setList] = useQueryState('list', parseAsStringLiteral(LISTS.map(({ value }) => value)).withDefault('valuable_unvalued'))
  const [limit, setLimit] = useState(FIRST_ROWS)
  const parameters = { ...asked, quadrant: list, limit }
  const { data } = useReportQuery('value-quadrant', parameters)
  const rows = data?.rows
  const figure = (customer: string, field: string, text: string) => <Inspectable target={{ report: 'value-quadrant', parameters, cell: { customer, field } }}>{text}</Inspectable>
  return (
    <Section
      title={LISTS.find(({ value }) => value === list)?.title} note={data?.notes.join(' ')} inspect={{ report: 'value-quadrant', parameters, cell: null }}
    >
      <div className="-mx-1 mb-3 overflow-x-auto px-1 py-1"><SegmentedControl className="w-max whitespace-nowrap" label="List" value={list} onValue={(value) => void setList(LISTS.find((one) => one.value === value)?.value ?? null)} options={LISTS.map(({ value, label }) => ({ value, label }))} /></div>
      {rows === undefined ? <SkeletonLines lines={6} /> : (
        <Table
          label="Customers of this list" rows={rows} rowKey={(row) => row.customer} rowHref={(row) => `/${slug}/customers/${encodeURIComponent(row.customer)}`} empty={<p className="text-13 text-muted">Nobody.</p>}
          columns={[
            { key: 'customer', header: 'Customer', cell: (row) => row.name ?? row.customer },
            { key: 'id', header: 'Id', wideOnly: true, cell: (row) => <span className="text-muted">{row.customer}</span> },
            { key: 'value', header: 'Value to us', numeric: true, cell: (row) => figure(row.customer, 'value', formatMoney(row.value, currency)) },
            { key: 'perceived', header: 'Value to them', numeric: true, cell: (row) => figure(row.customer, 'perceived', formatNumber(row.perceived, 1)) },
          ]}
        />
      )}
      {data && rows && Number(data.statistics.customers) > rows.length && limit === FIRST_ROWS && <Button look="quiet" className="mt-2" onClick={() => setLimit(MORE_ROWS)}>Show {Number(data.statistics.customers) > MORE_ROWS ? `the first ${MORE_ROWS} of` : 'all'} {formatCount(Number(data.statistics.customers))}</Button>}
    </Section>
  )
}
