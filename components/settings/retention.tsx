'use client'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { RETENTION_KINDS, type RetentionKind } from '@/db/vocabulary'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { formatDay } from '../ui/format-date'
import { RETENTION_WORDS } from './retention-words'
import { Setting } from './setting'
import { UnitInput } from './unit-input'
import { numberOf, type OfSettings } from './view'

type Days = Partial<Record<RetentionKind, string>>

/** Days per kind; empty keeps it. Before saving, one can see what would go. */
export function RetentionSetting({ org }: OfSettings) {
  const id = useId()
  const value: Days = Object.fromEntries(RETENTION_KINDS.flatMap((kind) => (org.retention_days[kind] === undefined ? [] : [[kind, String(org.retention_days[kind])]])))
  return (
    <Setting
      title="Days kept" field="retention_days" group value={value}
      words={RETENTION_KINDS.filter((kind) => value[kind]).map((kind) => `${RETENTION_WORDS[kind].label}: ${value[kind]} days`).join('; ') || 'Everything is kept'}
      means={<>
        <p>What is older goes each night, a little after three. Empty: it is kept.</p>
        <p className="mt-1">Counts of what happened stay: a year’s calls remain a year’s calls, counted with nobody. Figures about single customers, such as churn, retention and moments, are worked out from what is still kept. What went cannot be brought back, but by restoring a backup.</p>
      </>}
      patch={(draft) => patchOf(draft)}
      sets="What is too old then goes the next night."
    >
      {({ draft, set }) => (
        <div className="grid gap-2">
          {RETENTION_KINDS.map((kind) => (
            <div key={kind} className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-3">
              <span className="grid"><label htmlFor={`${id}-${kind}`} className="text-14">{RETENTION_WORDS[kind].label}</label><span id={`${id}-${kind}-from`} className="text-12 text-muted">{RETENTION_WORDS[kind].from}</span></span>
              <UnitInput id={`${id}-${kind}`} aria-describedby={`${id}-${kind}-from`} unit="days" className="max-w-20 text-right" placeholder="keep" value={draft[kind] ?? ''} onChange={(event) => set(withDays(draft, kind, event.target.value))} />
            </div>
          ))}
          <WhatWouldGo draft={draft} />
        </div>
      )}
    </Setting>
  )
}

/** A dry run, asked for when somebody wants to know. */
function WhatWouldGo({ draft }: { draft: Days }) {
  const trpc = useTRPC()
  const patch = patchOf(draft)
  const wanted = typeof patch === 'string' ? {} : patch.retention_days
  const [asked, setAsked] = useState<string | null>(null)
  const now = JSON.stringify(wanted)
  const preview = useQuery(trpc.settings.previewRetention.queryOptions(wanted, { enabled: asked === now, staleTime: 0 }))
  if (Object.keys(wanted).length === 0) return null
  return (
    <div className="mt-1 grid gap-1 border-t pt-2 text-13">
      <div><Button onClick={() => setAsked(now)} busy={preview.isFetching}>See what would go</Button></div>
      {asked === now && preview.isError && <p role="alert" className="text-danger">{failureOf(preview.error)}</p>}
      {asked === now && preview.data && (
        <div role="status">
          <ul>{preview.data.kinds.map(({ kind, before, records }) => <li key={kind}><span className="tabular-nums font-medium">{records.toLocaleString('en')}</span> {RETENTION_WORDS[kind].label.toLowerCase()} from before {formatDay(before)}</li>)}</ul>
          {preview.data.beginnings > 0 && (
            <p className="mt-1 text-muted">{preview.data.beginnings === 1 ? 'One customer has' : `${preview.data.beginnings.toLocaleString('en')} customers have`} no acquisition date and older records than that: as far as anybody can tell then, their relationship begins with the oldest record that is kept.</p>
          )}
          <p className="mt-1 text-muted">Nothing has been changed.</p>
        </div>
      )}
    </div>
  )
}

const withDays = (draft: Days, kind: RetentionKind, text: string): Days => Object.fromEntries(RETENTION_KINDS.flatMap((one) => {
  const days = one === kind ? text : draft[one]
  return days === undefined || days === '' ? [] : [[one, days]]
}))

function patchOf(draft: Days) {
  const days: Partial<Record<RetentionKind, number>> = {}
  for (const kind of RETENTION_KINDS) {
    const text = draft[kind]?.trim() ?? ''
    if (text === '') continue
    const n = numberOf(text)
    if (n === null) return `${RETENTION_WORDS[kind].label}: must be a number of days, or empty.`
    days[kind] = n
  }
  return { retention_days: days }
}
