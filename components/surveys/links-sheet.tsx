'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { csvRow } from '@/server/domain/csv/cell'
import type { HostedSurvey } from '@/server/queries/surveys'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { CopyButton } from '../ui/copy-button'
import { Sheet } from '../ui/dialog'
import { Field, Textarea } from '../ui/field'
import { formatCount } from '../ui/format'
import { Callout } from '../ui/states'

const SHOWN = 5

/** Customers in, links out: to be sent by whatever sends the organisation's mails. */
export function LinksSheet({ survey, publicUrl, onClose }: { survey: HostedSurvey; publicUrl: string | null; onClose: () => void }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const [text, setText] = useState('')
  const make = useMutation(trpc.surveys.links.mutationOptions({ onSuccess: () => cache.invalidateQueries({ queryKey: trpc.surveys.pathKey() }) }))
  // Pasted from a spreadsheet: the customer's id is the first cell of a line.
  const customers = [...new Set(text.split(/\r?\n/).map((line) => line.split(/[\t;,]/)[0]?.trim().replaceAll(/^"|"$/g, '') ?? '').filter(Boolean))]
  const links = (make.data?.links ?? []).map((one) => ({ ...one, url: new URL(one.path, publicUrl ?? window.location.origin).toString() }))
  const csv = () => [csvRow(['customer', 'url', 'expires_at']), ...links.map((one) => csvRow([one.customer, one.url, one.expires_at]))].join('')
  const save = () => {
    const address = URL.createObjectURL(new Blob([csv()], { type: 'text/csv;charset=utf-8' }))
    Object.assign(document.createElement('a'), { href: address, download: 'survey-links.csv' }).click()
    URL.revokeObjectURL(address)
  }
  const [first] = links
  return (
    <Sheet
      open onOpenChange={onClose} title={`Links: ${survey.name}`} description={`Each link asks one customer, once, and is valid for ${survey.validDays} days.`}
      footer={first ? <Button look="primary" onClick={save}>Save as CSV</Button> : <Button look="primary" busy={make.isPending} disabled={customers.length === 0} onClick={() => make.mutate({ id: survey.id, links: customers.map((customer) => ({ customer })) })}>Make {customers.length === 0 ? '' : `${formatCount(customers.length)} `}{customers.length === 1 ? 'link' : 'links'}</Button>}
    >
      {first ? (
        <div className="grid gap-4">
          <p className="text-14">{formatCount(links.length)} {links.length === 1 ? 'link is' : 'links are'} made. They are counted as asked: send them.</p>
          <ul aria-label="Links" className="grid grid-cols-1">{links.slice(0, SHOWN).map((one) => <li key={one.path} className="flex min-w-0 items-center gap-3 border-t py-2 text-13 first:border-t-0"><span className="w-28 shrink-0 truncate font-medium">{one.customer}</span><a className="min-w-0 flex-1 truncate text-accent" href={one.url} target="_blank" rel="noreferrer">{one.url}</a><CopyButton text={one.url} label={`Copy the link for ${one.customer}`} iconOnly /></li>)}</ul>
          {links.length > SHOWN && <p className="text-12 text-muted">… and {formatCount(links.length - SHOWN)} more in the file.</p>}
        </div>
      ) : (
        <div className="grid gap-4">
          <Field label="Customers" hint="Your own ids, one per line; paste a column from a spreadsheet. Programs ask by REST: POST /api/v1/surveys/{id}/links.">{(w) => <Textarea {...w} rows={10} value={text} onChange={(event) => setText(event.target.value)} />}</Field>
          {make.isError && <Callout tone="danger">{failureOf(make.error)}</Callout>}
        </div>
      )}
    </Sheet>
  )
}
