'use client'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { fillNote, NOTE_VARIABLES, type NoteVariable } from '@/server/domain/recovery/note'
import { localDayOf } from '@/server/domain/time/local-day'
import type { RecoveryCase } from '@/server/queries/recovery-cases'
import { failureOf, useTRPC } from '../data/trpc'
import { Button, buttonClass } from '../ui/button'
import { CopyButton } from '../ui/copy-button'
import { Sheet } from '../ui/dialog'
import { Field, Input, Select, Textarea } from '../ui/field'
import { formatMoney } from '../ui/format'
import { formatDay } from '../ui/format-date'
import { useToast } from '../ui/toast'
import { useWorkspace } from '../workspace/workspace'

/** A polite note that says what was done and why, from a template, to change, copy or send; once it is sent it stands on the case. */
export function NoteSheet({ of, onClose }: { of: RecoveryCase; onClose: () => void }) {
  const { name: organisation, actor, timezone, currency, channels } = useWorkspace()
  const trpc = useTRPC()
  const client = useQueryClient()
  const toast = useToast()
  const [channel, setChannel] = useState((channels.find(({ kind }) => kind === (of.email ? 'email' : 'post')) ?? channels.find(({ kind }) => kind === 'email'))?.slug ?? '')
  const [out, setOut] = useState(false)
  const sent = useMutation(trpc.recovery.noteSent.mutationOptions({ onSuccess: async () => { onClose(); toast({ title: 'Noted as sent', description: 'It stands on the case and in the customer’s story.' }); await client.invalidateQueries() } }))
  const { data: templates } = useSuspenseQuery(trpc.recovery.templates.queryOptions())
  const [which, setWhich] = useState(0)
  const [happened, setHappened] = useState('')
  const [did, setDid] = useState(of.acts.at(-1)?.what ?? '')
  const [why, setWhy] = useState('')
  const [edited, setEdited] = useState<string | null>(null)
  const template = templates[which]
  const given = of.acts.reduce((sum, { goodwill }) => sum + goodwill, 0)
  const plain = (text: string) => text.trim().replace(/\.$/, '')
  const values: Partial<Record<NoteVariable, string>> = {
    greeting: of.name ? `Dear ${of.name},` : 'Hello,', when: formatDay(localDayOf(Date.parse(of.unhappy_at), timezone)), goodwill: given > 0 ? formatMoney(given, currency) : '', sender: actor, organisation, why: plain(why),
    ...(happened.trim() ? { what_happened: plain(happened) } : {}), ...(did.trim() ? { what_we_did: plain(did) } : {}),
  }
  const body = fillNote(template?.body ?? '', values)
  const subject = fillNote(template?.subject ?? '', values)
  const text = edited ?? body.text
  const missing = edited === null ? [...new Set([...subject.missing, ...body.missing])] : [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const set = (change: (text: string) => void) => (event: { target: { value: string } }) => { setEdited(null); change(event.target.value) }
  return (
    <Sheet
      open onOpenChange={(open) => { if (!open) onClose() }} title={`A note to ${of.name ?? of.customer}`} description={of.email ?? 'No e-mail address is known: copy it, and send it as you speak to them.'} className="sm:w-160"
      footer={
        <>
          <Button look="quiet" onClick={onClose}>Close</Button>
          {missing.length === 0 && <CopyButton text={text} label="Copy" />}
          {of.email && <a className={buttonClass(out ? 'plain' : 'primary')} onClick={() => setOut(true)} aria-disabled={missing.length > 0 || undefined} href={missing.length > 0 ? undefined : `mailto:${encodeURIComponent(of.email)}?subject=${encodeURIComponent(subject.text)}&body=${encodeURIComponent(text)}`}>Open in your mail</a>}
          <Button look={out || !of.email ? 'primary' : 'plain'} busy={sent.isPending} disabled={missing.length > 0} onClick={() => sent.mutate({ case: of.case, channel: channel || null, subject: subject.text, text })}>It is sent</Button>
        </>
      }
    >
      <div className="grid gap-4">
        <Field label="Template">{(w) => <Select {...w} value={String(which)} options={templates.map(({ name }, i) => ({ value: String(i), label: name }))} onValue={(value) => { setEdited(null); setWhich(Number(value)) }} />}</Field>
        <Field label="What went wrong" hint={of.because}>{(w) => <Input {...w} value={happened} onChange={set(setHappened)} placeholder="you were charged twice for March" />}</Field>
        <Field label="What was done">{(w) => <Input {...w} value={did} onChange={set(setDid)} placeholder="we have paid the second charge back" />}</Field>
        <Field label="Why" optional hint="Without it the line is left out.">{(w) => <Input {...w} value={why} onChange={set(setWhy)} placeholder="the mistake was ours, and you should not have had to ask" />}</Field>
        <Field label="The note" hint={missing.length > 0 ? <span className="text-warning">Still to say: {missing.map((name) => (name in NOTE_VARIABLES ? name.replaceAll('_', ' ') : `{${name}}`)).join(', ')}.</span> : `Subject: ${subject.text}`}>
          {(w) => <Textarea {...w} rows={14} value={text} onChange={(event) => setEdited(event.target.value)} />}
        </Field>
        <Field label="Sent by" hint="Touchstone does not send it. Press “It is sent” once it is on its way: then it stands on the case and in the customer’s story.">{(w) => <Select {...w} value={channel} options={[...channels.map(({ slug, name }) => ({ value: slug, label: name })), { value: '', label: 'A channel not listed here' }]} onValue={setChannel} />}</Field>
        {sent.error && <p role="alert" className="text-13 text-danger">{failureOf(sent.error)}</p>}
      </div>
    </Sheet>
  )
}
