'use client'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { Checkbox } from '../ui/choice'
import { Dialog } from '../ui/dialog'
import { Field, Input, Select } from '../ui/field'
import { useWorkspace } from '../workspace/workspace'

export type Rule = { id: string; touchpoint: string; segment: string | null; required: string[]; forbidden: string[]; note: string }

/** One channel rule: where, for whom, which channels one of which must be offered, and which no message may take. */
export function RuleForm({ rule, onClose }: { rule: Rule | null; onClose: () => void }) {
  const trpc = useTRPC()
  const { touchpoints, channels, segments } = useWorkspace()
  const [touchpoint, setTouchpoint] = useState(rule?.touchpoint ?? touchpoints.find((one) => one.critical)?.slug ?? touchpoints[0]?.slug ?? '')
  const [segment, setSegment] = useState(rule?.segment ?? '')
  const [required, setRequired] = useState<readonly string[]>(rule?.required ?? [])
  const [forbidden, setForbidden] = useState<readonly string[]>(rule?.forbidden ?? [])
  const [note, setNote] = useState(rule?.note ?? '')
  const [empty, setEmpty] = useState(false)
  const save = useMutation(trpc.journeys.saveRule.mutationOptions({ onSuccess: onClose }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setEmpty(required.length + forbidden.length === 0)
    if (required.length + forbidden.length === 0) return
    save.mutate({ ...(rule ? { id: rule.id } : {}), touchpoint, segment: segment || null, required: [...required], forbidden: [...forbidden], note })
  }
  const boxes = (chosen: readonly string[], set: (next: readonly string[]) => void) => (
    <div className="grid grid-cols-2 gap-x-4 gap-y-1">
      {channels.map(({ slug, name }) => <Checkbox key={slug} label={name} checked={chosen.includes(slug)} onChecked={(on) => set(on ? [...chosen, slug] : chosen.filter((one) => one !== slug))} />)}
    </div>
  )
  return (
    <Dialog open onOpenChange={(open) => { if (!open) onClose() }} title={rule ? 'Change the rule' : 'New channel rule'} description="It is held against all issues at this touchpoint, past ones too." footer={<Button form="channel-rule" type="submit" look="primary" busy={save.isPending}>{rule ? 'Save' : 'Set the rule'}</Button>}>
      <form id="channel-rule" onSubmit={submit} className="grid gap-4">
        <Field label="Touchpoint" error={save.error ? failureOf(save.error) : undefined}>{(w) => <Select {...w} value={touchpoint} options={touchpoints.map(({ slug, name }) => ({ value: slug, label: name }))} onValue={setTouchpoint} />}</Field>
        <Field label="For">{(w) => <Select {...w} value={segment} options={[{ value: '', label: 'Everybody' }, ...segments.map((s) => ({ value: `${s.segmentation}:${s.slug}`, label: `${s.segmentationName}: ${s.name}` }))]} onValue={setSegment} />}</Field>
        <fieldset><legend className="pb-1 text-13 font-medium">One of these must be offered</legend>{boxes(required, setRequired)}</fieldset>
        <fieldset><legend className="pb-1 text-13 font-medium">No message on these</legend>{boxes(forbidden, setForbidden)}</fieldset>
        {empty && required.length + forbidden.length === 0 && <p role="alert" className="text-12 text-danger">Choose at least one channel: one that must be offered, or one on which no message may go.</p>}
        <Field label="Why" optional>{(w) => <Input {...w} value={note} maxLength={1000} onChange={(event) => setNote(event.target.value)} />}</Field>
      </form>
    </Dialog>
  )
}
