'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { CHANNEL_KINDS, DIRECTIONS } from '@/db/vocabulary'
import type { ChannelPatch, ChannelView } from '@/server/schemas/catalogue'
import { useTRPC } from '../data/trpc'
import { failureBeside, reasonsAt } from '../settings/places'
import { numberOf } from '../settings/view'
import { Button } from '../ui/button'
import { Checkbox, RadioGroup } from '../ui/choice'
import { Sheet } from '../ui/dialog'
import { Field, Input, Select } from '../ui/field'
import { Callout } from '../ui/states'
import { useToast } from '../ui/toast'
import { DIRECTION_WORDS, KIND_WORDS } from './words'

const KINDS = CHANNEL_KINDS.map((value) => ({ value, label: KIND_WORDS[value] }))
const WAYS = DIRECTIONS.map((value) => ({ value, label: DIRECTION_WORDS[value].label, hint: DIRECTION_WORDS[value].means }))

export function ChannelSheet({ channel, currency, onClose }: { channel: ChannelView; currency: string; onClose: () => void }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const toast = useToast()
  const [draft, setDraft] = useState({ ...channel, cost: channel.cost_per_contact === null ? '' : String(channel.cost_per_contact) })
  const [badCost, setBadCost] = useState(false)
  const set = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }))
  const save = useMutation(trpc.catalogue.updateChannel.mutationOptions({
    onSuccess: async (saved) => {
      await cache.invalidateQueries()
      toast({ title: `${saved.name} saved` })
      onClose()
    },
  }))
  const at = (field: keyof ChannelPatch) => reasonsAt(save.error, field)
  const failure = failureBeside(save.error, ['name', 'kind', 'human_answers', 'default_direction', 'cost_per_contact'])
  return (
    <Sheet
      open onOpenChange={(open) => !open && onClose()} title={channel.name} description={channel.confirmed ? undefined : 'Input created this channel and nobody has looked at it yet. Saving confirms it.'}
      footer={<><Button look="quiet" onClick={onClose}>Cancel</Button><Button type="submit" form="channel" look="primary" busy={save.isPending}>Save</Button></>}
    >
      <form
        id="channel" className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault()
          const cost = numberOf(draft.cost)
          setBadCost(draft.cost.trim() !== '' && cost === null)
          if (save.isPending || (draft.cost.trim() !== '' && cost === null)) return
          save.mutate({ slug: channel.slug, patch: { name: draft.name, kind: draft.kind, human_answers: draft.human_answers, default_direction: draft.default_direction, cost_per_contact: cost } })
        }}
      >
        {failure && <Callout tone="danger">{failure}</Callout>}
        <Field label="Name" hint={`Records name it “${channel.slug}”; that stays.`} error={at('name')}>{(w) => <Input {...w} value={draft.name} maxLength={200} onChange={(event) => set({ name: event.target.value })} />}</Field>
        <Field label="Kind" hint="Decides its colour in every chart." error={at('kind')}>{(w) => <Select {...w} options={KINDS} value={draft.kind} onValue={(kind) => set({ kind })} />}</Field>
        <Checkbox label="A person answers here" hint="Calls, visits and chats with somebody; not a website or a robot." checked={draft.human_answers} onChecked={(on) => set({ human_answers: on })} />
        <Field label={`Cost per contact in ${currency}`} optional hint="Used from now on for contacts that come without a cost of their own." error={badCost ? 'Must be an amount, or empty.' : at('cost_per_contact')}>
          {(w) => <Input {...w} inputMode="decimal" className="max-w-40" value={draft.cost} onChange={(event) => set({ cost: event.target.value })} />}
        </Field>
        <fieldset>
          <legend className="text-13 font-medium">A record that does not say is a</legend>
          <RadioGroup label="A record that does not say is a" options={WAYS} value={draft.default_direction} onValue={(way) => set({ default_direction: way })} />
        </fieldset>
      </form>
    </Sheet>
  )
}
