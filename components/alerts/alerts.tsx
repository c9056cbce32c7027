'use client'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Alert } from '@/server/queries/alerts'
import { failureOf, useTRPC } from '../data/trpc'
import { useWallClock } from '../shell/clock'
import { PageHeader, Section } from '../shell/page'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { Switch } from '../ui/choice'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { formatAgo } from '../ui/format-date'
import { Callout, EmptyState } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { AlertSheet } from './alert-sheet'
import { draftOf, figureCondition, newDraft, type Draft } from './draft'
import { Firings } from './firings'
import { readyAlerts } from './ready'
import { Webhooks } from './webhooks'
import { conditionWords, standing } from './words'

/** What the organisation watches, what it saw, and who is told. */
export function Alerts() {
  const trpc = useTRPC()
  const { can, segments } = useWorkspace()
  const { data: { alerts, canMail } } = useSuspenseQuery(trpc.alerts.list.queryOptions())
  const { data: reports } = useSuspenseQuery(trpc.alerts.reports.queryOptions())
  const [draft, setDraft] = useState<Draft | null>(null)
  const mayEdit = can.includes('edit')
  const unitOf = ({ condition }: Alert) => (condition.kind === 'figure' ? reports.find((one) => one.name === condition.report)?.figures.find((one) => one.field === condition.field)?.unit ?? 'number' : 'number')
  const ready = readyAlerts({ segments }).filter((one) => !alerts.some((alert) => alert.name === one.draft.name))
  const make = () => setDraft(newDraft(figureCondition('follow-through', 'rate')))
  return (
    <>
      <PageHeader title="Alerts" lead="Touchstone looks while nobody else does, and tells whom you name. Any figure can be watched: open it on its page and choose “Tell me when”." actions={mayEdit && <Button look="primary" onClick={make}>Make an alert</Button>} />
      {!canMail && <Callout tone="info" title="This instance sends no mail yet">Alerts are told behind the bell, on screens and to webhooks. For mail, whoever runs the server sets SMTP_URL, MAIL_FROM and PUBLIC_URL.</Callout>}
      <Section title={alerts.length === 0 ? 'Nothing is watched yet' : `${alerts.filter((one) => one.enabled).length} watched`}>
        {alerts.length === 0
          ? <EmptyState title="Start from one of those below, or from any figure">A rule looks at a figure or waits for an event, tells once, and is silent until it has cleared.</EmptyState>
          : <ul aria-label="Alerts" className="grid">{alerts.map((alert) => <AlertLine key={alert.id} alert={alert} onEdit={() => setDraft(draftOf(alert, unitOf(alert)))} />)}</ul>}
      </Section>
      <Firings />
      {mayEdit && ready.length > 0 && (
        <Section title="Ready to use" subtitle="Proposals: look at what each would see, and move the line where it belongs for you.">
          <ul aria-label="Ready alerts" className="grid">
            {ready.map((one) => (
              <li key={one.draft.name} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-t py-3 first:border-t-0">
                <div className="min-w-0 max-w-prose"><p className="text-14 font-medium">{one.draft.name}</p><p className="text-13 text-muted">{one.why}</p></div>
                <Button onClick={() => setDraft(one.draft)}>Use this</Button>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {can.includes('admin') && <Webhooks />}
      {draft && <AlertSheet draft={draft} onClose={() => setDraft(null)} />}
    </>
  )
}

function AlertLine({ alert, onEdit }: { alert: Alert; onEdit: () => void }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const now = useWallClock()
  const { can, segments, touchpoints, currency } = useWorkspace()
  const { data: reports } = useSuspenseQuery(trpc.alerts.reports.queryOptions())
  const [removing, setRemoving] = useState(false)
  const done = { onSettled: () => cache.invalidateQueries({ queryKey: trpc.alerts.pathKey() }) }
  const turn = useMutation(trpc.alerts.switch.mutationOptions(done))
  const remove = useMutation(trpc.alerts.remove.mutationOptions(done))
  const { label, tone } = standing(alert)
  const mayEdit = can.includes('edit') && (can.includes('admin') || (!alert.takeover && alert.webhooks.length === 0))
  const told = [alert.people.length === 0 ? '' : `${alert.people.length} ${alert.people.length === 1 ? 'person' : 'people'}`, alert.webhooks.length === 0 ? '' : `${alert.webhooks.length} ${alert.webhooks.length === 1 ? 'webhook' : 'webhooks'}`, alert.takeover ? 'every screen' : ''].filter(Boolean).join(', ')
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 border-t py-3 first:border-t-0">
      <div className="grid min-w-0 max-w-prose gap-0.5">
        <p className="flex flex-wrap items-center gap-2 text-14 font-medium">{alert.name} {alert.enabled ? <Badge tone={tone}>{label}</Badge> : <Badge>off</Badge>}</p>
        <p className="text-13 text-muted">{conditionWords(alert.condition, { reports, segments, touchpoints, currency })}</p>
        {/* The server's clock and the reader's may disagree by a minute. */}
        <p className="text-12 text-muted">{[alert.enabled ? alert.remark : '', `tells ${told || 'nobody'}`, alert.firedAt ? `last fired ${formatAgo(alert.firedAt, now)}` : 'has not fired', alert.checkedAt ? `looked at ${formatAgo(alert.checkedAt, now)}` : ''].filter(Boolean).join(' · ')}</p>
        {(turn.isError || remove.isError) && <p role="alert" className="text-12 text-danger">{failureOf(turn.error ?? remove.error)}</p>}
      </div>
      {mayEdit && (
        <div className="flex items-center gap-2">
          <Switch label={<span className="sr-only">Watch: {alert.name}</span>} checked={alert.enabled} onChecked={(enabled) => turn.mutate({ id: alert.id, enabled })} />
          <Button look="quiet" onClick={onEdit}>Change</Button>
          <Button look="quiet" onClick={() => setRemoving(true)}>Remove</Button>
        </div>
      )}
      <ConfirmDialog open={removing} onOpenChange={setRemoving} title={`Remove “${alert.name}”?`} action="Remove" onConfirm={() => remove.mutateAsync({ id: alert.id }).then(() => setRemoving(false))}>It is watched no more, and its history goes with it.</ConfirmDialog>
    </li>
  )
}
