import { expect, test } from 'vitest'
import { fill, partsSaid } from '@/server/domain/screens/variables'
import { readVariables } from './draft'
import { partExample, sinceWords } from './words'

test('a window that a view brought along is said in words', () => {
  expect(['{-90d}', '{-1m}', '{-6m}', '{week}', '2026-03-01'].map(sinceWords)).toEqual(['Last 90 days', 'Last month and this', 'Last 6 months and this', 'This week', 'Since 1 Mar 2026'])
})

test('who copies the examples gets a slide of each branch: by the organisation’s own dimension', () => {
  const { dimension, variable, word, where } = partExample(['Sales region', 'tier'])
  expect({ dimension, variable, word, where }).toEqual({ dimension: 'Sales region', variable: 'sales_region', word: '{sales_region}', where: 'Sales region:{sales_region}' })
  expect(partExample([]).where).toBe('branch:{branch}')
  const { variables, wrong } = readVariables(`${variable} = north`)
  expect(wrong).toBeNull()
  const known = { today: '2026-06-01', top_tier: null, critical: [] }
  expect([fill(where, variables, known), fill(`Hello, ${word}`, variables, known)]).toEqual(['Sales region:north', 'Hello, north'])
  expect(partsSaid([{ report: 'churn-rate', parameters: { attribute: where }, cell: {} }], variables, ['Sales region'])).toEqual({ sales_region: 'Sales region' })
})
