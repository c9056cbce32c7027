'use client'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { failureOf, useTRPC } from '../data/trpc'
import { PageHeader, Section } from '../shell/page'
import { Button, buttonClass } from '../ui/button'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { DefinitionList } from '../ui/definition-list'
import { formatCount } from '../ui/format'
import { formatInstant } from '../ui/format-date'
import { ButtonLink, Link } from '../ui/link'
import { Progress } from '../ui/progress'
import { Callout, ErrorState } from '../ui/states'
import { useToast } from '../ui/toast'
import { useWorkspace } from '../workspace/workspace'
import { StateBadge } from './state-badge'
import { formatBytes } from './words'
import type { ImportView } from './use-file'

/** One import: how far it is, what came of it, and the ways back. */
export function ImportDetail({ id }: { id: string }) {
  const trpc = useTRPC()
  const { slug, timezone, can } = useWorkspace()
  // Live topics ask again; while it runs the clock of the page does too, as a batch may take long.
  const { data: view } = useSuspenseQuery(trpc.imports.one.queryOptions({ id }, { refetchInterval: ({ state }) => (isOpen(state.data) ? 2000 : false) }))
  const [asking, setAsking] = useState(false)
  const open = isOpen(view)
  return (
    <>
      <PageHeader
        title={view.filename} freshness={<span className="flex flex-wrap items-center gap-2"><StateBadge view={view} />{formatInstant(view.created_at, timezone)} by {view.created_by} · {formatBytes(view.bytes)}{view.source ? ` · source ${view.source}` : ''}</span>}
        actions={<>
          {view.rejected > 0 && <a className={buttonClass()} href={`/api/imports/${id}/rejects?org=${encodeURIComponent(slug)}`} download>Download the refused rows</a>}
          {can.includes('ingest') && !view.taken_back_at && view.state !== 'cancelled' && <Button look="danger" onClick={() => setAsking(true)}>{open ? 'Cancel' : 'Take back'}</Button>}
          <ButtonLink href={`/${slug}/data/import`}>All imports</ButtonLink>
        </>}
      />
      {view.error && <div className="pb-6"><ErrorState title="The import stopped" detail={view.error}>{view.accepted > 0 ? 'What it recorded before is there until you take it back. Sending the mended file again counts nothing twice.' : 'Nothing was recorded.'}</ErrorState></div>}
      {view.taken_back_at && <div className="pb-6"><Callout title={`Taken back ${formatInstant(view.taken_back_at, timezone)}`}>Everything it first recorded is gone, from every figure. The counts below say what it had brought.</Callout></div>}
      {open && <Running view={view} />}
      <Section title={open ? 'So far' : sentenceOf(view)} subtitle="Records; a row of the file may give several"><Counts view={view} />{view.state === 'done' && view.accepted > 0 && !view.taken_back_at && <p className="text-13 text-muted">Every report has it already: <Link href={`/${slug}`}>open the overview</Link>.</p>}</Section>
      {asking && <TakeBack view={view} open={open} onClose={() => setAsking(false)} />}
    </>
  )
}

const isOpen = (view: ImportView | undefined) => view?.state === 'queued' || view?.state === 'running'

function Running({ view }: { view: ImportView }) {
  const label = view.state === 'queued' ? 'Waiting for the import before it' : (view.doing ?? 'Reading rows')
  const total = view.progress && view.progress > 0.01 ? Math.max(view.rows, Math.round(view.rows / view.progress)) : undefined
  return <Progress className="pb-8" label={label} done={view.rows} total={total} unit={total === undefined ? 'rows' : 'rows, about'} rate={view.seconds > 0 ? view.rows / view.seconds : undefined} />
}

function Counts({ view }: { view: ImportView }) {
  const { slug } = useWorkspace()
  const { channels, touchpoints } = view.created
  const listed = (names: string[]) => `${names.slice(0, 12).join(', ')}${names.length > 12 ? ` and ${names.length - 12} more` : ''}`
  return (
    <>
      <DefinitionList items={[
        { term: 'Rows read', value: formatCount(view.rows) },
        { term: 'Accepted', value: formatCount(view.accepted) },
        { term: 'Known already', value: formatCount(view.duplicates) },
        { term: 'Refused', value: <>{formatCount(view.rejected)}{view.note && <span className="block text-12 text-muted">{view.note}</span>}</> },
        { term: 'Time', value: `${formatCount(Math.round(view.seconds))} s${view.seconds >= 1 ? `, ${formatCount(Math.round(view.rows / view.seconds))} rows a second` : ''}` },
        { term: 'New channels', value: channels.length === 0 ? 'none' : <Link href={`/${slug}/settings/channels`}>{listed(channels)}</Link> },
        { term: 'New touchpoints', value: touchpoints.length === 0 ? 'none' : <Link href={`/${slug}/settings/touchpoints`}>{listed(touchpoints)}</Link> },
      ]} />
      {view.rejected > 0 && <p className="max-w-prose text-13 text-muted">The refused rows come back as a file with the reason before each. Mend them there and import that file with the same mapping: it is known which rows they are.</p>}
    </>
  )
}

function sentenceOf({ accepted, duplicates, rejected }: ImportView): string {
  if (accepted === 0 && rejected === 0) return duplicates > 0 ? 'Nothing new: everything was known already' : 'The file gave no record'
  return `${formatCount(accepted)} records came in${rejected > 0 ? `, ${formatCount(rejected)} were refused` : ''}${duplicates > 0 ? `, ${formatCount(duplicates)} were known already` : ''}`
}

function TakeBack({ view, open, onClose }: { view: ImportView; open: boolean; onClose: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const toast = useToast()
  const act = useMutation(trpc.imports.takeBack.mutationOptions({
    async onSuccess(became) {
      await queryClient.invalidateQueries()
      toast({ title: became === 'taken_back' ? 'Taken back' : 'Being taken back', description: became === 'taking_back' ? 'It was large: this goes on while you do something else.' : undefined })
      onClose()
    },
  }))
  return (
    <ConfirmDialog open onOpenChange={(next) => !next && onClose()} title={open ? 'Cancel this import?' : 'Take this import back?'} action={open ? 'Cancel and take back' : 'Take back'} name={open ? undefined : view.filename} busy={act.isPending} error={act.error ? failureOf(act.error) : undefined} onConfirm={() => act.mutate({ id: view.id })}>
      {formatCount(view.accepted)} records that it recorded are removed, from every figure, and customers of whom nothing else is known. What came from elsewhere stays. The file can be imported again.
    </ConfirmDialog>
  )
}
