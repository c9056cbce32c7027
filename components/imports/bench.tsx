'use client'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { RECORD_KINDS } from '@/db/vocabulary'
import type { Dialect } from '@/server/domain/csv/dialect'
import type { Mapping } from '@/server/domain/mapping/mapping'
import { failureOf, useTRPC } from '../data/trpc'
import { PageHeader, Section } from '../shell/page'
import { Button } from '../ui/button'
import { Select } from '../ui/field'
import { formatCount } from '../ui/format'
import { PageLink } from '../ui/page-link'
import { Callout, ErrorState, SkeletonLines } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { EntityForm } from './entity-form'
import { FileSettings } from './file-settings'
import { addEntity } from './mend'
import { MappingPicker } from './mapping-picker'
import { RowStepper } from './row-stepper'
import { StartBar } from './start-bar'
import { formatBytes, KIND } from './words'
import { usePreview, type Head, type PreviewRow, type Sniffed } from './use-file'

/** Mappings know two quotes only. */
type MappedDialect = Omit<Partial<Dialect>, 'quote'> & { quote?: '"' | "'" | null }
type Props = { file: File; head: Head; first: Sniffed; onOther: () => void }

/** One file on the bench: how it is laid out, how its rows are read, and what that gives, before anything is kept. */
export function Bench({ file, head, first, onOther }: Props) {
  const { slug, currency } = useWorkspace()
  const trpc = useTRPC()
  const router = useRouter()
  const [sniffed, setSniffed] = useState(first)
  const [mapping, setMapping] = useState<Mapping>(first.proposal.mapping)
  const [named, setNamed] = useState<string | null>(null)
  const [shown, setShown] = useState(0)
  const again = useMutation(trpc.imports.sniff.mutationOptions())
  const { preview, failure, stale } = usePreview(head, mapping)
  const good = preview?.ok ? preview : null
  const { columns } = sniffed.sniff

  /** Another layout gives other columns; what the mapping says of them stays for its owner to mend. */
  const relay = (next: Mapping, name: string | null) => {
    setMapping(next)
    setNamed(name)
    again.mutate({ ...head, dialect: next.dialect as MappedDialect }, { onSuccess: (found) => { if (found.ok) setSniffed(found) } })
  }
  const setDialect = (change: Partial<Dialect>) => relay({ ...mapping, dialect: { ...sniffed.sniff.dialect, ...mapping.dialect, ...change } }, named)
  const questions = named === null ? sniffed.proposal.questions : []
  const foreign = good ? foreignTo(currency, good.rows) : []

  return (
    <>
      <PageHeader title={file.name} lead={`${formatBytes(file.size)} · ${columns.length} columns · nothing is kept until you start`} actions={<Button onClick={onOther}>Another file</Button>} />
      {questions.length > 0 && (
        <Callout tone="warning" title="What only you can know">
          <ul className="list-disc pl-4">{questions.map((question) => <li key={question}>{question}</li>)}</ul>
        </Callout>
      )}
      {foreign.length > 0 && (
        <Callout tone="warning" title={`Amounts in ${foreign.join(', ')} will stand in no figure`}>
          Figures here are in {currency}, and amounts of different currencies are never added. Until one in {currency} is recorded, the currency can be changed in <PageLink className="text-accent underline" href={`/${slug}/settings`}>Settings</PageLink>, before the import or after it.
        </Callout>
      )}
      <div className="flex flex-wrap items-end justify-between gap-4 py-5">
        <MappingPicker mapping={mapping} columns={columns} proposed={first.proposal.mapping} onMapping={relay} />
        {good && <RowStepper rows={good.rows.map((row) => row.row)} shown={shown} onShown={setShown} />}
      </div>
      <Outcome preview={preview} failure={failure} again={again.data?.ok === false ? again.data.reason : again.error ? failureOf(again.error) : null} />
      {mapping.rows.map((entity, at) => (
        <EntityForm key={`${at}-${entity.entity}`} mapping={mapping} at={at} columns={columns} reasons={named === null ? sniffed.proposal.reasons : []} preview={good} shown={Math.min(shown, (good?.rows.length ?? 1) - 1)} onShown={setShown} onMapping={setMapping} />
      ))}
      <div className="border-t py-4">
        <Select className="w-72! max-w-full" aria-label="Add another record out of each row" value="" options={[{ value: '', label: 'Each row also gives…' }, ...RECORD_KINDS.map((kind) => ({ value: kind, label: `${KIND[kind].one}: ${KIND[kind].says}` }))]} onValue={(kind) => { if (kind !== '') setMapping(addEntity(mapping, kind)) }} />
      </div>
      <Section title="The file as a whole"><FileSettings mapping={mapping} dialect={sniffed.sniff.dialect} onMapping={setMapping} onDialect={setDialect} /></Section>
      <StartBar file={file} mapping={mapping} ready={good !== null && !stale} onStarted={(id) => router.push(`/${slug}/data/import/${id}`)}>
        {good ? summaryOf(good) : 'The mapping does not hold yet.'}
      </StartBar>
    </>
  )
}

/** Currencies of amounts in the rows that the organisation's figures leave out. */
const foreignTo = (own: string, rows: readonly PreviewRow[]): string[] =>
  [...new Set(rows.flatMap((row) => row.records.flatMap(({ fields }) => (typeof fields.currency === 'string' && fields.currency !== own ? [fields.currency] : []))))].toSorted()

function summaryOf({ read, refused, records }: { read: number; refused: number; records: Partial<Record<keyof typeof KIND, number>> }): string {
  const kinds = RECORD_KINDS.flatMap((kind) => (records[kind] ? [`${formatCount(records[kind])} ${records[kind] === 1 ? KIND[kind].one.toLowerCase() : KIND[kind].many}`] : []))
  return `The first ${formatCount(read)} rows give ${kinds.length > 0 ? kinds.join(', ') : 'no record'}${refused > 0 ? `; ${formatCount(refused)} ${refused === 1 ? 'row' : 'rows'} would be refused` : ''}.`
}

/** What stands in the way as a whole; faults of single rows are shown where they are. */
function Outcome({ preview, failure, again }: { preview: ReturnType<typeof usePreview>['preview']; failure: string | null; again: string | null }) {
  if (failure ?? again) return <ErrorState title="The file cannot be read this way" detail={failure ?? again ?? undefined} />
  if (!preview) return <SkeletonLines lines={4} label="Reading the first rows" />
  if (preview.ok) {
    const names = [...(preview.channels.length > 0 ? [`Channels: ${preview.channels.slice(0, 8).join(', ')}`] : []), ...(preview.touchpoints.length > 0 ? [`Touchpoints: ${preview.touchpoints.slice(0, 8).join(', ')}${preview.touchpoints.length > 8 ? ` and ${preview.touchpoints.length - 8} more` : ''}`] : [])]
    return names.length === 0 ? null : <p className="pb-4 text-13 text-muted">{names.join('. ')}. Those that are not in the catalogue yet are added to it.</p>
  }
  const reasons = preview.places.length > 0 ? preview.places.map((place) => (place.field === 'mapping' ? place.reason : `${place.field}: ${place.reason}`)) : [preview.reason]
  return <ErrorState title="The mapping does not fit this file"><ul className="list-disc pl-4">{[...new Set(reasons)].slice(0, 10).map((reason) => <li key={reason}>{reason}</li>)}</ul></ErrorState>
}
