import { expect, test } from 'vitest'
import { moved, readVariables, variablesText } from './draft'

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
