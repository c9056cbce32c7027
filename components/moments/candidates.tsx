'use client'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { Candidate } from '@/server/domain/catalogue/candidates'
import { useTRPC } from '../data/trpc'
import { Section } from '../shell/page'
import { formatCount, formatPoints, formatShare } from '../ui/format'
import { formatWindow } from '../ui/format-date'
import { Link } from '../ui/link'
import { Table, type Column } from '../ui/table'
import { useWorkspace } from '../workspace/workspace'

/** Efficient touchpoints that may be moments: strong impressions or losses gather there beyond chance. */
export function Candidates() {
  const { slug } = useWorkspace()
  const trpc = useTRPC()
  const { data } = useSuspenseQuery(trpc.moments.candidates.queryOptions())
  if (data.checked === 0) return null
  const { candidates, leavers, stayers, checked, windowDays } = data
  return (
    <Section
      title={candidates.length === 0 ? `No efficient touchpoint looks like a moment: ${formatCount(checked)} checked` : candidates.length === 1 ? 'One efficient touchpoint may be a moment' : `${formatCount(candidates.length)} efficient touchpoints may be moments`}
      subtitle={`Strong impressions (±2), and visits in the ${windowDays} days before leaving, ${formatWindow(data.from, data.to)}`}
      note={`Listed where a share lies above that of the others by more than chance, over all ${formatCount(checked)} checked. That a touchpoint is met before leaving does not show that it drives anybody away: closing an account is one too.`}
      actions={candidates.length > 0 ? <Link href={`/${slug}/settings/touchpoints`}>Change a class</Link> : undefined}
    >
      {candidates.length > 0 && <Table label="Candidates for moments that matter" rows={candidates} rowKey={(row) => row.slug} columns={columns(leavers, stayers)} />}
    </Section>
  )
}

const columns = (leavers: number, stayers: number): Column<Candidate>[] => [
  { key: 'name', header: 'Touchpoint', cell: (row) => row.name },
  { key: 'why', header: 'Why', cell: (row) => row.reasons.map((reason) => (reason === 'losses' ? 'losses' : 'strong impressions')).join(', ') },
  { key: 'strong', header: 'Strong impressions', numeric: true, wideOnly: true, cell: (row) => <span className="whitespace-nowrap">{formatShare(row.strongNegative + row.strongPositive, row.interactions)}</span> },
  { key: 'left', header: 'Met by those who left', numeric: true, cell: (row) => <span className="whitespace-nowrap">{formatShare(row.leaversMet, leavers)}</span> },
  { key: 'stayed', header: 'By those who stayed', numeric: true, wideOnly: true, cell: (row) => <span className="whitespace-nowrap">{formatShare(row.stayersMet, stayers)}</span> },
  { key: 'difference', header: 'Difference', numeric: true, wideOnly: true, cell: (row) => (row.losses && row.reasons.includes('losses') ? formatPoints(row.losses.difference) : '–') },
]
