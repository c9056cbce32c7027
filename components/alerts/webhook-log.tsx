'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { DeliveryState } from '@/db/vocabulary'
import type { Webhook } from '@/server/queries/alerts'
import { useTopic } from '../data/live'
import { failureOf, useTRPC } from '../data/trpc'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { Sheet } from '../ui/dialog'
import { formatInstant } from '../ui/format-date'
import { Callout, ErrorState, SkeletonLines } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { WebhookSettings } from './webhooks'

const STATE: Record<DeliveryState, { label: string; tone: 'neutral' | 'good' | 'danger' | 'warning' }> = {
  waiting: { label: 'waiting', tone: 'neutral' }, sending: { label: 'on its way', tone: 'neutral' }, delivered: { label: 'taken', tone: 'good' }, failed: { label: 'given up', tone: 'danger' }, dropped: { label: 'not sent', tone: 'warning' },
}

/** The last messages to a webhook: when, what, and what each attempt met. */
export function WebhookLog({ hook, onClose }: { hook: Webhook; onClose: () => void }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const { timezone } = useWorkspace()
  const log = useQuery(trpc.alerts.deliveries.queryOptions({ webhook: hook.id }))
  const again = () => cache.invalidateQueries({ queryKey: trpc.alerts.deliveries.pathKey() })
  useTopic('notifications', () => void again())
  const test = useMutation(trpc.alerts.testWebhook.mutationOptions({ onSuccess: again }))
  const retry = useMutation(trpc.alerts.retryDelivery.mutationOptions({ onSuccess: again }))
  return (
    <Sheet open onOpenChange={onClose} title={hook.name} description={hook.url} footer={<Button look="primary" disabled={!hook.enabled} busy={test.isPending} onClick={() => test.mutate({ id: hook.id })}>Send a test</Button>}>
      <div className="grid gap-5">
        <WebhookSettings hook={hook} onGone={onClose} />
        {(test.isError || retry.isError) && <Callout tone="danger">{failureOf(test.error ?? retry.error)}</Callout>}
        {log.isError && <ErrorState title="The messages could not be listed" detail={failureOf(log.error)} />}
        {log.isPending && <SkeletonLines lines={3} />}
        {log.data?.length === 0 && <p className="text-13 text-muted">No messages yet. Send a test to see whether it arrives.</p>}
        <ul aria-label="Messages" className="grid">
          {(log.data ?? []).map((one) => (
            <li key={one.id} className="grid gap-1 border-t py-3 text-13 first:border-t-0">
              <p className="flex flex-wrap items-center gap-2"><code>{one.event}</code><Badge tone={STATE[one.state].tone}>{STATE[one.state].label}</Badge><span className="text-12 text-muted">{formatInstant(one.createdAt, timezone)}</span></p>
              <ul className="grid gap-0.5 text-12 text-muted">{one.log.map((attempt) => <li key={attempt.at}>{formatInstant(attempt.at, timezone)}: {attempt.said} · {attempt.ms} ms</li>)}</ul>
              {one.state === 'waiting' && one.attempts > 0 && <p className="text-12 text-muted">Tried again {formatInstant(one.dueAt, timezone)}.</p>}
              <details className="text-12"><summary className="cursor-pointer text-muted">What was sent</summary><pre className="mt-1 max-h-64 overflow-auto rounded-md bg-sunken p-2 whitespace-pre-wrap">{JSON.stringify(JSON.parse(one.body), null, 2)}</pre></details>
              {one.state === 'failed' && <div><Button onClick={() => retry.mutate({ id: one.id })} busy={retry.isPending}>Send it again</Button></div>}
            </li>
          ))}
        </ul>
      </div>
    </Sheet>
  )
}
