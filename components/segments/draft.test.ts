import { describe, expect, test } from 'vitest'
import { addTier, draftOf, inputOf, recut, removeTier, type Draft } from './draft'

const stored = { window_days: 365, basis: 'historic' as const, cut: 'quantiles' as const, tiers: [{ name: 'Top', at: 0.1 }, { name: 'High', at: 0.3 }, { name: 'Low', at: 1 }] }
const draft = draftOf(stored)
const sized = (...sizes: string[]): Draft => ({ ...draft, tiers: draft.tiers.map((tier, i) => ({ ...tier, size: sizes[i] ?? '' })) })

describe('the form for cutting tiers', () => {
  test('shows each tier’s own share and gives the stored definition back', () => {
    expect(draft.tiers.map((tier) => tier.size)).toEqual(['10', '20', '70'])
    expect(inputOf(draft)).toEqual({ ok: true, input: stored })
  })

  test('thirds survive the rounding', () => {
    expect(inputOf(sized('33.3', '33.3'))).toMatchObject({ ok: true, input: { tiers: [{ at: 0.333 }, { at: 0.666 }, { at: 1 }] } })
  })

  test('names the tier that is wrong', () => {
    const faults = (d: Draft) => { const read = inputOf(d); return read.ok ? [] : [...read.faults] }
    expect(faults(sized('', '20'))).toEqual([[0, 'needs a number']])
    expect(faults(sized('60', '40'))).toEqual([[1, 'leaves nobody for the tiers below']])
    expect(faults({ ...draft, tiers: draft.tiers.map((tier) => ({ ...tier, name: 'Same' })) })).toContainEqual([1, 'is the name of an earlier tier'])
    expect(faults({ ...sized('100', '200'), cut: 'thresholds' })).toEqual([[1, 'must be less than the tier before']])
    expect(faults(addTier(draft))).toEqual([[2, 'needs a number']])
  })

  test('the last tier takes the rest, whichever it is', () => {
    expect(inputOf(removeTier(draft, 2))).toMatchObject({ ok: true, input: { tiers: [{ at: 0.1 }, { name: 'High', at: 1 }] } })
  })

  test('the other rule begins at the present cuts', () => {
    const preview = [{ at_least: 1234.5, share_of_customers: 0.1 }, { at_least: 310, share_of_customers: 0.2 }, { at_least: null, share_of_customers: 0.7 }].map((p) => ({ name: '', customers: 1, value: 1, share_of_value: null, median_value: null, ...p }))
    expect(recut(draft, 'thresholds', preview).tiers.map((tier) => tier.size)).toEqual(['1230', '310', ''])
    expect(recut({ ...draft, cut: 'thresholds' }, 'quantiles', preview).tiers.map((tier) => tier.size)).toEqual(['10', '20', '70'])
  })
})
