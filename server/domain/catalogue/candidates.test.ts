import { expect, test } from 'vitest'
import { momentCandidates, type TouchpointSigns } from './candidates'
import { momentTemplate, MOMENT_TEMPLATES, proposeTouchpoints } from './templates'

const signs = (slug: string, more: Partial<TouchpointSigns> = {}): TouchpointSigns => ({ slug, name: slug, interactions: 1000, strongNegative: 5, strongPositive: 5, leaversMet: 10, stayersMet: 100, ...more })

test('where strong impressions or losses gather, and nowhere else', () => {
  const found = momentCandidates([signs('a'), signs('b', { strongNegative: 60 }), signs('c', { leaversMet: 40 }), signs('d', { strongNegative: 70, leaversMet: 45 })], 100, 1000)
  expect(found.map((c) => [c.slug, c.reasons])).toEqual([['d', ['strong_impressions', 'losses']], ['c', ['losses']], ['b', ['strong_impressions']]])
})

test('few leavers, few interactions or an even spread propose nothing', () => {
  expect(momentCandidates([signs('a'), signs('b')], 100, 1000)).toEqual([])
  expect(momentCandidates([signs('a', { leaversMet: 12 }), signs('b')], 20, 1000)).toEqual([])
  expect(momentCandidates([signs('a', { interactions: 20, strongNegative: 15, strongPositive: 0 }), signs('b')], 0, 0)).toEqual([])
  expect(momentCandidates([], 0, 0)).toEqual([])
})

test('the four well-known moments find the touchpoints that look like them', () => {
  expect(MOMENT_TEMPLATES).toHaveLength(4)
  const slugs = ['check_balance', 'billing_question', 'pay_bill', 'upgrade_phone', 'technical_support']
  expect(MOMENT_TEMPLATES.map((t) => proposeTouchpoints(t, slugs)[0])).toEqual(['technical_support', 'pay_bill', 'upgrade_phone', 'billing_question'])
  expect(momentTemplate('nothing')).toBeUndefined()
})
