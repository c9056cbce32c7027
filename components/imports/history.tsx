'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { failureOf, useTRPC } from '../data/trpc'
import { Section } from '../shell/page'
import { Button } from '../ui/button'
import { formatCount } from '../ui/format'
import { formatInstant } from '../ui/format-date'
import { EmptyState, ErrorState } from '../ui/states'
import { Table, type Column } from '../ui/table'
import { useWorkspace } from '../workspace/workspace'
import { StateBadge } from './state-badge'
import type { ImportView } from './use-file'

/** Every import there was, newest first, with what came of it. */
export function History() {
  const trpc = useTRPC()
  const { slug, timezone } = useWorkspace()
  const [pages, setPages] = useState<string[]>([])
  const before = pages.at(-1)
  const { data, isPending, error } = useQuery(trpc.imports.list.queryOptions(before === undefined ? {} : { before }, { placeholderData: keepPreviousData }))
  const columns: Column<ImportView>[] = [
    { key: 'file', header: 'File', cell: (row) => row.filename, className: 'max-w-64 truncate' },
    { key: 'state', header: 'State', cell: (row) => <StateBadge view={row} /> },
    { key: 'accepted', header: 'Accepted', numeric: true, cell: (row) => formatCount(row.accepted) },
    { key: 'duplicates', header: 'Known already', numeric: true, wideOnly: true, cell: (row) => formatCount(row.duplicates) },
    { key: 'rejected', header: 'Refused', numeric: true, wideOnly: true, cell: (row) => <span className={row.rejected > 0 ? 'text-warning' : undefined}>{formatCount(row.rejected)}</span> },
    { key: 'at', header: 'When', wideOnly: true, cell: (row) => formatInstant(row.created_at, timezone) },
    { key: 'by', header: 'By', wideOnly: true, cell: (row) => row.created_by },
  ]
  if (error) return <ErrorState title="Past imports could not be shown" detail={failureOf(error)} />
  return (
    <Section title="Imports so far" subtitle="In records; a row of a file may give several">
      <Table label="Imports" columns={columns} rows={data?.imports ?? []} rowKey={(row) => row.id} rowHref={(row) => `/${slug}/data/import/${row.id}`} loading={isPending} expected={3}
        empty={<EmptyState title="Nothing has been imported yet">The first file you bring in is listed here, with what was taken, what was known already and what was refused. Each can be taken back.</EmptyState>} />
      {(pages.length > 0 || data?.next) && (
        <div className="flex justify-end gap-2">
          <Button look="quiet" disabled={pages.length === 0} onClick={() => setPages(pages.slice(0, -1))}>Newer</Button>
          <Button look="quiet" disabled={!data?.next} onClick={() => data?.next && setPages([...pages, data.next])}>Older</Button>
        </div>
      )}
    </Section>
  )
}
