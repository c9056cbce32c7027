import { expect, test } from 'vitest'
import { changeOf, clashes, fieldsTyped, keepMine, NEW_ACTION, shown, type, typedOf, UNTOUCHED, untouched } from './action-draft'

const stands = { ...NEW_ACTION, title: 'Ring them', cost_spent: 100, return_formula: '4 × 5', depends_on: ['b', 'a'] }

test('only what was changed is sent, with what it was when it was typed', () => {
  expect(changeOf(UNTOUCHED, stands)).toEqual({})
  const draft = type(type(UNTOUCHED, stands, 'cost_spent', '3,000'), stands, 'depends_on', ['a', 'b'])
  expect(changeOf(draft, stands)).toEqual({ cost_spent: { was: 100, to: 3000 } })
  expect(changeOf(type(UNTOUCHED, stands, 'owner', 'ada'), stands)).toEqual({ owner: { was: null, to: 'ada' } })
  // Typed and put back is not changed.
  expect(type(draft, stands, 'cost_spent', '100').typed).not.toHaveProperty('cost_spent')
})

test('what nobody typed follows the record; what two have changed clashes, and either can stand', () => {
  const draft = type(UNTOUCHED, stands, 'cost_spent', '3000')
  const since = { ...stands, cost_spent: 9999, return_formula: '400 calls' }
  expect(shown(draft, since)).toMatchObject({ cost_spent: '3000', return_formula: '400 calls', title: 'Ring them' })
  expect(clashes(draft, since)).toEqual(['cost_spent'])
  // More typed in the same field was still begun from the first.
  expect(clashes(type(draft, since, 'cost_spent', '3500'), since)).toEqual(['cost_spent'])
  expect(clashes(draft, { ...stands, cost_spent: 3000 })).toEqual([])
  const own = keepMine(draft, since, 'cost_spent')
  expect([clashes(own, since), changeOf(own, since)]).toEqual([[], { cost_spent: { was: 9999, to: 3000 } }])
  // And once more.
  expect(clashes(own, { ...since, cost_spent: 5 })).toEqual(['cost_spent'])
  const theirs = untouched(draft, 'cost_spent')
  expect([changeOf(theirs, since), shown(theirs, since).cost_spent]).toEqual([{}, '9999'])
})

test('a form holds an action and gives it back', () => {
  const whole = { ...stands, owner: 'ada', due_on: '2026-03-01', cost_planned: 0, return_low: 1.5 }
  expect(fieldsTyped(typedOf(whole))).toEqual(whole)
})
