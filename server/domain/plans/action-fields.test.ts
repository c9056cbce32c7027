import { expect, test } from 'vitest'
import { fieldsOf, sameField, sayFields, sayStands, takenFields } from './action-fields'

const stands = fieldsOf({ title: 'Ring them', ownerId: 'ben', dueOn: '2026-03-02', status: 'on_track', remark: '', costPlanned: null, costSpent: 12.5, returnFormula: '', returnLow: null, returnHigh: null, dependsOn: ['a', 'x'] })

test('what stands in a field is said in words', () => {
  const say = (field: Parameters<typeof sayStands>[0], of = stands) => sayStands(field, of, { currency: 'EUR', owner: 'Ben', titles: new Map([['a', 'Buy a phone']]) })
  expect([say('cost_spent'), say('cost_planned'), say('owner'), say('due_on'), say('status'), say('remark'), say('title'), say('depends_on')]).toEqual([
    'Spent is €12.50 by now', 'To be spent is empty by now', 'Who does it is Ben by now', 'Due is 2 March 2026 by now', 'How it stands is on track by now', 'The reason is empty by now', 'What is done is “Ring them” by now', 'What it waits for is “Buy a phone”, “another action” by now',
  ])
  expect([say('owner', { ...stands, owner: null }), say('depends_on', { ...stands, depends_on: [] })]).toEqual(['Who does it is nobody by now', 'What it waits for is nothing by now'])
  expect([sayFields(['cost_spent']), sayFields(['title', 'cost_spent', 'status'])]).toEqual(['spent', 'what is done, spent and how it stands'])
})

test('somebody is in the way only where they made it something else', () => {
  expect(takenFields(stands, { cost_spent: { was: 1, to: 2 }, remark: { was: '', to: 'x' }, title: { was: 'Ring', to: 'Ring them' }, depends_on: { was: ['x', 'a'], to: [] } })).toEqual(['cost_spent'])
  expect([sameField(null, Number.NaN), sameField(['a'], ['a', 'b']), sameField(null, []), sameField(0, 0)]).toEqual([false, false, false, true])
})
