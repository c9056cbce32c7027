import { expect, test } from 'vitest'
import { actionWords, detailPairs, subjectName } from './audit-words'

test('an entry is told in words, nested changes flat', () => {
  expect(actionWords('touchpoint.reclassed')).toBe('reclassed the touchpoint')
  expect(actionWords('import.taken_back')).toBe('import taken back')
  expect(subjectName({ slug: 'pay_a_bill', class: 'efficient' })).toBe('pay_a_bill')
  expect(subjectName({ changed: {} })).toBeNull()
  expect(detailPairs({ changed: { lapseDays: null, dimensions: ['region', 'product'] }, rule: { amount: 5 }, tags: [] })).toEqual([
    { key: 'lapse days', value: 'none' }, { key: 'dimensions', value: 'region, product' }, { key: 'rule.amount', value: '5' }, { key: 'tags', value: 'none' },
  ])
})
