'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { SegmentationView } from '@/server/schemas/segments'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { Field, Select } from '../ui/field'
import { Callout } from '../ui/states'
import { SegmentedControl } from '../ui/tabs'
import { useToast } from '../ui/toast'
import { addTier, draftOf, inputOf, MOST_TIERS, recut, removeTier, type Draft } from './draft'
import { TierFields } from './tier-fields'
import { TiersPreview, usePreview } from './tiers-preview'

const WINDOWS = [90, 182, 365, 730, null] as const
const sayWindow = (days: number | null) => (days === null ? 'All history' : days === 365 ? 'A year (365 days)' : days === 730 ? 'Two years (730 days)' : `${days} days`)

/** Tiers typed on the left, what they would cut on the right, as of now; nothing is kept before "Apply". */
export function TiersForm({ segmentation, onClose }: { segmentation: SegmentationView; onClose: () => void }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const toast = useToast()
  const [draft, setDraft] = useState<Draft>(() => draftOf(segmentation))
  const read = inputOf(draft)
  const preview = usePreview(read.ok ? read.input : null, segmentation.slug)
  const define = useMutation(trpc.segments.define.mutationOptions({
    onSuccess: async () => {
      toast({ title: 'The tiers are being cut', description: 'Past periods keep the tiers they had.' })
      onClose()
      await cache.invalidateQueries()
    },
  }))
  const windows = WINDOWS.some((days) => days === segmentation.window_days) ? WINDOWS : [segmentation.window_days, ...WINDOWS]
  return (
    <form
      className="grid items-start gap-x-12 gap-y-6 lg:grid-cols-2"
      onSubmit={(event) => { event.preventDefault(); if (read.ok && !define.isPending) define.mutate({ ...read.input, slug: segmentation.slug, name: segmentation.name }) }}
    >
      <div className="grid gap-4">
        <div className="flex flex-wrap items-end gap-4">
          <div className="grid gap-1">
            <span className="text-13 font-medium">Cut by</span>
            <SegmentedControl label="Cut by" options={[{ value: 'quantiles', label: 'Share of customers' }, { value: 'thresholds', label: 'Amount' }]} value={draft.cut} onValue={(cut) => setDraft((now) => recut(now, cut, preview.data?.tiers))} />
          </div>
          <Field label="Of the value they" className="min-w-44">
            {(wiring) => <Select {...wiring} value={draft.basis} options={[{ value: 'historic', label: 'have brought' }, { value: 'predicted', label: 'are expected to bring' }]} onValue={(basis) => setDraft((now) => ({ ...now, basis }))} />}
          </Field>
          {draft.basis === 'historic' && <Field label="Value of the last" className="min-w-44">
            {(wiring) => <Select {...wiring} value={String(draft.windowDays)} options={windows.map((days) => ({ value: String(days), label: sayWindow(days) }))} onValue={(value) => setDraft((now) => ({ ...now, windowDays: value === 'null' ? null : Number(value) }))} />}
          </Field>}
        </div>
        <TierFields draft={draft} faults={read.ok ? null : read.faults} onChange={setDraft} onRemove={(id) => setDraft((now) => removeTier(now, id))} />
        <div><Button look="quiet" disabled={draft.tiers.length >= MOST_TIERS} onClick={() => setDraft(addTier)}><Plus />Add a tier</Button></div>
        {define.isError && <Callout tone="danger">{failureOf(define.error)}</Callout>}
        <div className="flex flex-wrap gap-2">
          <Button look="primary" type="submit" busy={define.isPending} disabled={!read.ok}>Apply from today on</Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
        <p className="max-w-prose text-12 text-muted">Applying sorts every customer anew, as a job you can watch. Churn, retention and moments of past periods do not change: they keep the tier each customer had then.</p>
      </div>
      <TiersPreview preview={preview} valid={read.ok} before={segmentation} />
    </form>
  )
}
