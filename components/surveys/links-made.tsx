'use client'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import type { HostedSurvey, LinkMade } from '@/server/queries/surveys'
import { failureOf, useTRPC } from '../data/trpc'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { CopyButton } from '../ui/copy-button'
import { Sheet } from '../ui/dialog'
import { Field, Input } from '../ui/field'
import { formatAgo } from '../ui/format-date'
import { Link } from '../ui/link'
import { Pagination } from '../ui/pagination'
import { ErrorState, SkeletonLines } from '../ui/states'
import { useToast } from '../ui/toast'
import { useWorkspace } from '../workspace/workspace'

const PAGE = 20

/** Whom a survey has asked, what became of it, and the way back to a link that still waits. */
export function LinksMade({ survey, publicUrl, onClose }: { survey: HostedSurvey; publicUrl: string | null; onClose: () => void }) {
  const trpc = useTRPC()
  const [text, setText] = useState('')
  const [offset, setOffset] = useState(0)
  const q = useDeferredValue(text)
  const found = useQuery(trpc.surveys.linksMade.queryOptions({ id: survey.id, q, offset }, { placeholderData: keepPreviousData }))
  const { rows = [], total = 0 } = found.data ?? {}
  return (
    <Sheet open onOpenChange={onClose} title={`Links made: ${survey.name}`} description="Given again, a link asks the same question once more and is not counted twice." footer={<Button onClick={onClose}>Close</Button>}>
      <div className="grid gap-4">
        <Field label="Customer">{(w) => <Input {...w} type="search" autoComplete="off" maxLength={200} placeholder="Name, e-mail or id" value={text} onChange={(event) => { setText(event.target.value); setOffset(0) }} />}</Field>
        {found.isPending ? <SkeletonLines lines={5} label="Reading the links" /> : found.isError ? <ErrorState title="The links could not be read" detail={failureOf(found.error)} /> : rows.length === 0 ? <p className="text-13 text-muted">{q.trim() ? 'No link was made for anybody by that name, e-mail or id.' : 'No link was made yet.'}</p> : (
          <ul aria-label="Links made" className="divide-y border-y">{rows.map((row) => <Made key={row.link} row={row} survey={survey} publicUrl={publicUrl} />)}</ul>
        )}
        {total > PAGE && <Pagination unit="links" offset={offset} shown={rows.length} total={total} onPrevious={offset > 0 ? () => setOffset(Math.max(0, offset - PAGE)) : undefined} onNext={offset + rows.length < total ? () => setOffset(offset + PAGE) : undefined} />}
      </div>
    </Sheet>
  )
}

function Made({ row, survey, publicUrl }: { row: LinkMade; survey: HostedSurvey; publicUrl: string | null }) {
  const { slug, can, now } = useWorkspace()
  const trpc = useTRPC()
  const toast = useToast()
  const again = useMutation(trpc.surveys.linkAgain.mutationOptions({ onError: (error) => toast({ title: 'The link could not be given', description: failureOf(error), tone: 'danger' }) }))
  const url = again.data && new URL(again.data.path, publicUrl ?? window.location.origin).toString()
  return (
    <li className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1 py-1.5 text-13">
      <span className="min-w-0 flex-1"><Link href={`/${slug}/customers/${encodeURIComponent(row.customer)}`}>{row.name ?? row.customer}</Link> <span className="text-muted">asked {formatAgo(row.asked_at, new Date(now))}</span></span>
      {row.answered_at ? <Badge tone="good">answered {row.score}</Badge> : url ? <CopyButton text={url} label="Copy the link" /> : survey.closedAt ? <span className="text-muted">not answered</span> : can.includes('ingest') && <Button busy={again.isPending} onClick={() => again.mutate({ id: survey.id, link: row.link })}>Get the link</Button>}
    </li>
  )
}
