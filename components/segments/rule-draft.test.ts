import { expect, test } from 'vitest'
import type { Condition } from '@/server/domain/segments/conditions'
import { rfmRules } from '@/server/domain/segments/rfm'
import { changePart, draftOfRules, emptyRules, inputOfRules, newLeaf, withFact } from './rule-draft'

const nested: Condition = { all: [
  { fact: 'value', op: 'at_least', value: 500, days: 365 },
  { any: [{ fact: 'attribute', name: 'branch', op: 'is', values: ['North', 'South'] }, { fact: 'channel', channel: 'phone', days: null }] },
  { not: { any: [{ fact: 'open_promises', op: 'more_than', value: 0 }] } },
] }

test('what is stored can be edited and given back unchanged', () => {
  const stored = { template: null, rest: 'Others', segments: [{ name: 'A', when: nested }] }
  expect(inputOfRules(draftOfRules(stored))).toEqual({ ok: true, input: stored })
  const { template, segments, rest } = rfmRules(365)
  expect(inputOfRules(draftOfRules({ template, segments, rest }))).toEqual({ ok: true, input: { template, segments, rest } })
})

test('what is missing is said where it is missing', () => {
  const draft = emptyRules()
  const [segment] = draft.segments
  const read = inputOfRules(draft)
  expect(read.ok ? [] : [...read.faults.values()]).toEqual(['needs a name', 'needs a number'])
  expect(segment?.name).toBe('')
})

test('a part is changed or taken away wherever it stands', () => {
  const [segment] = draftOfRules({ template: null, rest: 'x', segments: [{ name: 'A', when: nested }] }).segments
  if (!segment) throw new Error('no segment')
  const inner = segment.when.parts[1]
  if (!inner || !('parts' in inner)) throw new Error('no group')
  const leaf = inner.parts[0]
  if (!leaf) throw new Error('no leaf')
  const gone = changePart(segment.when, leaf.id, () => null).parts[1]
  expect(gone && 'parts' in gone && gone.parts.length).toBe(1)
  expect(withFact(newLeaf(), 'attribute:branch')).toMatchObject({ op: 'is', value: '', days: '' })
})
