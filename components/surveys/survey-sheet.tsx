'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { SURVEYS, type Survey, type SurveyTexts } from '@/db/vocabulary'
import { languageName, languagesOf, readyQuestion } from '@/server/domain/surveys/texts'
import type { HostedSurvey } from '@/server/queries/surveys'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { Sheet } from '../ui/dialog'
import { Field, Input, Select } from '../ui/field'
import { Callout } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { SURVEY } from './words'

type Draft = { name: string; survey: Survey; touchpoint: string | null; language: string; texts: Record<string, SurveyTexts>; validDays: string }
const LONGEST_DAYS = 365

/** What is asked, about what, and in which words per language. */
export function SurveySheet({ survey, onClose }: { survey: HostedSurvey | null; onClose: () => void }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const { touchpoints } = useWorkspace()
  const [draft, setDraft] = useState<Draft>(survey ? { ...survey, validDays: String(survey.validDays) } : { name: '', survey: 'csat', touchpoint: null, language: 'en', texts: {}, validDays: '30' })
  const [shown, setShown] = useState(draft.language)
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change })
  const save = useMutation(trpc.surveys.save.mutationOptions({ onSuccess: async () => { await cache.invalidateQueries({ queryKey: trpc.surveys.pathKey() }); onClose() } }))
  const fixed = (survey?.asked ?? 0) > 0
  const languages = languagesOf(draft).map((value) => ({ value, label: languageName(value) }))
  const ready = readyQuestion(draft.survey, shown)
  const own = draft.texts[shown] ?? {}
  const say = (change: SurveyTexts) => set({ texts: { ...draft.texts, [shown]: { ...own, ...change } } })
  const { name, touchpoint, language, texts } = draft
  return (
    <Sheet open onOpenChange={onClose} title={survey ? 'Change this survey' : 'New survey'} footer={<><Button onClick={onClose}>Cancel</Button><Button look="primary" type="submit" form="survey" busy={save.isPending}>Save</Button></>}>
      <form id="survey" className="grid gap-5" onSubmit={(event) => { event.preventDefault(); save.mutate({ ...(survey ? { id: survey.id } : {}), name, survey: draft.survey, touchpoint, language, texts: Object.fromEntries(Object.entries(texts).filter(([, all]) => Object.values(all).some((text) => text?.trim()))), valid_days: Number(draft.validDays) }) }}>
        <Field label="Name" hint="For you; customers do not see it.">{(w) => <Input {...w} required maxLength={120} value={name} onChange={(event) => set({ name: event.target.value })} />}</Field>
        <Field label="What is asked" hint={fixed ? 'Stays, because people were asked already.' : SURVEY[draft.survey].when}>{(w) => <Select {...w} disabled={fixed} value={draft.survey} options={SURVEYS.map((value) => ({ value, label: SURVEY[value].name }))} onValue={(value) => set({ survey: value })} />}</Field>
        <Field label="About">{(w) => <Select {...w} disabled={fixed} value={touchpoint ?? ''} options={[{ value: '', label: 'The relationship as a whole' }, ...touchpoints.map(({ slug, name: label }) => ({ value: slug, label }))]} onValue={(value) => set({ touchpoint: value === '' ? null : value })} />}</Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Language, if unknown">{(w) => <Select {...w} value={language} options={languages} onValue={(value) => set({ language: value })} />}</Field>
          <Field label="Links are valid for, in days">{(w) => <Input {...w} type="number" required min={1} max={LONGEST_DAYS} value={draft.validDays} onChange={(event) => set({ validDays: event.target.value })} />}</Field>
        </div>
        <fieldset className="grid gap-4 border-t pt-4">
          <legend className="sr-only">Words</legend>
          <Field label="Words in" hint="Left empty, the ready words are used, as shown in grey. {organisation} and {about} are filled in.">{(w) => <Select {...w} value={shown} options={languages} onValue={setShown} />}</Field>
          <Field label="Question" optional>{(w) => <Input {...w} lang={shown} maxLength={300} placeholder={ready.question} value={own.question ?? ''} onChange={(event) => say({ question: event.target.value })} />}</Field>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="At the low end" optional>{(w) => <Input {...w} lang={shown} maxLength={300} placeholder={ready.low} value={own.low ?? ''} onChange={(event) => say({ low: event.target.value })} />}</Field>
            <Field label="At the high end" optional>{(w) => <Input {...w} lang={shown} maxLength={300} placeholder={ready.high} value={own.high ?? ''} onChange={(event) => say({ high: event.target.value })} />}</Field>
          </div>
          <Field label="Thanks" optional>{(w) => <Input {...w} lang={shown} maxLength={300} value={own.thanks ?? ''} onChange={(event) => say({ thanks: event.target.value })} />}</Field>
        </fieldset>
        {save.isError && <Callout tone="danger">{failureOf(save.error)}</Callout>}
      </form>
    </Sheet>
  )
}
