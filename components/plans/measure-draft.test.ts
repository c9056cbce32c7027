import { expect, test } from 'vitest'
import type { Measure } from '@/server/queries/plans/plans'
import { daysFault } from '@/server/domain/plans/days'
import { choosing, daysOf, draftOf, inputOf, otherThanMeant, segmentMeant } from './measure-draft'

const lot = { outcome: 'opened an account', counted: 'shares' as const, control: 1000, treated: 1100, expected: 0.09 }
const plan = {
  answers: {} as Record<string, { text: string; unknown: boolean; picks: string[] }>,
  design: 'randomised' as const, measure: null, comparison: null, comparisonLabel: '', comparisonWhy: '', matched: null, lot, better: 'higher', interval: 'month' as const, smallest: 1,
  pickedFrom: null, pickedTo: null, baselineFrom: '2025-01-01', baselineTo: '2026-01-01', startOn: '2026-02-01', reviewOn: '2026-05-01',
}

test('changing what was said of two groups by lot loses nothing of it, nor which way is meant', () => {
  const draft = draftOf(plan, [], { first: '2024-01-01', recorded: '2026-01-31', today: '2026-01-31' })
  expect(inputOf('p', draft, null, undefined)).toMatchObject({ design: 'randomised', better: 'higher', smallest: 1, lot, start_on: '2026-02-01' })
  const unknown = { outcome: null, counted: 'means' as const, control: null, treated: null, expected: 12 }
  expect(inputOf('p', draftOf({ ...plan, lot: unknown }, [], { first: null, recorded: '2026-01-31', today: '2026-01-31' }), null, undefined).lot).toEqual(unknown)
  // Nothing said is not “don't know yet”.
  expect(inputOf('p', draftOf({ ...plan, lot: null }, [], { first: null, recorded: '2026-01-31', today: '2026-01-31' }), null, undefined).lot).toBeNull()
})

test('the segment a plan is for is proposed as whose figure it is, where the figure knows segments; else it is said that they differ', () => {
  const meant = (...picks: string[]) => ({ 'target.who': { text: '', unknown: false, picks } })
  expect(segmentMeant(meant('value:top', 'persona:1'))).toEqual({ kind: 'segment', value: 'value:top' })
  expect([segmentMeant({}), segmentMeant(meant('persona:1')), segmentMeant(meant('value:top', 'value:core'))]).toEqual([null, null, null])
  const measure = (tells: Measure['tells']): Measure => ({ id: 'contact-rate contact_rate', report: 'contact-rate', title: '', field: 'contact_rate', better: 'lower', label: '', unit: 'number', parameters: {}, cell: {}, tells })
  const begun = (tells: Measure['tells']) => {
    const draft = draftOf({ ...plan, design: 'before_after', lot: null, startOn: null, answers: meant('value:top') }, [measure(tells)], { first: null, recorded: '2026-01-31', today: '2026-01-31' })
    expect(draft.measure).toBe('')
    return { ...draft, ...choosing('contact-rate contact_rate', [measure(tells)], draft, plan) }
  }
  expect(begun({}).better).toBe('lower')
  expect(begun({ segment: 'filter' }).mine).toEqual({ kind: 'segment', value: 'value:top' })
  expect(begun({}).mine.kind).toBe('all')
  const top = { kind: 'segment' as const, value: 'value:top' }
  expect(otherThanMeant(top, begun({ segment: 'filter' }))).toBeNull()
  expect(otherThanMeant(top, { mine: { kind: 'touchpoint', value: 'pay' }, within: [top] })).toBeNull()
  expect(otherThanMeant(top, begun({}))).toEqual(top)
  expect(otherThanMeant(null, begun({}))).toBeNull()
})

test('two groups by lot need no days before the start', () => {
  const draft = draftOf({ ...plan, baselineTo: '2026-06-01' }, [], { first: '2024-01-01', recorded: '2026-01-31', today: '2026-01-31' })
  expect(inputOf('p', draft, null, undefined)).toMatchObject({ picked_from: null, picked_to: null, baseline_from: '2026-01-04', baseline_to: '2026-02-01', start_on: '2026-02-01' })
  expect(daysFault(daysOf(draft))).toBeNull()
})

test('what nothing pointed at has no days that made anybody pick it; its baseline is the whole year before', () => {
  const begun = (more: Partial<typeof plan> & { pickedFrom?: string; pickedTo?: string }) => draftOf({ ...plan, design: 'before_after', lot: null, startOn: null, reviewOn: null, baselineFrom: null, baselineTo: null, ...more } as unknown as Parameters<typeof draftOf>[0], [], { first: '2023-05-03', recorded: '2026-01-31', today: '2026-02-01' })
  // Nor has it a figure that nobody chose.
  expect(begun({})).toMatchObject({ measure: '', better: 'higher', pickedFrom: '', pickedTo: '', baselineFrom: '2025-02-01', baselineTo: '2026-02-01', startOn: '2026-02-01', reviewOn: '2026-05-01' })
  expect(begun({ pickedFrom: '2025-11-10', pickedTo: '2026-02-01' } as never)).toMatchObject({ pickedFrom: '2025-11-10', pickedTo: '2026-02-01', baselineFrom: '2024-11-01', baselineTo: '2025-11-01' })
})
