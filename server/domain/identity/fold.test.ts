import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addFact, type KeptFact } from './add-fact'
import { canonical, contentHash } from './content-hash'
import { foldFacts, type Fact } from './fold'
import { readPeriod } from './period'

const fields = fc.record({ name: fc.option(fc.constantFrom('Ada', 'Bo')), email: fc.option(fc.constantFrom('a@x', 'b@x')),
  attributes: fc.option(fc.dictionary(fc.constantFrom('p', 'q'), fc.option(fc.integer({ min: 0, max: 2 })), { maxKeys: 2 })) }, { requiredKeys: [] })
const said = fc.array(fc.tuple(fields, fc.integer({ min: 0, max: 4 })), { maxLength: 8 })
const factOf = ([told, updatedAt]: [object, number]): Fact => ({ fields: { ...told }, updatedAt, hash: contentHash(`${canonical({ ...told }, { nulls: true })}${updatedAt}`) })

test('facts end the same in any order', () => {
  fc.assert(fc.property(said.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))), ([all, shuffled]) => {
    expect(foldFacts(shuffled.map(factOf))).toEqual(foldFacts(all.map(factOf)))
  }))
})

test('a field yields only to a later one; null clears, absent keeps; attributes merge by name', () => {
  const at = (updatedAt: number, told: Record<string, unknown>): Fact => factOf([told, updatedAt])
  expect(foldFacts([at(2, { name: 'Bo' }), at(1, { name: 'Ada', email: 'a@x' })])).toEqual({ fields: { name: 'Bo', email: 'a@x' }, attributes: {} })
  expect(foldFacts([at(1, { name: 'Ada' }), at(2, { name: null }), at(3, { email: 'a@x' })])).toEqual({ fields: { email: 'a@x' }, attributes: {} })
  expect(foldFacts([at(1, { attributes: { p: 1, q: 1 } }), at(2, { attributes: { q: null, r: 2 } })]).attributes).toEqual({ p: 1, r: 2 })
  expect(foldFacts([at(1, { attributes: { p: 1 } }), at(2, { attributes: null }), at(3, { attributes: { q: 1 } })]).attributes).toEqual({ q: 1 })
})

test('undated facts: the last received wins, what changes nothing is nothing new, back and forth is', () => {
  const kept: KeptFact[] = []
  const tell = (name: string, receivedAt: number): boolean => {
    const fact = addFact(kept, { hash: contentHash(name), updatedAt: null, fields: { name } }, receivedAt)
    if (fact) kept.push(fact)
    return fact !== null
  }
  expect([tell('Ada', 10), tell('Ada', 10), tell('Bo', 10), tell('Ada', 10), tell('Ada', 99)]).toEqual([true, false, true, true, false])
  expect(foldFacts(kept).fields).toEqual({ name: 'Ada' })
})

test('dated facts are the same by content and date', () => {
  const told = { hash: contentHash('x'), updatedAt: 5, fields: { name: 'Ada' } }
  const first = addFact([], told, 10)
  expect(first).toMatchObject({ updatedAt: 5, stated: true })
  expect(addFact(first ? [first] : [], told, 99)).toBeNull()
})

test('two contents never give the same text', () => {
  const value = fc.oneof(fc.string({ maxLength: 6 }), fc.integer(), fc.boolean(), fc.array(fc.string({ maxLength: 3 }), { maxLength: 3, minLength: 1 }), fc.dictionary(fc.string({ maxLength: 3 }), fc.string({ maxLength: 3 }), { minKeys: 1, maxKeys: 3 }))
  const content = fc.dictionary(fc.string({ maxLength: 4 }), value, { maxKeys: 4 })
  const sorted = (o: unknown): string => JSON.stringify(o, (_, v: unknown) => (typeof v === 'object' && v !== null && !Array.isArray(v) ? Object.fromEntries(Object.entries(v).toSorted(([a], [b]) => (a < b ? -1 : 1))) : v))
  fc.assert(fc.property(content, content, (a, b) => {
    expect(canonical(a) === canonical(b)).toBe(sorted(a) === sorted(b))
  }), { numRuns: 2_000 })
})

test('periods of finance', () => {
  expect(['2025', '2025-Q4', '2025-12', '2025-Q5', '2025-13', '1812', 'Q1'].map(readPeriod)).toEqual([
    { from: '2025-01-01', to: '2026-01-01' }, { from: '2025-10-01', to: '2026-01-01' }, { from: '2025-12-01', to: '2026-01-01' }, null, null, null, null])
})
