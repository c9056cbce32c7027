'use client'
import { useState } from 'react'
import type { RowOf } from '@/server/reports/answer'
import { failureOf } from '../data/trpc'
import { useReport, useReportQuery } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { formatCount } from '../ui/format'
import { ErrorState, SkeletonLines } from '../ui/states'
import { Table, type Column } from '../ui/table'
import { SegmentedControl } from '../ui/tabs'

type By = 'owner' | 'team'
const BY = [{ value: 'owner', label: 'By owner' }, { value: 'team', label: 'By team' }] as const
const openOf = (rows: readonly RowOf<'promises'>[] | undefined) => (rows ?? []).filter((row) => row.owner !== 'total' && row.overdue + row.due_today + row.due_later > 0)

/** Who owes what at present: open promises by owner or by team, so that they can be done. */
export function Owed() {
  const { rows } = useReport('promises', {})
  const owners = openOf(rows)
  const [chosen, choose] = useState<By | null>(null)
  // Where nobody in person owns any of them, teams say more.
  const by: By = chosen ?? (owners.every((row) => row.owner === 'none') ? 'team' : 'owner')
  const split = useReportQuery('promises', { by })
  const shown = openOf(split.data?.rows)
  if (owners.length === 0) return null
  const parameters = { by }
  const target = (row: RowOf<'promises'>, field: string) => ({ report: 'promises', parameters, cell: { owner: row.owner, field } })
  const figure = (field: 'overdue' | 'due_today' | 'due_later', header: string): Column<RowOf<'promises'>> => ({ key: field, header, numeric: true, cell: (row) => (row[field] === 0 ? <span className="text-faint">0</span> : <Inspectable target={target(row, field)}>{formatCount(row[field])}</Inspectable>) })
  return (
    <Section title={titleOf(owners, shown, by)} subtitle={`Open promises by ${by}`} note={split.data?.notes.join(' ')} inspect={{ report: 'promises', parameters, cell: null }}>
      <SegmentedControl label="Whose promises" options={BY} value={by} onValue={choose} className="justify-self-start" />
      {split.isPending ? <SkeletonLines lines={4} /> : split.isError ? <ErrorState title="The open promises could not be read" detail={failureOf(split.error)} /> : <Table label={`Open promises by ${by}`} rows={shown} rowKey={(row) => row.owner} columns={[{ key: 'owner', header: by === 'team' ? 'Team' : 'Owner', cell: (row) => (by === 'team' && row.owner === 'none' ? 'No team' : row.label) }, figure('overdue', 'Overdue'), figure('due_today', 'Due today'), figure('due_later', 'Later')]} />}
    </Section>
  )
}

function titleOf(owners: readonly RowOf<'promises'>[], shown: readonly RowOf<'promises'>[], by: By): string {
  const overdue = owners.reduce((n, row) => n + row.overdue, 0)
  if (overdue === 0) return 'Nobody is behind'
  const nobodys = owners.find((row) => row.owner === 'none')?.overdue ?? 0
  const [most] = shown.filter((row) => row.owner !== 'none').toSorted((a, b) => b.overdue - a.overdue)
  const ahead = most && most.overdue > 0 ? `${by === 'team' ? `team ${most.label}` : most.label} has the most overdue` : null
  const unowned = nobodys === overdue ? 'Nothing that is overdue has an owner' : nobodys * 2 > overdue ? 'Most of what is overdue has no owner' : null
  return [unowned, ahead].filter(Boolean).join('; ').replace(/^team/, 'Team') || 'Who is behind'
}
