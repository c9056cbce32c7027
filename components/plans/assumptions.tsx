'use client'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import type { RowOf } from '@/server/reports/answer'
import { useReport } from '../data/use-report'
import { PageHeader, Section } from '../shell/page'
import { Inspectable } from '../shell/inspector-context'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { formatInterval } from '../ui/format'
import { formatDay } from '../ui/format-date'
import { useWorkspace } from '../workspace/workspace'
import { STATE, sayClaimed, sayFigure, sayOwn } from './words'

type Row = RowOf<'assumptions'>
const AssumptionSheet = dynamic(() => import('./assumption-sheet').then((m) => m.AssumptionSheet), { ssr: false })
const AGREES = { holds: { tone: 'good', label: 'our record agrees' }, does_not_hold: { tone: 'danger', label: 'our record does not agree' }, cant_tell: { tone: 'warning', label: 'our record can’t tell' } } as const

/** What everybody knows for sure, held against one's own record. */
export function Assumptions() {
  const { can } = useWorkspace()
  const { rows } = useReport('assumptions', {})
  const [open, setOpen] = useState<Row | 'new' | null>(null)
  const published = rows.filter((r) => !/^[0-9a-f-]{36}$/u.test(r.key))
  const own = rows.filter((r) => !published.includes(r))
  const canEdit = can.includes('edit')
  const list = (label: string, of: readonly Row[]) => <ul aria-label={label} className="grid">{of.map((row) => <Line key={row.key} row={row} onOpen={canEdit ? () => setOpen(row) : undefined} />)}</ul>
  return (
    <>
      <PageHeader title="Assumptions" lead="“It ain’t what you don’t know that gets you into trouble; it’s what you know for sure that just ain’t so.” Write it down, date it, check it." actions={canEdit && <Button look="primary" onClick={() => setOpen('new')}>Write one down</Button>} />
      {own.length > 0 && <Section title={`${own.length} of our own`}>{list('Our own assumptions', own)}</Section>}
      <Section title={`${published.length} published claims, with an honest note`} note="To hold your own numbers against; never targets." inspect={{ report: 'assumptions', parameters: {}, cell: null }}>{list('Published claims', published)}</Section>
      {open && <AssumptionSheet key={open === 'new' ? 'new' : open.key} row={open === 'new' ? null : open} own={open !== 'new' && own.includes(open)} onClose={() => setOpen(null)} />}
    </>
  )
}

function Line({ row, onOpen }: { row: Row; onOpen: (() => void) | undefined }) {
  const { currency, today } = useWorkspace()
  const due = row.review_on !== null && row.review_on <= today
  const say = (value: number | null) => sayFigure(value, row.unit ?? 'number', currency)
  const own = sayOwn(row, currency)
  const claimed = sayClaimed(row, currency)
  return (
    <li className="grid gap-1 border-b py-3 sm:grid-cols-[minmax(0,1fr)_14rem_auto] sm:gap-6">
      <div className="grid content-start gap-1">
        <span className="text-14 font-medium">{row.statement}</span>
        {row.note && <span className="max-w-prose text-13 text-muted">{row.note}</span>}
        {row.evidence && <span className="max-w-prose text-13">On these grounds: {row.evidence}</span>}
        <span className="text-12 text-faint">{[row.source, row.owner && `${row.owner} looks after it`, row.review_on && !due && `look again on ${formatDay(row.review_on)}`].filter(Boolean).join(' · ')}</span>
        {due && row.review_on && <span><Badge tone="warning">Due for a look since {formatDay(row.review_on)}</Badge></span>}
      </div>
      <div className="grid content-start gap-1 text-13">
        {row.state !== 'unchecked' && <span><Badge tone={STATE[row.state].tone}>{STATE[row.state].label}</Badge></span>}
        {row.measured && row.own !== null && <span className="text-12 text-muted">{row.measured}</span>}
        {row.own !== null && <Inspectable target={{ report: 'assumptions', parameters: {}, cell: { key: row.key, field: 'own' } }} className="text-left">Here {own.figure}{row.low !== null && row.high !== null && ` (${formatInterval(row.low, row.high, (v) => say(v))})`}</Inspectable>}
        {row.own !== null && own.of && <span className="text-12 text-muted">{own.of[0]?.toUpperCase()}{own.of.slice(1)}</span>}
        {row.own !== null && claimed && <span className="text-12 text-muted">Claimed: {claimed}</span>}
        {row.agrees && <span><Badge tone={AGREES[row.agrees].tone}>{AGREES[row.agrees].label}</Badge></span>}
        {row.own !== null && !row.agrees && <span className="text-12 text-muted">Set beside it, not judged.</span>}
        {row.check && row.own === null && <span className="text-12 text-muted">{row.months === 0 ? 'No whole month to hold it against yet.' : 'Nothing recorded to hold it against yet.'}</span>}
      </div>
      {onOpen && <span className="self-start"><Button onClick={onOpen}>Change</Button></span>}
    </li>
  )
}
