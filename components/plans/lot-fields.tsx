'use client'
import { detectableOfLot, type Lot } from '@/server/domain/plans/lot'
import { Checkbox } from '../ui/choice'
import { Field, Input } from '../ui/field'
import { formatNumber } from '../ui/format'
import { SegmentedControl } from '../ui/tabs'
import { typedNumber } from '../ui/typed-number'
import { sayDifference } from './words'

type Unknown = { outcome: boolean; sizes: boolean; expected: boolean }
export type LotDraft = { outcome: string; counted: Lot['counted']; control: string; treated: string; expected: string; unknown: Unknown }

const shown = (value: number | null, times = 1) => (value === null ? '' : String(Number((value * times).toFixed(6))))

/** What was said of the two groups, as a draft; nothing yet is not “don't know yet”. */
export const lotDraft = (lot: Lot | null): LotDraft => ({
  outcome: lot?.outcome ?? '', counted: lot?.counted ?? 'shares', control: shown(lot?.control ?? null), treated: shown(lot?.treated ?? null), expected: shown(lot?.expected ?? null, lot?.counted === 'means' ? 1 : 100),
  unknown: { outcome: lot !== null && lot.outcome === null, sizes: lot !== null && lot.control === null, expected: lot !== null && lot.expected === null },
})

const people = (text: string): number | null => {
  const value = typedNumber(text)
  return Number.isInteger(value) && value >= 2 ? value : null
}

/** The draft as it is sent, or what it still lacks: each part is said, or said not to be known. */
export function lotOf({ outcome, counted, control, treated, expected, unknown }: LotDraft): { lot: Lot; lacks: null } | { lot: null; lacks: string } {
  const lacking = (what: string) => ({ lot: null, lacks: what })
  if (!unknown.outcome && outcome.trim() === '') return lacking('Say what will be counted, or that nobody knows yet.')
  const [c, t] = [people(control), people(treated)]
  if (!unknown.sizes && (c === null || t === null)) return lacking('Say how many people will be in each group (whole numbers, 2 or more), or that nobody knows yet.')
  const typed = typedNumber(expected)
  const of = counted === 'shares' ? typed / 100 : typed
  if (!unknown.expected && !(of > 0 && (counted === 'means' || of < 1))) return lacking(counted === 'shares' ? 'Say what share of the control to expect, between 0 and 100 %, or that nobody knows yet.' : 'Say what standard deviation to expect, above 0, or that nobody knows yet.')
  return { lot: { outcome: unknown.outcome ? null : outcome.trim(), counted, control: unknown.sizes ? null : c, treated: unknown.sizes ? null : t, expected: unknown.expected ? null : of }, lacks: null }
}

/** What will be counted in two groups by lot, and how large they will be: so the smallest change they find is known beforehand. */
export function LotFields({ draft, currency, onDraft }: { draft: LotDraft; currency: string; onDraft: (draft: LotDraft) => void }) {
  const set = (more: Partial<LotDraft>) => onDraft({ ...draft, ...more })
  const know = (key: keyof Unknown, label: string) => <Checkbox label={label} checked={draft.unknown[key]} onChecked={(on) => set({ unknown: { ...draft.unknown, [key]: on } })} />
  const { lot } = lotOf(draft)
  const finds = lot && detectableOfLot(lot)
  return (
    <fieldset className="grid gap-4">
      <legend className="pb-1 text-13 font-semibold">The two groups, before anybody knows how it goes</legend>
      <div className="grid gap-1"><Field label="What will be counted" hint="One thing, such as: opened a savings account within 30 days.">{(w) => <Input {...w} maxLength={200} disabled={draft.unknown.outcome} value={draft.unknown.outcome ? '' : draft.outcome} onChange={(event) => set({ outcome: event.target.value })} />}</Field>{know('outcome', 'Don’t know yet what is counted')}</div>
      <div><SegmentedControl label="Counted as" options={[{ value: 'shares', label: 'How many did it' }, { value: 'means', label: 'A mean' }]} value={draft.counted} onValue={(counted) => set({ counted })} /></div>
      <div className="grid content-start gap-4 sm:grid-cols-2">
        {([['control', 'People in control'], ['treated', 'People treated']] as const).map(([key, label]) => <Field key={key} label={label}>{(w) => <Input {...w} inputMode="numeric" disabled={draft.unknown.sizes} value={draft.unknown.sizes ? '' : draft[key]} onChange={(event) => set({ [key]: event.target.value })} />}</Field>)}
        <div className="-mt-3 sm:col-span-2">{know('sizes', 'Don’t know yet how many')}</div>
        <Field label={draft.counted === 'shares' ? 'Of the control, expected to do it, %' : 'Standard deviation expected'}>{(w) => <Input {...w} inputMode="decimal" disabled={draft.unknown.expected} value={draft.unknown.expected ? '' : draft.expected} onChange={(event) => set({ expected: event.target.value })} />}</Field>
        <div className="-mt-3 sm:col-span-2">{know('expected', 'Don’t know yet what to expect')}</div>
      </div>
      <p role="status" className="max-w-prose text-13">{finds !== null && lot ? `The smallest difference these groups find, with power 0.8: ${lot.counted === 'shares' ? sayDifference(finds, 'share', currency).replace('+', '') : formatNumber(finds, finds < 1 ? 3 : 2)}.` : lot ? 'As long as this is not known, nobody can say beforehand how small a change will be found; the verdict will say so.' : ''}</p>
    </fieldset>
  )
}
