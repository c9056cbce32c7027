'use client'
import { Field, Input } from '../ui/field'
import { SegmentedControl } from '../ui/tabs'
import { typedNumber } from '../ui/typed-number'

export type Groups = { control: { k: number; n: number }; treated: { k: number; n: number } } | { control: { n: number; mean: number; sd: number }; treated: { n: number; mean: number; sd: number } }
type Side = { n: string; k: string; mean: string; sd: string }
export type GroupsDraft = { kind: 'shares' | 'means'; control: Side; treated: Side }
const NONE: Side = { n: '', k: '', mean: '', sd: '' }
export const EMPTY_GROUPS: GroupsDraft = { kind: 'shares', control: NONE, treated: NONE }

const number = (text: string): number | null => {
  const value = typedNumber(text)
  return Number.isFinite(value) ? value : null
}

/** What was typed as two groups; null while something is missing or cannot be. */
export function groupsOf({ kind, control, treated }: GroupsDraft): Groups | null {
  const share = ({ n, k }: Side) => {
    const [all, some] = [number(n), number(k)]
    return all !== null && some !== null && Number.isInteger(all) && Number.isInteger(some) && some >= 0 && all >= 1 && some <= all ? { k: some, n: all } : null
  }
  const mean = ({ n, mean: m, sd }: Side) => {
    const [all, middle, spread] = [number(n), number(m), number(sd)]
    return all !== null && middle !== null && spread !== null && Number.isInteger(all) && all >= 2 && spread >= 0 ? { n: all, mean: middle, sd: spread } : null
  }
  if (kind === 'shares') {
    const [a, b] = [share(control), share(treated)]
    return a && b ? { control: a, treated: b } : null
  }
  const [a, b] = [mean(control), mean(treated)]
  return a && b ? { control: a, treated: b } : null
}

/** Why what was typed in one field cannot be; undefined while it can, or is empty. */
export function wrongIn(side: Side, field: keyof Side): string | undefined {
  if (side[field].trim() === '') return undefined
  const value = number(side[field])
  if (value === null) return 'Not a number.'
  if (field === 'n') return Number.isInteger(value) && value >= 1 ? undefined : 'A whole number of people, at least 1.'
  if (field === 'sd') return value >= 0 ? undefined : 'A standard deviation is never negative.'
  if (field === 'mean') return undefined
  if (!Number.isInteger(value) || value < 0) return 'A whole number, 0 or more.'
  const all = number(side.n)
  return all !== null && value > all ? 'More than there are people.' : undefined
}

const SIDES = [{ key: 'control', label: 'Control' }, { key: 'treated', label: 'Treated' }] as const

/** Two groups, by how many did it, or by a mean. */
export function GroupFields({ draft, kindSaid = false, onDraft }: { draft: GroupsDraft; /** Which of the two it is was said before the start. */ kindSaid?: boolean; onDraft: (draft: GroupsDraft) => void }) {
  const set = (side: 'control' | 'treated', field: keyof Side, value: string) => onDraft({ ...draft, [side]: { ...draft[side], [field]: value } })
  const one = (side: 'control' | 'treated', field: keyof Side, label: string) => <Field label={label} error={wrongIn(draft[side], field) ?? (field === 'n' && draft.kind === 'means' && number(draft[side].n) === 1 ? 'A mean takes at least 2 people.' : undefined)}>{(w) => <Input {...w} inputMode="decimal" value={draft[side][field]} onChange={(event) => set(side, field, event.target.value)} />}</Field>
  return (
    <div className="grid gap-4">
      {!kindSaid && <div><SegmentedControl label="What was counted" options={[{ value: 'shares', label: 'How many did it' }, { value: 'means', label: 'A mean' }]} value={draft.kind} onValue={(kind) => onDraft({ ...draft, kind })} /></div>}
      <div className="grid gap-6 sm:grid-cols-2">
        {SIDES.map(({ key, label }) => (
          <fieldset key={key} className="grid content-start gap-3">
            <legend className="pb-1 text-13 font-semibold">{label}</legend>
            {one(key, 'n', 'People')}
            {draft.kind === 'shares' ? one(key, 'k', 'of whom did it') : <>{one(key, 'mean', 'Mean')}{one(key, 'sd', 'Standard deviation')}</>}
          </fieldset>
        ))}
      </div>
    </div>
  )
}
