import { MOMENT_RULES, RESULT_RULES, RESULTS, type Result } from '@/db/vocabulary'
import { Checkbox, RadioGroup } from '../ui/choice'
import { Field, Input, Select } from '../ui/field'
import type { TouchpointDraft } from './touchpoint-draft'
import { RESULT_RULE_WORDS, RESULT_WORDS, RULE_WORDS } from './words'

type Props = { draft: TouchpointDraft; set: (part: Partial<TouchpointDraft>) => void; error?: string }
// Last, because its amount is asked for right below.
const RULES = [...MOMENT_RULES.filter((rule) => rule !== 'amount_above'), 'amount_above' as const].map((value) => ({ value, label: RULE_WORDS[value].label, hint: RULE_WORDS[value].means }))
const OTHERWISE: { value: Result | ''; label: string }[] = [{ value: '', label: 'Not recorded' }, ...RESULTS.map((value) => ({ value, label: RESULT_WORDS[value] }))]

/** Which of the interactions here are moments. */
export function MomentRuleFields({ draft, set, error, currency }: Props & { currency: string }) {
  return (
    <fieldset className="grid gap-1">
      <legend className="text-13 font-medium">An interaction here is a moment</legend>
      <RadioGroup label="An interaction here is a moment" options={RULES} value={draft.rule} onValue={(rule) => set({ rule })} />
      {draft.rule === 'amount_above' ? (
        <Field label={`Above, in ${currency}`} error={error} className="ml-6">
          {(w) => <Input {...w} inputMode="decimal" className="max-w-40" value={draft.amount} onChange={(event) => set({ amount: event.target.value })} />}
        </Field>
      ) : error && <p role="alert" className="text-12 text-danger">{error}</p>}
      <p className="text-12 text-muted">Whatever the rule, an interaction that left a strong impression (−2 or +2) is a moment too.</p>
    </fieldset>
  )
}

/** How a result is set where neither a colleague nor the customer recorded one. */
export function ResultRuleFields({ draft, set, error }: Props) {
  const toggle = (rule: (typeof RESULT_RULES)[number], on: boolean) => set({ results: on ? [...draft.results, rule] : draft.results.filter((one) => one !== rule) })
  return (
    <fieldset className="grid gap-1">
      <legend className="text-13 font-medium">Where nobody recorded a result, it is set by</legend>
      {RESULT_RULES.map((rule) => <Checkbox key={rule} label={RESULT_RULE_WORDS[rule].label} hint={RESULT_RULE_WORDS[rule].means} checked={draft.results.includes(rule)} onChecked={(on) => toggle(rule, on)} />)}
      <Field label="Otherwise the result is" hint="“Not recorded” is shown as a row of its own: honest where you cannot know." error={error} className="mt-1">
        {(w) => <Select {...w} className="max-w-56" options={OTHERWISE} value={draft.otherwise} onValue={(otherwise) => set({ otherwise })} />}
      </Field>
    </fieldset>
  )
}
