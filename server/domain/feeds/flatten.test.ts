import fc from 'fast-check'
import { expect, test } from 'vitest'
import { interactionRecord } from '../../schemas/records'
import { flatten } from './flatten'

test('objects by dotted name, lists as text, nothing that is no number', () => {
  expect(flatten({ a: { b: 1, c: { d: true } }, list: [1, { x: 2 }], none: null, inf: Infinity, undef: undefined }, { e: 'x' })).toEqual({ 'a.b': 1, 'a.c.d': true, list: '[1,{"x":2}]', none: null, e: 'x' })
})

test('what is not there is left out at any depth', () => {
  expect(flatten({ a: { b: { c: { d: { e: { f: undefined, g: 1 } } } } } })).toEqual({ 'a.b.c.d.e.g': 1 })
})

test('whatever a sender nests is an attribute that can be stored', () => {
  const anything = fc.dictionary(fc.string({ unit: 'binary' }), fc.anything({ maxDepth: 9, withNullPrototype: false, withBigInt: false }), { maxKeys: 80 })
  fc.assert(fc.property(anything, (properties) => {
    const parsed = interactionRecord.safeParse({ customer: 'c', occurred_at: '2026-01-01T00:00:00Z', attributes: flatten(properties) })
    expect(parsed.success, JSON.stringify(parsed.error?.issues)).toBe(true)
  }))
})
