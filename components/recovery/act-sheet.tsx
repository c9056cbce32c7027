'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { RECOVERY_OUTCOMES } from '@/db/vocabulary'
import type { RecoveryCase } from '@/server/queries/recovery-cases'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { RadioGroup } from '../ui/choice'
import { Sheet } from '../ui/dialog'
import { Field, Input, Select, Textarea } from '../ui/field'
import { formatMoney } from '../ui/format'
import { useToast } from '../ui/toast'
import { useWorkspace } from '../workspace/workspace'
import { LeftOpen, NOTHING } from './left-open'
import { OUTCOME_LABEL } from './words'
import { typedOrNone } from '../ui/typed-number'

type Said = (typeof RECOVERY_OUTCOMES)[number] | 'not_asked'
const SAID: { value: Said; label: string }[] = [{ value: 'not_asked', label: 'Not asked yet' }, ...RECOVERY_OUTCOMES.map((value) => ({ value, label: OUTCOME_LABEL[value] }))]

/** What was done about it, on which channel, what it took, and what the customer said. */
export function ActSheet({ of, onClose, onNote }: { of: RecoveryCase; onClose: () => void; onNote: () => void }) {
  const { channels, currency } = useWorkspace()
  const trpc = useTRPC()
  const client = useQueryClient()
  const toast = useToast()
  const { data: budget } = useQuery(trpc.recovery.budgets.queryOptions())
  const [channel, setChannel] = useState(channels.find(({ kind }) => kind === 'phone')?.slug ?? channels[0]?.slug ?? '')
  const [what, setWhat] = useState('')
  const [given, setGiven] = useState('')
  const [said, setSaid] = useState<Said>('not_asked')
  const [settled, setSettled] = useState(NOTHING)
  const { data: story } = useQuery(trpc.customers.story.queryOptions({ id: of.customer }))
  const goodwill = typedOrNone(given) ?? 0
  const wrong = !Number.isFinite(goodwill) || goodwill < 0 ? 'Write an amount such as 20 or 20.50.' : null
  const left = budget?.left ?? null
  const act = useMutation(trpc.recovery.act.mutationOptions({
    onSuccess: async () => {
      // What is used stands there at once: a busy database takes seconds to say the same.
      client.setQueryData(trpc.recovery.budgets.queryKey(), (old) => old && {
        ...old, left: old.left === null ? null : Math.max(0, old.left - goodwill), mine: old.mine.map((one) => ({ ...one, spent: one.spent + goodwill })),
      })
      onClose()
      toast({ title: 'Recorded', description: 'It stands in the customer’s story and counts in the reports.', action: { label: 'Write them a note', onSelect: onNote } })
      await client.invalidateQueries()
    },
  }))
  return (
    <Sheet
      open onOpenChange={(open) => { if (!open) onClose() }} title={`What you did for ${of.name ?? of.customer}`} description={of.because}
      footer={<><Button look="quiet" onClick={onClose}>Cancel</Button><Button look="primary" type="submit" form="act" busy={act.isPending} disabled={what.trim() === '' || wrong !== null}>Record it</Button></>}
    >
      <form id="act" className="grid gap-4" onSubmit={(event) => { event.preventDefault(); act.mutate({ case: of.case, channel, what, goodwill, outcome: said === 'not_asked' ? null : said, ...(said === 'put_right' ? settled : {}) }) }}>
        <Field label="What was done" hint="One sentence, as you would tell the customer.">{(w) => <Textarea {...w} rows={3} value={what} onChange={(event) => setWhat(event.target.value)} placeholder="Called, explained the mistake and refunded the charge" />}</Field>
        <Field label="On which channel">{(w) => <Select {...w} value={channel} options={channels.map(({ slug, name }) => ({ value: slug, label: name }))} onValue={setChannel} />}</Field>
        <Field label={`Given away, ${currency}`} optional error={wrong ?? undefined} hint={left === null ? 'Nothing limits it; it is counted all the same.' : `You have ${formatMoney(left, currency)} of your budget left.`}>
          {(w) => <Input {...w} inputMode="decimal" value={given} onChange={(event) => setGiven(event.target.value)} />}
        </Field>
        <div className="grid gap-1"><p aria-hidden className="text-13 font-medium">What did the customer say?</p><RadioGroup label="What did the customer say?" options={SAID} value={said} onValue={setSaid} /></div>
        {said === 'put_right' && story && <LeftOpen story={story} settled={settled} onChange={setSettled} />}
        {act.error && <p role="alert" className="text-13 text-danger">{failureOf(act.error)}</p>}
      </form>
    </Sheet>
  )
}
