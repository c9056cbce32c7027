import { expect, test } from 'vitest'
import { conditionOf, figureCondition, newDraft, thresholdOf, thresholdText } from './draft'

test('a threshold is read as people write it, shares as per cent', () => {
  expect(thresholdOf('80', 'share')).toBe(0.8)
  expect(thresholdOf(' 2,5 % ', 'share')).toBe(0.025)
  expect(thresholdOf('1200.5', 'money')).toBe(1200.5)
  expect(thresholdOf('', 'share')).toBeNull()
  expect(thresholdOf('many', 'count')).toBeNull()
  expect(thresholdText(0.07, 'share')).toBe('7')
  expect(thresholdText(12, 'count')).toBe('12')
})

test('what is held against what was expected needs no line', () => {
  expect(conditionOf(newDraft(figureCondition('follow-through', 'rate')), 'share')).toBeNull()
  expect(conditionOf(newDraft(figureCondition('follow-through', 'rate', { comparison: 'unusually_low' })), 'share')).toMatchObject({ comparison: 'unusually_low', threshold: 0 })
})
