'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { bothAnswers, sameAnswer, type Answered, type PlanAnswer, type Question as Asked } from '@/server/domain/plans/steps'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { Field, Select, Textarea } from '../ui/field'
import { Callout } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { plain } from './answers'
import { Meanwhile } from './meanwhile'

type Props = { plan: string; question: Asked; answer: PlanAnswer | undefined; onDone: () => void; onLeave: () => void }

/** One question with what can be picked from the record; “don't know yet” is an answer too. */
export function Question({ plan, question, answer, onDone, onLeave }: Props) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const choices = useChoices(question.picks)
  const [text, setText] = useState(answer?.text ?? '')
  const [picks, setPicks] = useState<readonly string[]>(answer?.picks ?? [])
  // What these words were begun from. Whoever saves meanwhile is heard of live, or by the refusal.
  const [began, setBegan] = useState(answer)
  const [unknown, setUnknown] = useState(false)
  const [heard, setHeard] = useState(false)
  const mine: Answered = unknown ? { text: '', unknown, picks: [] } : { text, unknown, picks: [...picks] }
  const answered = !sameAnswer(answer, began)
  // Where nothing was typed yet there is nothing to lose: theirs is what can be changed now.
  if (answered && !unknown && sameAnswer({ text, unknown: began?.unknown ?? false, picks: [...picks] }, began)) take()
  function take() {
    write({ text: answer?.text ?? '', unknown: false, picks: answer?.picks ?? [] })
    setHeard(true)
  }
  /** These words stand in the form, and were begun from the answer that is there now. */
  function write(words: Answered) {
    setBegan(answer)
    setUnknown(words.unknown)
    setText(words.text)
    setPicks(words.picks)
  }
  function replace(words: Answered) {
    write(words)
    send(words, answer)
  }
  const again = () => cache.invalidateQueries({ queryKey: trpc.plans.one.queryKey({ plan }) })
  const save = useMutation(trpc.plans.answer.mutationOptions({
    onSuccess: async () => {
      await again()
      onDone()
    },
    onError: (error) => (error.data?.code === 'CONFLICT' ? again() : undefined),
  }))
  const send = (wanted: Answered, was: PlanAnswer | undefined) => save.mutate({ plan, question: question.key, ...wanted, was: was ? { text: was.text, unknown: was.unknown, picks: was.picks } : null })
  const told = answered && !sameAnswer(answer, mine)
  const left = choices.filter(({ value }) => !picks.includes(value))
  const nameOf = (value: string) => choices.find((c) => c.value === value)?.label ?? plain(value)
  return (
    <form className="grid max-w-prose gap-4" onSubmit={(event) => { event.preventDefault(); setUnknown(false); if (!told) send({ text, unknown: false, picks: [...picks] }, began) }}>
      <Field label={question.ask} hint={question.hint}>{(w) => <Textarea {...w} rows={3} maxLength={4000} value={text} onChange={(event) => { setUnknown(false); setText(event.target.value) }} />}</Field>
      {question.picks && (
        <div className="grid gap-2">
          {picks.length > 0 && <ul className="flex flex-wrap gap-2">{picks.map((value) => <li key={value}><Button onClick={() => setPicks(picks.filter((p) => p !== value))} aria-label={`Take ${nameOf(value)} out`}>{nameOf(value)} ×</Button></li>)}</ul>}
          {left.length > 0 && <Field label={`Or pick from the record`}>{(w) => <Select {...w} value="" options={[{ value: '', label: PICK[question.picks ?? 'segment'] }, ...left]} onValue={(value) => { if (value !== '') setPicks([...picks, value]) }} />}</Field>}
        </div>
      )}
      {heard && !told && <p role="status" className="text-13 text-muted">{answer?.by ?? 'Somebody'} has just answered this. Change it here, or go on.</p>}
      {/* Said at once to who does not see it, too. */}
      <p aria-live="polite" className="sr-only">{told ? `${answer?.by ?? 'Somebody'} has answered meanwhile.` : ''}</p>
      {save.isError && !told && <Callout tone="danger">{failureOf(save.error)}</Callout>}
      {told ? (
        <Meanwhile
          theirs={answer} nameOf={nameOf} busy={save.isPending} onTheirs={onDone} onMine={sameAnswer(mine, null) ? undefined : () => replace(mine)}
          onBoth={!answer || answer.unknown || unknown || sameAnswer(mine, null) ? undefined : () => replace(bothAnswers(answer, mine))}
        />
      ) : (
        <div className="flex flex-wrap gap-2">
          <Button look="primary" type="submit" busy={save.isPending} disabled={text.trim() === '' && picks.length === 0}>Save and go on</Button>
          <Button disabled={save.isPending} onClick={() => { setUnknown(true); send({ text: '', unknown: true, picks: [] }, began) }}>Don’t know yet</Button>
          <Button look="quiet" onClick={onLeave}>Leave it for now</Button>
        </div>
      )}
      {told && <div><Button look="quiet" className="-ml-3" onClick={onLeave}>Leave it for now</Button></div>}
    </form>
  )
}

const PICK = { segment: 'A segment …', journey: 'A journey map …', touchpoint: 'A touchpoint …', persona: 'A persona …' }

/** What a question lets one pick, by the name it is recorded under. */
export function useChoices(of: Asked['picks']): { value: string; label: string }[] {
  const trpc = useTRPC()
  const { segments, touchpoints } = useWorkspace()
  const journeys = useQuery(trpc.journeys.list.queryOptions(undefined, { enabled: of === 'journey' }))
  const personas = useQuery(trpc.journeys.personas.queryOptions(undefined, { enabled: of === 'segment' }))
  if (of === 'segment') return [...segments.map((s) => ({ value: `${s.segmentation}:${s.slug}`, label: `${s.name} (${s.segmentationName})` })), ...(personas.data ?? []).map((p) => ({ value: `persona:${p.id}`, label: `${p.name} (persona)` }))]
  if (of === 'touchpoint') return touchpoints.map((t) => ({ value: t.slug, label: t.name }))
  if (of === 'journey') return (journeys.data ?? []).map((j) => ({ value: j.slug, label: j.name }))
  return []
}
