'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { TOUCHPOINT_CLASSES } from '@/db/vocabulary'
import type { TouchpointView } from '@/server/schemas/catalogue'
import { useTRPC } from '../data/trpc'
import { failureBeside, reasonsAt } from '../settings/places'
import { Button } from '../ui/button'
import { Checkbox, RadioGroup } from '../ui/choice'
import { Sheet } from '../ui/dialog'
import { Field, Input, Textarea } from '../ui/field'
import { Callout } from '../ui/states'
import { useToast } from '../ui/toast'
import { detailsDraft, detailsOf, FailureCost, MomentWords, TargetFields, type Details } from '../journeys/class-details'
import { MomentRuleFields, ResultRuleFields } from './rule-fields'
import { draftOf, patchOf, reclasses } from './touchpoint-draft'
import { CLASS_WORDS } from './words'

const CLASSES = TOUCHPOINT_CLASSES.map((value) => ({ value, label: CLASS_WORDS[value].label, hint: CLASS_WORDS[value].means }))
const FIELDS = ['name', 'class', 'critical', 'rule', 'result_rule', 'stakes', 'target_minutes'] as const

export function TouchpointSheet({ touchpoint, details, currency, onClose }: { touchpoint: TouchpointView; details: Details | undefined; currency: string; onClose: () => void }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const toast = useToast()
  const [draft, setDraft] = useState(() => draftOf(touchpoint))
  const [said, setSaid] = useState(() => detailsDraft(details))
  const [wrong, setWrong] = useState<{ field: 'rule' | 'target_minutes' | 'details'; reason: string } | null>(null)
  const set = (part: Partial<typeof draft>) => { setWrong(null); setDraft((before) => ({ ...before, ...part })) }
  const say = (part: Partial<typeof said>) => { setWrong(null); setSaid((before) => ({ ...before, ...part })) }
  const amountWrong = wrong?.field === 'details' ? wrong.reason : null
  const moment = draft.class === 'moment_that_matters'
  const again = reclasses(touchpoint, draft)
  const describe = useMutation(trpc.journeys.saveDetails.mutationOptions())
  const save = useMutation(trpc.catalogue.updateTouchpoint.mutationOptions({
    onSuccess: async (saved) => {
      const made = detailsOf(touchpoint.slug, said)
      if ('details' in made && JSON.stringify(said) !== JSON.stringify(detailsDraft(details))) await describe.mutateAsync(made.details)
      await cache.invalidateQueries()
      toast({ title: `${saved.name} saved`, description: again ? 'Its history is recomputed as a job.' : undefined })
      onClose()
    },
  }))
  const at = (field: (typeof FIELDS)[number]) => (wrong?.field === field ? wrong.reason : reasonsAt(save.error, field))
  const failure = failureBeside(save.error, FIELDS) ?? failureBeside(describe.error, [])
  return (
    <Sheet
      open onOpenChange={(open) => !open && onClose()} title={touchpoint.name}
      description={touchpoint.confirmed ? undefined : 'Input created this touchpoint and nobody has looked at it yet. Saving confirms it.'}
      footer={
        <>
          {again && <p className="mr-auto basis-full text-12 text-muted sm:basis-0 sm:grow">Reclassing recomputes its history as a job.</p>}
          <Button look="quiet" onClick={onClose}>Cancel</Button><Button type="submit" form="touchpoint" look="primary" busy={save.isPending}>Save</Button>
        </>
      }
    >
      <form
        id="touchpoint" className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault()
          if (save.isPending) return
          const more = detailsOf(touchpoint.slug, said)
          if ('wrong' in more) return setWrong({ field: 'details', reason: more.wrong })
          const made = patchOf(touchpoint, draft)
          if ('reason' in made) setWrong(made)
          else save.mutate({ slug: touchpoint.slug, patch: made.patch })
        }}
      >
        {failure && <Callout tone="danger">{failure}</Callout>}
        <Field label="Name" hint={`Records name it “${touchpoint.slug}”; that stays.`} error={at('name')}>{(w) => <Input {...w} value={draft.name} maxLength={200} onChange={(event) => set({ name: event.target.value })} />}</Field>
        <fieldset>
          <legend className="text-13 font-medium">Class</legend>
          <RadioGroup label="Class" options={CLASSES} value={draft.class} onValue={(value) => set({ class: value })} />
        </fieldset>
        {moment && <MomentRuleFields draft={draft} set={set} currency={currency} error={at('rule')} />}
        <Checkbox label="Critical" hint="Can end or transform the relationship by itself." checked={draft.critical} onChecked={(critical) => set({ critical })} />
        {moment && <MomentWords draft={said} set={say} />}
        <TargetFields draft={said} set={say} kind={draft} wrong={amountWrong} minutes={{ value: draft.target, set: (target) => set({ target }), error: at('target_minutes') }} />
        <ResultRuleFields draft={draft} set={set} error={at('result_rule')} />
        {(draft.critical || moment || said.cost !== '') && <FailureCost draft={said} set={say} wrong={amountWrong} currency={currency} />}
        <Field label="Stakes" optional hint="What getting it wrong costs, in your own words. Colleagues read it beside the figures." error={at('stakes')}>
          {(w) => <Textarea {...w} rows={3} maxLength={2000} value={draft.stakes} onChange={(event) => set({ stakes: event.target.value })} />}
        </Field>
      </form>
    </Sheet>
  )
}
