import { expect, test } from 'vitest'
import { temperedBy, verdictBriefly, verdictSays } from './credit'
import { afterVerdict, caveatsOf, isBeyond, weakness } from './caveats'
import type { Effect } from './effect'

const plan = { pickedFrom: '2026-03-01', pickedTo: '2026-04-01', startOn: '2026-04-01', reviewOn: '2026-06-01', baselineFrom: '2025-03-01', baselineTo: '2026-03-01', interval: 'month' as const, better: 'lower' }
const effect = (own: [number, number], theirs: [number, number], difference: number): Effect => ({
  method: 'differences', before: own[0], after: own[1], comparison: { before: theirs[0], after: theirs[1] }, difference, low: difference - 0.1, high: difference + 0.1, n_before: 12, n_after: 2, autocorrelation: 0, trend: null,
})
const said = (of: Effect, better = 'lower') => caveatsOf({ plan: { ...plan, better }, effect: of, weak: null, periodsBefore: 12, periodsAfter: 2, compared: true, startedDay: null }).join(' ')

test('a difference that is the comparison’s doing is said to be', () => {
  // Its own group got worse, 31 to 34 in 100; the comparison went from 31 to 70.
  expect(said(effect([0.31, 0.34], [0.31, 0.7], -0.36))).toContain('Nothing got better in the plan’s own group')
  expect(said(effect([0.31, 0.29], [0.31, 0.5], -0.21))).toContain('More than half of the difference is the comparison getting worse')
  expect(said(effect([0.31, 0.2], [0.31, 0.32], -0.12))).not.toContain('comparison getting worse')
  // It went the wrong way: that is said elsewhere, and is no credit to anybody.
  expect(said(effect([0.31, 0.34], [0.31, 0.7], -0.36), 'higher')).not.toContain('got better')
})

test('a comparison on another level is said to have been brought to this one', () => {
  expect(said(effect([0.6279, 0.3717], [0.6402, 0.466], -0.0854))).toContain('times 0.981')
  expect(said(effect([0.31, 0.2], [0.31, 0.32], -0.12))).not.toContain('times')
})

test('the headline of a plan that moved promises no more than what stands under it', () => {
  const headline = (of: Effect | null, more: { verdict?: 'moved' | 'no_change' | 'cant_tell'; better?: string; unsaid?: boolean; missing?: boolean; wrongWay?: boolean; told?: boolean } = {}) => {
    const verdict = more.verdict ?? 'moved'
    const tempered = temperedBy({ verdict, effect: of, better: more.better ?? 'lower', unsaid: more.unsaid ?? false, missing: more.missing ?? false, wrongWay: more.wrongWay ?? false, told: more.told ?? true })
    return [tempered, verdictSays(verdict, tempered), verdictBriefly(verdict, tempered)]
  }
  const worse = effect([0.31, 0.34], [0.31, 0.7], -0.36)
  expect(headline(worse)).toEqual(['comparison', 'It moved only against the comparison, which got worse: nothing got better in its own group.', 'it moved only because the comparison got worse: nothing got better in its own group'])
  expect(headline(effect([0.31, 0.29], [0.31, 0.5], -0.21))[0]).toBe('shared')
  expect(headline(effect([0.31, 0.2], [0.31, 0.32], -0.12))).toEqual([null, 'It moved: the whole interval lies on the intended side of zero.', 'it moved'])
  // The same the other way up: what was to rise fell, and the comparison fell further.
  expect(headline(effect([0.7, 0.65], [0.7, 0.2], 0.45), { better: 'higher' })[0]).toBe('comparison')
  expect(headline(worse, { verdict: 'no_change' })[0]).toBeNull()
  // The rule's third word is also said of what went the other way, and of what nobody recorded: the sentence is not the same.
  expect(headline(worse, { verdict: 'cant_tell', wrongWay: true })).toEqual(['against', 'It went the other way: the whole interval lies on the wrong side of zero (verdict: can’t tell).', 'it went the other way (verdict: can’t tell)'])
  expect(headline(null, { verdict: 'cant_tell', told: false })[1]).toBe('Can’t tell: too little was recorded for an interval.')
  expect(headline(worse, { verdict: 'cant_tell' })).toEqual([null, 'Can’t tell: the interval holds both nothing and something that would matter.', 'can’t tell'])
  expect(headline(worse, { missing: true })).toEqual(['missing', 'It moved by what was recorded; not all that it needs had come.', 'it moved by what was recorded, and records were missing'])
  expect(headline(worse, { missing: true, verdict: 'cant_tell' })[0]).toBeNull()
  expect(headline(null, { unsaid: true })[1]).toContain('nobody had said beforehand what would be counted')
})

test('a plan that could find only what cannot be says so', () => {
  // From 31 % nothing falls by 60 points, and from 90 % nothing rises by 20.
  expect([isBeyond(0.602, 0.31, 'lower', true), isBeyond(0.3, 0.31, 'lower', true), isBeyond(0.2, 0.9, 'higher', true), isBeyond(20, 3, 'higher', false)]).toEqual([true, false, true, false])
  expect(weakness({ interval: 'month', compared: false, needed: null, beyond: true })).toMatch(/^No change that is possible/)
  expect(weakness({ interval: 'month', compared: false, needed: null, beyond: true })).not.toContain('larger change')
  expect(weakness({ interval: 'month', compared: false, needed: null, beyond: false })).toContain('larger change')
  expect(weakness({ interval: 'month', compared: false, needed: 9, beyond: false })).toContain('9 whole months')
  // What is looked for is itself more than there is: no waiting helps.
  for (const beyond of [true, false]) {
    const said = weakness({ interval: 'month', compared: false, needed: 10, beyond, impossible: true })
    expect(said).toContain('more than this figure can change at all')
    expect(said).not.toContain('months')
  }
})

test('once it is judged nothing is likely any more', () => {
  for (const beyond of [true, false]) {
    const kept = ['No comparison group.', weakness({ interval: 'month', compared: true, needed: undefined, beyond })]
    expect(afterVerdict(kept, 'moved')).toEqual(['No comparison group.'])
    expect(afterVerdict(kept, 'cant_tell')).toEqual(['No comparison group.', 'The smallest change this plan could find was larger than the smallest that matters.'])
  }
})
