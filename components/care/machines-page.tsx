'use client'
import { Suspense } from 'react'
import { lastYearFrom } from '@/server/domain/time/last-year'
import type { RowOf } from '@/server/reports/answer'
import { ErrorBoundary } from '../data/error-boundary'
import { useReport } from '../data/use-report'
import { FilterBar, useFilters } from '../shell/filter-bar'
import { lastYear } from '../shell/filters'
import { Inspectable } from '../shell/inspector-context'
import { PageHeader, Section } from '../shell/page'
import { formatCount, formatMoney, formatShare } from '../ui/format'
import { EmptyState, SkeletonLines } from '../ui/states'
import { Table, type Column } from '../ui/table'
import { useWorkspace } from '../workspace/workspace'
import { Containment, Induced } from './machines'

type Parameters = { from?: string; to?: string }

/** What machines settle and at what cost, and the contacts that our own messages bring about. */
export function Machines() {
  const { newest, today } = useWorkspace()
  const [filters] = useFilters()
  const from = filters.from ?? lastYearFrom(newest)
  const parameters = { ...(from ? { from } : {}), ...(filters.to ? { to: filters.to } : {}) }
  return (
    <>
      <PageHeader
        title="Virtual agents and messages" lead="What virtual agents, phone menus and self-service settle, what they pass on, what people think of them and what they cost; and the contacts that follow our own messages."
        filters={<FilterBar show={['period']} lastDay={newest ?? today} defaultPeriod={lastYear(newest ?? today)} />}
      />
      {[Containment, EachMachine, Induced].map((Show) => <ErrorBoundary key={Show.name}><Suspense fallback={<div className="border-t py-6"><SkeletonLines lines={5} /></div>}><Show parameters={parameters} /></Suspense></ErrorBoundary>)}
    </>
  )
}

/** Beside each other: how many, how many went on to a person, how people liked it, and what one costs; a person's contact as the measure. */
function EachMachine({ parameters }: { parameters: Parameters }) {
  const { currency, channels } = useWorkspace()
  const asked = { ...parameters, by: 'channel' }
  const { rows } = useReport('containment', asked)
  const { rows: costs } = useReport('cost-to-serve', asked)
  const machines = rows.slice(1).filter((row) => row.sessions > 0).toSorted((a, b) => rank(a) - rank(b) || b.sessions - a.sessions)
  function rank({ key }: { key: string }) { return ['virtual_agent', 'ivr'].includes(channels.find(({ slug }) => slug === key)?.kind ?? '') ? 0 : 1 }
  if (machines.length === 0) return <div className="border-t py-6"><EmptyState title="No session without a person is recorded yet"><p>Contacts and look-ups on channels where no person answers stand here: virtual agents, phone menus, web and app.</p></EmptyState></div>
  const inspect = { report: 'containment', parameters: { from: parameters.from ?? null, to: parameters.to ?? null, by: 'channel' } }
  const figure = (field: 'sessions' | 'escalated' | 'resolved_containment' | 'satisfaction' | 'per_session' | 'containment', header: string, say: (row: RowOf<'containment'>) => string | null, wideOnly = false): Column<RowOf<'containment'>> => ({
    key: field, header, numeric: true, wideOnly, cell: (row) => { const text = say(row); return text === null ? <span className="text-faint">–</span> : <Inspectable target={{ ...inspect, cell: { key: row.key, field } }}>{text}</Inspectable> },
  })
  const money = (value: number | null) => (value === null ? null : formatMoney(value, currency, { cents: true }))
  const people = costs.filter((row) => row.per_contact !== null && channels.find(({ slug }) => slug === row.key)?.human).toSorted((a, b) => b.contacts - a.contacts).slice(0, 3)
  const [worst] = machines.filter((row) => rank(row) === 0 && row.sessions > 0).toSorted((a, b) => b.escalated / b.sessions - a.escalated / a.sessions)
  return (
    <Section
      title={worst ? `${formatShare(worst.escalated, worst.sessions)} of sessions with ${worst.label} went on to a person` : 'What each settles, and what it costs'} subtitle="By channel; “ended it”: without a person, not failed, nobody came about it again for a week; satisfied is 4 or 5 of 5 among those who were asked about it" inspect={{ ...inspect, cell: null }}
      note={<>{people.length > 0 && <>To compare: a contact costs {people.map((row) => `${money(row.per_contact)} on ${row.label}`).join(', ')}. </>}A cost that is not recorded is the channel’s cost per contact; look-ups without one count as not known.</>}
    >
      <Table
        label="Machines and self-service by channel" rows={machines} rowKey={(row) => row.key}
        columns={[
          { key: 'channel', header: 'Channel', cell: (row) => row.label }, figure('sessions', 'Sessions', (row) => formatCount(row.sessions)), figure('containment', 'Without a person', (row) => formatShare(row.contained, row.sessions), true),
          figure('escalated', 'Went on to a person', (row) => formatShare(row.escalated, row.sessions), true), figure('resolved_containment', 'Ended it', (row) => (row.watched === 0 ? null : formatShare(row.resolved, row.watched))),
          figure('satisfaction', 'Satisfied', (row) => (row.answers === 0 ? null : formatShare(row.satisfied, row.answers))), figure('per_session', 'Costs each', (row) => money(row.per_session)),
        ]}
      />
    </Section>
  )
}
