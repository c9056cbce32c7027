'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { csvRow } from '@/server/domain/csv/cell'
import type { AskedBefore, HostedSurvey } from '@/server/queries/surveys'
import { FindCustomer } from '../customers/find-customer'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { CopyButton } from '../ui/copy-button'
import { Sheet } from '../ui/dialog'
import { Field, Textarea } from '../ui/field'
import { formatCount } from '../ui/format'
import { formatAgo } from '../ui/format-date'
import { Callout } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'

const SHOWN = 5
const linksOf = (n: number) => `${formatCount(n)} ${n === 1 ? 'link' : 'links'}`

/** Customers in, links out: to be sent by whatever sends the organisation's mails. */
export function LinksSheet({ survey, publicUrl, onClose }: { survey: HostedSurvey; publicUrl: string | null; onClose: () => void }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const [text, setText] = useState('')
  const make = useMutation(trpc.surveys.links.mutationOptions({ onSuccess: () => cache.invalidateQueries({ queryKey: trpc.surveys.pathKey() }) }))
  // Pasted from a spreadsheet: the customer's id is the first cell of a line.
  const customers = [...new Set(text.split(/\r?\n/).map((line) => line.split(/[\t;,]/)[0]?.trim().replaceAll(/^"|"$/g, '') ?? '').filter(Boolean))]
  const ask = (who: readonly string[], before: 'stop' | 'same' | 'again') => make.mutate({ id: survey.id, links: who.map((customer) => ({ customer })), asked_before: before })
  const write = (change: string) => { setText(change); if (make.data) make.reset() }
  const links = (make.data?.links ?? []).map((one) => ({ ...one, url: new URL(one.path, publicUrl ?? window.location.origin).toString() }))
  const before = make.data?.before ?? []
  const answered = new Set(before.filter((one) => one.answered_at !== null).map((one) => one.customer))
  const unanswered = customers.filter((customer) => !answered.has(customer))
  const csv = () => [csvRow(['customer', 'url', 'expires_at']), ...links.map((one) => csvRow([one.customer, one.url, one.expires_at]))].join('')
  const save = () => {
    const address = URL.createObjectURL(new Blob([csv()], { type: 'text/csv;charset=utf-8' }))
    Object.assign(document.createElement('a'), { href: address, download: 'survey-links.csv' }).click()
    URL.revokeObjectURL(address)
  }
  const fresh = links.filter((one) => !one.again).length
  const footer = links.length > 0 ? <Button look="primary" onClick={save}>Save as CSV</Button> : before.length > 0 ? (
    <>
      <Button busy={make.isPending} onClick={() => ask(customers, 'again')}>Ask all {formatCount(customers.length)} anew</Button>
      {unanswered.length > 0 && <Button look="primary" busy={make.isPending} onClick={() => ask(unanswered, 'same')}>Give {linksOf(unanswered.length)}</Button>}
    </>
  ) : <Button look="primary" busy={make.isPending} disabled={customers.length === 0} onClick={() => ask(customers, 'stop')}>Make {customers.length === 0 ? 'links' : linksOf(customers.length)}</Button>
  return (
    <Sheet open onOpenChange={onClose} title={`Links: ${survey.name}`} description={`Each link asks one customer, once, and is valid for ${survey.validDays} days.`} footer={footer}>
      {links.length > 0 ? (
        <div className="grid gap-4">
          <p className="text-14">{fresh > 0 && `${linksOf(fresh)} ${fresh === 1 ? 'is' : 'are'} made and counted as asked. `}{links.length > fresh && `${linksOf(links.length - fresh)} made before ${links.length - fresh === 1 ? 'is' : 'are'} given again. `}Send them.</p>
          <ul aria-label="Links" className="grid grid-cols-1">{links.slice(0, SHOWN).map((one) => <li key={one.path} className="flex min-w-0 items-center gap-3 border-t py-2 text-13 first:border-t-0"><span className="w-28 shrink-0 truncate font-medium">{one.customer}</span><a className="min-w-0 flex-1 truncate text-accent" href={one.url} target="_blank" rel="noreferrer">{one.url}</a><CopyButton text={one.url} label={`Copy the link for ${one.customer}`} iconOnly /></li>)}</ul>
          {links.length > SHOWN && <p className="text-12 text-muted">… and {formatCount(links.length - SHOWN)} more in the file.</p>}
          <p className="text-12 text-muted">“Links made” beside the survey finds them again.</p>
        </div>
      ) : (
        <div className="grid gap-4">
          {before.length > 0 && <Before rows={before} left={unanswered.length} />}
          <FindCustomer label="Find a customer" without={customers} onPick={(row) => write([...(text.trim() ? [text.trimEnd()] : []), row.customer].join('\n') + '\n')} />
          <Field label="Customers" hint="Your own ids, one per line; paste a column from a spreadsheet. Programs ask by REST: POST /api/v1/surveys/{id}/links.">{(w) => <Textarea {...w} rows={8} value={text} onChange={(event) => write(event.target.value)} />}</Field>
          {make.isError && <Callout tone="danger">{failureOf(make.error)}</Callout>}
        </div>
      )}
    </Sheet>
  )
}

/** Said before a second link goes to anybody. */
function Before({ rows, left }: { rows: readonly AskedBefore[]; left: number }) {
  const now = new Date(useWorkspace().now)
  const done = rows.filter((row) => row.answered_at !== null).length
  return (
    <Callout tone="warning" title={rows.length === 1 ? 'One of them was asked already' : `${formatCount(rows.length)} of them were asked already`}>
      <ul className="grid gap-0.5">
        {rows.slice(0, SHOWN).map((row) => <li key={row.customer}>{row.name ?? row.customer}: {row.answered_at ? `answered ${formatAgo(row.answered_at, now)}` : `asked ${formatAgo(row.asked_at, now)}, not answered`}</li>)}
        {rows.length > SHOWN && <li>… and {formatCount(rows.length - SHOWN)} more.</li>}
      </ul>
      <p className="pt-1">{left === 0 ? 'All of them have answered.' : `“Give ${linksOf(left)}” gives those who have not answered the link they have${done > 0 ? ', and leaves out those who have' : ''}; nobody is asked twice.`}</p>
    </Callout>
  )
}
