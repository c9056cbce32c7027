'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { failureOf, useTRPC } from '../data/trpc'
import { Button, IconButton } from '../ui/button'
import { Field, Input } from '../ui/field'
import { Callout } from '../ui/states'
import { useToast } from '../ui/toast'
import { asksFor, changePart, inputOfRules, MOST_SEGMENTS, newSegment, type RulesDraft, type SegmentDraft } from './rule-draft'
import { RuleGroup } from './rule-group'
import { RulesPreview } from './rules-preview'

type Props = { initial: RulesDraft; name: string; /** The segmentation that is changed; undefined: a new one. */ slug?: string; onDone: (slug: string) => void; onCancel: () => void }

/** Segments in order on the left, whom they would take on the right; nothing is kept before it is applied. */
export function RulesForm({ initial, name: named, slug, onDone, onCancel }: Props) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const toast = useToast()
  const [name, setName] = useState(named)
  const [draft, setDraft] = useState(initial)
  const read = inputOfRules(draft)
  const faults = read.ok ? new Map<number, string>() : read.faults
  const byPredictions = draft.segments.some(({ when }) => asksFor(when, 'predicted_value'))
  const define = useMutation(trpc.segments.defineRules.mutationOptions({
    onSuccess: async (saved) => {
      toast({ title: 'Customers are being sorted', description: slug ? 'Past periods keep the segments they had.' : byPredictions ? 'From the day predictions are kept.' : 'Their history is judged month by month.' })
      onDone(saved.slug)
      await cache.invalidateQueries()
    },
  }))
  const change = (id: number, to: (segment: SegmentDraft) => SegmentDraft) => setDraft((now) => ({ ...now, segments: now.segments.map((one) => (one.id === id ? to(one) : one)) }))
  const move = (from: number, by: -1 | 1) => setDraft((now) => {
    const segments = [...now.segments]
    const [one] = segments.splice(from, 1)
    if (one) segments.splice(from + by, 0, one)
    return { ...now, segments }
  })
  const nameless = name.trim() === ''
  return (
    <form
      className="grid items-start gap-x-12 gap-y-6 xl:grid-cols-[minmax(0,1fr)_20rem]"
      onSubmit={(event) => { event.preventDefault(); if (read.ok && !nameless && !define.isPending) define.mutate({ ...read.input, name: name.trim(), ...(slug ? { slug } : {}) }) }}
    >
      <div className="grid gap-6">
        <Field label="Name of the segmentation" className="max-w-96">{(wiring) => <Input {...wiring} value={name} onChange={(event) => setName(event.target.value)} />}</Field>
        {draft.segments.map((segment, i) => (
          <section key={segment.id} aria-label={segment.name || `Segment ${i + 1}`} className="grid gap-3 border-t pt-4">
            <div className="flex flex-wrap items-end gap-2">
              <Field label={`Segment ${i + 1}`} error={segment.name.trim() !== '' && faults.get(segment.id) ? `The name ${faults.get(segment.id)}.` : undefined} className="min-w-56 flex-1">
                {(wiring) => <Input {...wiring} value={segment.name} onChange={(event) => change(segment.id, (now) => ({ ...now, name: event.target.value }))} />}
              </Field>
              <IconButton label="Judge it earlier" icon={<ArrowUp />} disabled={i === 0} onClick={() => move(i, -1)} />
              <IconButton label="Judge it later" icon={<ArrowDown />} disabled={i === draft.segments.length - 1} onClick={() => move(i, 1)} />
              <IconButton label={`Remove segment ${i + 1}`} icon={<Trash2 />} disabled={draft.segments.length === 1} onClick={() => setDraft((now) => ({ ...now, segments: now.segments.filter((one) => one.id !== segment.id) }))} />
            </div>
            <RuleGroup group={segment.when} faults={faults} onChange={(id, to) => change(segment.id, (now) => ({ ...now, when: changePart(now.when, id, to) }))} />
          </section>
        ))}
        <div><Button look="quiet" disabled={draft.segments.length >= MOST_SEGMENTS} onClick={() => setDraft((now) => ({ ...now, segments: [...now.segments, newSegment()] }))}><Plus />Add a segment</Button></div>
        <Field label="Everybody whom no rule takes" className="max-w-96 border-t pt-4">{(wiring) => <Input {...wiring} value={draft.rest} onChange={(event) => setDraft((now) => ({ ...now, rest: event.target.value }))} />}</Field>
        {define.isError && <Callout tone="danger">{failureOf(define.error)}</Callout>}
        <div className="flex flex-wrap gap-2">
          <Button look="primary" type="submit" busy={define.isPending} disabled={!read.ok || nameless}>{slug ? 'Apply from now on' : 'Create it'}</Button>
          <Button onClick={onCancel}>Cancel</Button>
        </div>
        <p className="max-w-prose text-12 text-muted">A customer belongs to the first segment whose conditions hold, judged from earlier records only. {slug ? 'Past periods keep the segments they had; the earlier rules stay on record.' : byPredictions ? 'Predictions of earlier days are not kept, so the past is not judged: reports can be split by it from the day it begins.' : 'The last three years are judged too, so that every report can be split by it at once.'}</p>
      </div>
      <div className="max-xl:order-first xl:sticky xl:top-6"><RulesPreview input={read.ok ? { ...read.input, ...(slug ? { slug } : {}) } : null} /></div>
    </form>
  )
}
