import { expect, test } from 'vitest'
import { touchpointPatch, type TouchpointView } from '@/server/schemas/catalogue'
import { draftOf, patchOf, reclasses } from './touchpoint-draft'
import { filterTouchpoints } from './touchpoint-filter'
import { resultWords, ruleWords } from './words'

const touchpoint: TouchpointView = {
  slug: 'pay_a_bill', name: 'Pay a bill', class: 'efficient', critical: false, rule: { rule: 'all' }, result_rule: { rules: [] }, stakes: '', target_minutes: 5, confirmed: false,
}

test('only what was changed is sent, and the name confirms', () => {
  const draft = draftOf(touchpoint)
  expect(patchOf(touchpoint, draft)).toEqual({ patch: { name: 'Pay a bill' } })
  expect(reclasses(touchpoint, { ...draft, stakes: 'Trust' })).toBe(false)
  const moment = { ...draft, class: 'moment_that_matters' as const, rule: 'amount_above' as const, amount: '99,50', results: ['csat_low' as const], otherwise: 'met' as const, target: '' }
  const made = patchOf(touchpoint, moment)
  expect(made).toEqual({ patch: { name: 'Pay a bill', class: 'moment_that_matters', rule: { rule: 'amount_above', amount: 99.5 }, result_rule: { rules: ['csat_low'], otherwise: 'met' }, target_minutes: null } })
  expect('patch' in made && touchpointPatch.safeParse(made.patch).success).toBe(true)
  expect(reclasses(touchpoint, moment)).toBe(true)
})

test('what is no figure is said at its field', () => {
  const draft = draftOf(touchpoint)
  expect(patchOf(touchpoint, { ...draft, target: 'soon' })).toMatchObject({ field: 'target_minutes' })
  expect(patchOf(touchpoint, { ...draft, rule: 'amount_above' })).toMatchObject({ field: 'rule' })
})

test('rules read as words', () => {
  expect(ruleWords(touchpoint, 'EUR')).toBeNull()
  expect(ruleWords({ class: 'moment_that_matters', rule: { rule: 'failed' } }, 'EUR')).toBe('When it failed')
  expect(resultWords(touchpoint)).toBe('As recorded')
  expect(resultWords({ result_rule: { rules: ['promise_broken', 'csat_low'], otherwise: 'met' } })).toBe('Failed when a promise was broken or satisfaction is 2 or less; else met')
})

test('search takes every word, in any order, of one class or new', () => {
  const all = [touchpoint, { ...touchpoint, slug: 'x', name: 'Change a plan', class: 'moment_that_matters' as const, confirmed: true }]
  const names = (q: string, show: Parameters<typeof filterTouchpoints>[1]['show']) => filterTouchpoints(all, { q, show }).map((t) => t.name)
  expect(names('BILL pay', 'all')).toEqual(['Pay a bill'])
  expect(names('', 'moment_that_matters')).toEqual(['Change a plan'])
  expect(names('', 'new')).toEqual(['Pay a bill'])
})
