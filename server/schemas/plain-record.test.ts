import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isPlain } from './plain-record'
import { recordSchemas } from './records'

const ordinary = {
  interaction: { id: 'evt-1', customer: 'c-1', occurred_at: '2026-01-02T03:04:05Z', channel: 'web', touchpoint: 'Card lost', direction: 'contact', duration_s: 12.5, cost: 1.25, result: 'failed', mood: -1, attributes: { a: 'b', c: 1, d: null } },
  transaction: { id: 't-1', customer: 'c-1', occurred_at: '2026-01-02', amount: '19.99', currency: 'EUR', kind: 'margin' },
} as const

test('what senders ordinarily send is plain', () => {
  expect(isPlain('interaction', ordinary.interaction)).toBe(true)
  expect(isPlain('transaction', ordinary.transaction)).toBe(true)
})

test('numbers for ids, faults and other kinds are left to the schema', () => {
  for (const change of [{ id: 7 }, { customer: ' c' }, { customer: '' }, { occurred_at: undefined }, { occurred_at: null }, { nonsense: 1 }, { constructor: 1 }, { cost: Number.POSITIVE_INFINITY }, { summary: 'a\0' }, { team: '\ud800' }, { mood: 3 }, { mood: 0.5 }, { attributes: { a: [] } }]) {
    expect(isPlain('interaction', { ...ordinary.interaction, ...change })).toBe(false)
  }
  for (const raw of [null, 'x', [], new Date(0)]) expect(isPlain('interaction', raw)).toBe(false)
  expect(isPlain('customer', { id: 'c-1' })).toBe(false)
})

const strange: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, undefined, '', ' x ', 'a\0', '\ud800', '😀', 'x'.repeat(201), 'x'.repeat(10_001), -0, 0, 1, -2, 3, 1.5, 1e400, 1e9, Number.NaN, true, [], {}, ['a'], 'contact', 'interaction', 'failed', 'person', 'theirs', 'EUR', 'eur', '19.99', '2026-01-01'),
  fc.string(), fc.double(), fc.integer({ min: -5, max: 5 }), fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(null), fc.constant([])), { maxKeys: 4 }),
)

test.each(['interaction', 'transaction'] as const)('a plain %s is what its schema reads from it', (kind) => {
  const schema = recordSchemas[kind]
  const fields = [...Object.keys(schema.shape), 'other']
  const base: fc.Arbitrary<Record<string, unknown>> = fc.constant(ordinary[kind])
  let plain = 0
  fc.assert(fc.property(base, fc.dictionary(fc.constantFrom(...fields), strange, { maxKeys: 3, noNullPrototype: true }), fc.array(fc.constantFrom(...fields), { maxLength: 3 }), (record, changes, without) => {
    const raw = Object.fromEntries(Object.entries({ ...record, ...changes }).filter(([field]) => !without.includes(field)))
    if (!isPlain(kind, raw)) return
    plain++
    const read = schema.safeParse(raw)
    expect(read.success && read.data).toEqual(raw)
  }), { numRuns: 3000 })
  expect(plain).toBeGreaterThan(300)
})
