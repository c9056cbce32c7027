'use client'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Webhook } from '@/server/queries/alerts'
import { failureOf, useTRPC } from '../data/trpc'
import { Section } from '../shell/page'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { CopyButton } from '../ui/copy-button'
import { Dialog } from '../ui/dialog'
import { Field, Input } from '../ui/field'
import { Callout } from '../ui/states'
import { WebhookLog } from './webhook-log'

/** Addresses of the organisation's own systems that are told by HTTP. For admins. */
export function Webhooks() {
  const trpc = useTRPC()
  const { data: hooks } = useSuspenseQuery(trpc.alerts.webhooks.queryOptions())
  const [open, setOpen] = useState<{ what: 'new' } | { what: 'log'; hook: Webhook } | null>(null)
  return (
    <Section title="Webhooks" subtitle="Each message is signed (Standard Webhooks), sent again for three days while it is not taken, and listed with what came of it." actions={<Button onClick={() => setOpen({ what: 'new' })}>Add a webhook</Button>}>
      {hooks.length === 0 ? <p className="text-13 text-muted">None yet. A webhook lets a ticket system, a chat or anything of your own hear of alerts.</p> : (
        <ul aria-label="Webhooks" className="grid">
          {hooks.map((hook) => (
            <li key={hook.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-t py-3 first:border-t-0">
              <div className="min-w-0"><p className="flex items-center gap-2 text-14 font-medium">{hook.name}{!hook.enabled && <Badge>off</Badge>}</p><p className="truncate text-13 text-muted">{hook.url}</p></div>
              <Button onClick={() => setOpen({ what: 'log', hook })}>Messages and settings</Button>
            </li>
          ))}
        </ul>
      )}
      {open?.what === 'new' && <AddWebhook onClose={() => setOpen(null)} />}
      {open?.what === 'log' && <WebhookLog hook={hooks.find((one) => one.id === open.hook.id) ?? open.hook} onClose={() => setOpen(null)} />}
    </Section>
  )
}

function AddWebhook({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const [name, setName] = useState('')
  const [url, setUrl] = useState('https://')
  const create = useMutation(trpc.alerts.createWebhook.mutationOptions({ onSuccess: () => cache.invalidateQueries({ queryKey: trpc.alerts.pathKey() }) }))
  if (create.data) return <SecretDialog secret={create.data.secret} onClose={onClose} />
  return (
    <Dialog open onOpenChange={onClose} title="Add a webhook" footer={<><Button onClick={onClose}>Cancel</Button><Button look="primary" type="submit" form="webhook" busy={create.isPending}>Add</Button></>}>
      <form id="webhook" className="grid gap-4" onSubmit={(event) => { event.preventDefault(); create.mutate({ name, url }) }}>
        <Field label="Name">{(w) => <Input {...w} required maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />}</Field>
        <Field label="Address" hint="On the public internet. Private addresses are refused unless whoever runs the server names them in WEBHOOK_PRIVATE_HOSTS.">{(w) => <Input {...w} required type="url" value={url} onChange={(event) => setUrl(event.target.value)} />}</Field>
        {create.isError && <Callout tone="danger">{failureOf(create.error)}</Callout>}
      </form>
    </Dialog>
  )
}

function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <Dialog open onOpenChange={onClose} title="The signing secret, shown this once" description="Your system checks each message with it: HMAC-SHA-256 over “webhook-id.webhook-timestamp.body”." footer={<Button look="primary" onClick={onClose}>I have kept it</Button>}>
      <div className="flex items-center gap-2"><code className="min-w-0 flex-1 rounded-md bg-sunken p-2 font-mono text-12 break-all">{secret}</code><CopyButton text={secret} label="Copy the secret" iconOnly /></div>
    </Dialog>
  )
}

/** Switching off, a new secret, taking away. */
export function WebhookSettings({ hook, onGone }: { hook: Webhook; onGone: () => void }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const [asking, setAsking] = useState<'remove' | 'secret' | null>(null)
  const done = { onSettled: () => cache.invalidateQueries({ queryKey: trpc.alerts.pathKey() }) }
  const change = useMutation(trpc.alerts.changeWebhook.mutationOptions(done))
  const remove = useMutation(trpc.alerts.removeWebhook.mutationOptions(done))
  const [secret, setSecret] = useState<string | null>(null)
  return (
    <div className="flex flex-wrap gap-2">
      <Button onClick={() => change.mutate({ id: hook.id, enabled: !hook.enabled })} busy={change.isPending}>{hook.enabled ? 'Switch off' : 'Switch on'}</Button>
      <Button onClick={() => setAsking('secret')}>New secret</Button>
      <Button look="danger" onClick={() => setAsking('remove')}>Remove</Button>
      {change.isError && <Callout tone="danger">{failureOf(change.error)}</Callout>}
      <ConfirmDialog open={asking === 'remove'} onOpenChange={() => setAsking(null)} title={`Remove “${hook.name}”?`} action="Remove" onConfirm={() => remove.mutateAsync({ id: hook.id }).then(onGone)}>Alerts no longer tell it, and its log goes with it.</ConfirmDialog>
      <ConfirmDialog open={asking === 'secret'} onOpenChange={() => setAsking(null)} title="Make a new secret?" action="Make it" onConfirm={() => change.mutateAsync({ id: hook.id, new_secret: true }).then((made) => { setAsking(null); setSecret(made.secret) })}>Messages are signed with it from now on; the old one no longer fits.</ConfirmDialog>
      {secret && <SecretDialog secret={secret} onClose={() => setSecret(null)} />}
    </div>
  )
}
