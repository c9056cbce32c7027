import { expect, test } from 'vitest'
import { changeOf, clashes, fieldsTyped, keepMine, NEW_ACTION, sayRefusal, shown, type, typedOf, UNTOUCHED, untouched, wrongs } from './action-draft'

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

test('what cannot be saved says why, by the name on screen', () => {
  const why = (field: 'cost_planned' | 'cost_spent' | 'return_low' | 'return_high', typed: string) => wrongs(fieldsTyped(shown(type(UNTOUCHED, stands, field, typed), stands)), 'EUR')
  expect(['-5', 'abc', '1.234', '2e12', '1,200.50', ''].map((typed) => why('cost_planned', typed))).toEqual([
    { cost_planned: 'To be spent is negative.' }, { cost_planned: 'To be spent is no amount such as 1,200 or 12.50.' }, { cost_planned: 'To be spent has more digits than EUR (2 after the point).' }, { cost_planned: 'To be spent is larger than any amount here.' }, {}, {},
  ])
  expect(wrongs({ ...stands, title: '', return_low: 3, return_high: 2 }, 'EUR')).toEqual({ title: 'What is done is not said yet.', return_low: 'What it should bring at least is more than what it should bring at most.' })
  expect(wrongs(stands, 'JPY')).toEqual({})
})

test('what the server refuses is said by the names on screen too', () => {
  expect(sayRefusal('cost_planned: is negative', [{ field: 'cost_planned', reason: 'is negative' }])).toBe('To be spent is negative.')
  expect(sayRefusal('change.title.to: is empty', [{ field: 'change.title.to', reason: 'is empty' }])).toBe('What is done is empty.')
  for (const places of [[], [{ field: 'owner', reason: 'is no member of this organisation' }], [{ field: 'plan', reason: 'x' }]]) expect(sayRefusal('Whoever it is given to is no member of this organisation.', places)).toBe('Whoever it is given to is no member of this organisation.')
})
