import { expect, test } from 'vitest'
import { came, canPlan, judged, sayScore, sum } from './words'

const own = { source: 'person' as const, customers: 3, us: 3, effort: 3, score: 27, inputs: {}, overrides: {} }

test('what nobody has judged is a question mark, not a three', () => {
  expect(judged(own)).toEqual({ customers: null, us: null, effort: null })
  expect([sayScore(own), sum(judged(own))]).toEqual([null, '? × ? × (6 − ?)'])
  const one = { ...own, customers: 5, score: 45, inputs: { customers: 'judged by Ann' } }
  expect([sayScore(one), sum(judged(one))]).toEqual(['45?', '5 × ? × (6 − ?)'])
  // Somebody said three: that is a judgement.
  const all = { ...own, inputs: { customers: 'judged by Ann', us: 'judged by Ann', effort: 'judged by Ann' } }
  expect(sayScore(all)).toBe('27')
})

test('the record scores all but the effort, until a person says it', () => {
  const found = { ...own, source: 'record' as const, customers: 3, us: 5, score: 45, inputs: { customers: '12 of 310', us: '£400 lost' } }
  expect(judged(found)).toEqual({ customers: 3, us: 5, effort: null })
  expect(sayScore(found)).toBe('45?')
  expect(sayScore({ ...found, effort: 2, score: 60, overrides: { effort: { from: 3, reason: '', by: 'Ann' } } })).toBe('60')
})

test('an opportunity says how its plan was judged, and only what moved asks for no other plan', () => {
  expect(came({ status: 'reviewed', verdict: 'cant_tell', tempered: null })).toBe('Judged: can’t tell')
  expect(came({ status: 'reviewed', verdict: 'no_change', tempered: null })).toBe('Judged: no change')
  expect(came({ status: 'running', verdict: null, tempered: null })).toBe('')
  const ended = (verdict: 'moved' | 'no_change' | 'cant_tell') => ({ status: 'reviewed' as const, verdict })
  expect(canPlan({ state: 'open', plans: [ended('cant_tell'), ended('no_change')] })).toBe(true)
  expect(canPlan({ state: 'done', plans: [ended('moved')] })).toBe(false)
  expect(canPlan({ state: 'planned', plans: [ended('cant_tell'), { status: 'running', verdict: null }] })).toBe(false)
  expect(canPlan({ state: 'dismissed', plans: [] })).toBe(false)
})
