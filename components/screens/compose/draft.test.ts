import { expect, test } from 'vitest'
import { moved, readVariables, variablesText, warningOf } from './draft'

test('a slide is moved to a place among the others', () => {
  expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c'])
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b'])
  expect(moved(['a', 'b', 'c'], 1, 9)).toEqual(['a', 'c', 'b'])
  expect(moved(['a'], 3, 0)).toEqual(['a'])
})

test('variables are lines; the first that is none is named', () => {
  const text = 'branch = north\n\ncity = St = Ives'
  expect(readVariables(text)).toEqual({ variables: { branch: 'north', city: 'St = Ives' }, wrong: null })
  expect(readVariables(variablesText({ a: '1', b: '' })).variables).toEqual({ a: '1', b: '' })
  expect(readVariables('branch = x\nBranch north').wrong).toBe(2)
})

test('a display that does not say of which branch it is is warned of before it is made', () => {
  expect(warningOf(['branch'], {})).toBe('Without a value for branch this display shows the whole organisation, and says so on every slide. For one part say which branch it is of.')
  expect(warningOf(['branch', 'area'], { branch: '' })).toMatch(/^Without a value for branch and area this display/)
  expect([warningOf(['branch'], { branch: 'b3' }), warningOf([], {})]).toEqual([null, null])
})
