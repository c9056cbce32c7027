import { expect, test } from 'vitest'
import type { AlertCondition } from '@/db/vocabulary'
import { interruptionOf, partOf } from './interrupts'

const figure = (more: Partial<Extract<AlertCondition, { kind: 'figure' }>> = {}): AlertCondition => ({ kind: 'figure', report: 'promises', parameters: {}, field: 'overdue', cell: {}, comparison: 'above', threshold: 2, window: 'last_365_days', ...more })
const said = 'Overdue 4 is above 2 over everything recorded'

test('a rule says its own name large and what was found below it', () => {
  expect(interruptionOf({ name: 'Promises pile up', condition: figure() }, said)).toEqual({ title: 'Promises pile up', text: said })
  expect(interruptionOf({ name: 'More than 2 promises are overdue', condition: figure() }, said)).toEqual({ title: 'More than 2 promises are overdue', text: said })
  expect(interruptionOf({ name: said, condition: figure() }, said)).toEqual({ title: said, text: '' })
})

test('a name whose number is no longer its rule’s line is not said large', () => {
  expect(interruptionOf({ name: 'More than 50 promises are overdue', condition: figure() }, said)).toEqual({ title: said, text: 'More than 50 promises are overdue' })
  expect(interruptionOf({ name: 'Above 5', condition: figure() }, 'Overdue 54 is above 50').title).toBe('Overdue 54 is above 50')
})

test('what is of one branch says of which', () => {
  const leeds = figure({ parameters: { attribute: 'branch:Leeds' } })
  expect(interruptionOf({ name: 'Promises pile up', condition: leeds }, said).text).toBe(`${said}, Leeds`)
  expect(interruptionOf({ name: 'Leeds: promises pile up', condition: leeds }, said).text).toBe(said)
  const split = (key: string) => partOf(figure({ parameters: { by: 'attribute:branch' }, cell: { key } }))
  expect([partOf(leeds), split('York'), split('total'), partOf(figure({ parameters: { by: 'channel' }, cell: { key: 'web' } })), partOf({ kind: 'promise_overdue', hours: 0, segment: null })]).toEqual(['Leeds', 'York', null, null, null])
})
