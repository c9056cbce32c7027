'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import type { RowOf } from '@/server/reports/answer'
import { ErrorBoundary } from '../data/error-boundary'
import { failureOf, useTRPC } from '../data/trpc'
import { useReportQuery } from '../data/use-report'
import { Balance } from '../moments/balance'
import { FilterBar, useFilters } from '../shell/filter-bar'
import { Inspectable } from '../shell/inspector-context'
import { PageHeader, Section } from '../shell/page'
import { Button } from '../ui/button'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { formatCount, formatMoney, formatRate } from '../ui/format'
import { Link } from '../ui/link'
import { EmptyState, SkeletonLines } from '../ui/states'
import { Table } from '../ui/table'
import { useToast } from '../ui/toast'
import { useWorkspace } from '../workspace/workspace'
import { ChannelGap } from './channel-gap'
import { RuleForm, type Rule } from './rule-form'
import { TouchpointDetails } from './touchpoint-details'

type Row = RowOf<'channel-rules'>

/** Which channels a touchpoint asks for, whether they were offered, and what makes each touchpoint what it is. */
export function Rules() {
  const trpc = useTRPC()
  const toast = useToast()
  const { slug: org, can, newest, today, currency, channels } = useWorkspace()
  const [{ from, to }] = useFilters()
  const window = { ...(from ? { from } : {}), ...(to ? { to } : {}) }
  const { data: rules = [] } = useQuery(trpc.journeys.rules.queryOptions())
  const { data } = useReportQuery('channel-rules', window)
  const [form, setForm] = useState<Rule | 'new' | null>(null)
  const cache = useQueryClient()
  const again = () => Promise.all([cache.invalidateQueries({ queryKey: trpc.journeys.rules.queryKey() }), cache.invalidateQueries({ queryKey: trpc.reports.answer.pathKey() })])
  // Named by the row that was pressed, not by where a row stands: the list may change under the hand.
  const [ending, setEnding] = useState<{ id: string; row: Row } | null>(null)
  const resume = useMutation(trpc.journeys.resumeRule.mutationOptions({ onSuccess: async () => { await again(); toast({ title: 'The rule holds again' }) }, onError: (error) => toast({ title: 'The rule is still ended', description: failureOf(error), tone: 'danger' }) }))
  const end = useMutation(trpc.journeys.endRule.mutationOptions({
    onSuccess: async (_done, { id }) => {
      await again()
      setEnding(null)
      toast({ title: 'The rule is ended', description: 'Nothing is held against it any more.', action: { label: 'Undo', onSelect: () => resume.mutate({ id }) } })
    },
  }))
  const admin = can.includes('admin')
  const namesOf = (slugs: string) => slugs.split(',').filter(Boolean).map((slug) => channels.find((channel) => channel.slug === slug)?.name ?? slug)
  const saidBy = (row: Row) => [row.required && `offer ${namesOf(row.required).join(' or ')}`, row.forbidden && `no message by ${namesOf(row.forbidden).join(' or ')}`].filter(Boolean).join('; ')
  const whomOf = (row: Row) => (row.segment === 'everybody' ? 'everybody' : row.segment_label)
  const ruleOf = (row: Row) => rules.find((rule) => rule.touchpoint === row.touchpoint && (rule.segment ?? 'everybody') === row.segment && rule.required.toSorted().join() === row.required && rule.forbidden.toSorted().join() === row.forbidden)
  const figure = (row: Row, field: string, said: string) => <Inspectable target={{ report: 'channel-rules', parameters: window, cell: { touchpoint: row.touchpoint, segment: row.segment, required: row.required, forbidden: row.forbidden, field } }}>{said}</Inspectable>
  return (
    <>
      <PageHeader
        title="Touchpoints and channel rules"
        lead={<><Link href={`/${org}/journeys`}>Journeys</Link> · Where somebody must be offered a voice, which messages must not go out, and what makes a touchpoint a moment.</>}
        actions={admin && <Button look="primary" onClick={() => setForm('new')}>New rule</Button>}
        filters={newest !== null && <FilterBar show={['period']} lastDay={newest ?? today} defaultPeriod="All records" />}
      />
      <Section title="Was the right channel offered before it ended?" subtitle="Issues that closed in the period at a touchpoint under a rule" inspect={{ report: 'channel-rules', parameters: window, cell: null }} note="Trying another channel first is no breach. Worth: what the customers of those issues brought in the year before. Price: the share not offered × that worth.">
        {rules.length === 0
          ? <EmptyState title="No channel rule yet" action={admin && <Button onClick={() => setForm('new')}>Set the first rule</Button>}><p>Some things should be said from voice to voice. A rule names the touchpoint, the customers it is for, and the channels one of which they must have been offered.</p></EmptyState>
          : (
            <Table<Row>
              label="Channel rules" rows={data?.rows ?? []} rowKey={(row) => `${row.touchpoint} ${row.segment} ${row.required} ${row.forbidden}`} loading={!data}
              columns={[
                { key: 'rule', header: 'Rule', cell: (row) => <span><span className="font-medium">{row.label}</span> <span className="text-muted">for {whomOf(row)}: {saidBy(row)}</span></span> },
                { key: 'issues', header: 'Issues', numeric: true, cell: (row) => (row.required ? figure(row, 'issues', formatCount(row.issues)) : '–') },
                { key: 'breaches', header: 'Not offered', numeric: true, cell: (row) => (row.required ? figure(row, 'breach_rate', formatRate(row.breaches, row.issues)) : '–') },
                { key: 'value', header: 'Worth', numeric: true, wideOnly: true, cell: (row) => (row.value_at_stake !== null ? formatMoney(row.value_at_stake, currency) : row.issues > 0 ? <span className="text-muted">no money recorded</span> : '–') },
                { key: 'priced', header: 'Price of breaches', numeric: true, wideOnly: true, cell: (row) => (row.priced === null || row.value_at_stake === null ? '–' : <span title={`${formatRate(row.breaches, row.issues)} × ${formatMoney(row.value_at_stake, currency)}`}>{figure(row, 'priced', formatMoney(row.priced, currency))}</span>) },
                { key: 'forbidden', header: 'Forbidden messages', numeric: true, wideOnly: true, cell: (row) => (row.forbidden ? figure(row, 'forbidden_messages', formatRate(row.forbidden_messages, row.messages)) : '–') },
                ...(admin ? [{ key: 'edit', header: '', cell: (row: Row) => { const rule = ruleOf(row); return rule && <span className="flex justify-end"><Button look="quiet" onClick={() => setForm(rule)}>Change</Button><Button look="quiet" disabled={end.isPending || resume.isPending} onClick={() => { end.reset(); setEnding({ id: rule.id, row }) }}>End</Button></span> } }] : []),
              ]}
            />
          )}
      </Section>
      <ChannelGap window={window} />
      {/* What classing is for: how few they are, and what gathers around them. */}
      <ErrorBoundary><Suspense fallback={<div className="border-t py-6"><SkeletonLines lines={5} /></div>}><Balance asked={window} narrowed={false} /></Suspense></ErrorBoundary>
      <TouchpointDetails admin={admin} />
      {ending && (
        <ConfirmDialog open onOpenChange={(open) => { if (!open) setEnding(null) }} title={`End the rule at “${ending.row.label}”?`} action="End the rule" busy={end.isPending} error={end.error ? failureOf(end.error) : undefined} onConfirm={() => end.mutate({ id: ending.id })}>
          <p>For {whomOf(ending.row)}: {saidBy(ending.row)}.</p>
          <p className="mt-2 text-muted">
            It ends for the past too: {ending.row.required && `${formatCount(ending.row.breaches)} of ${formatCount(ending.row.issues)} issues in this period where it was not kept`}{ending.row.required && ending.row.forbidden && ', and '}{ending.row.forbidden && `${formatCount(ending.row.forbidden_messages)} forbidden ${ending.row.forbidden_messages === 1 ? 'message' : 'messages'}`} are no longer counted, here, on maps and in reports. The records stay, and the notice that follows can bring the rule back.
          </p>
        </ConfirmDialog>
      )}
      {form !== null && <RuleForm rule={form === 'new' ? null : form} onClose={() => setForm(null)} />}
    </>
  )
}
