'use client'
import { useQueryStates } from 'nuqs'
import type { FormEvent } from 'react'
import { Button } from '../ui/button'
import { Field, Input } from '../ui/field'
import { typedNumber } from '../ui/typed-number'
import { useWorkspace } from '../workspace/workspace'
import { cutParsers } from './cuts'

/** From which value to us a customer is valuable, and from which answer we are valued: one's own lines instead of the medians. */
export function CutForm({ value, score }: { value: number; score: number }) {
  const { currency } = useWorkspace()
  const [cuts, setCuts] = useQueryStates(cutParsers)
  const own = cuts.value_cut !== null || cuts.perceived_cut !== null
  const cut = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const given = new FormData(event.currentTarget)
    const stated = (name: string, now: number) => {
      const text = String(given.get(name) ?? '').trim()
      const number = typedNumber(text)
      return text === '' || !Number.isFinite(number) || Math.abs(number - now) < 0.005 ? null : number
    }
    const [valueCut, scoreCut] = [stated('value', value), stated('score', score)]
    void setCuts({ value_cut: valueCut ?? cuts.value_cut, perceived_cut: scoreCut ?? cuts.perceived_cut })
  }
  return (
    <form onSubmit={cut} key={`${value} ${score}`} className="mt-2 border-t pt-3">
      <div className="grid grid-cols-2 gap-3">
        <Field label={`Valuable from (${currency})`}>{(w) => <Input {...w} name="value" inputMode="decimal" defaultValue={String(Math.round(value * 100) / 100)} />}</Field>
        <Field label="Valued from">{(w) => <Input {...w} name="score" inputMode="decimal" defaultValue={String(Math.round(score * 100) / 100)} />}</Field>
      </div>
      <div className="flex gap-2 pt-3">
        <Button type="submit">Cut here</Button>
        {own && <Button type="button" look="quiet" onClick={() => void setCuts({ value_cut: null, perceived_cut: null })}>Back to the medians</Button>}
      </div>
    </form>
  )
}
