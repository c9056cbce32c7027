import { COMPARISONS, type Comparison, type Condition, type Leaf } from '@/server/domain/segments/conditions'
import { NUMBER_FACTS, NUMBER_FACT_NAMES, type NumberFact } from '@/server/domain/segments/facts'
import { typedNumber } from '../ui/typed-number'

/** Rules as they are being typed. A group joins its parts by all, any or none. */
export type GroupDraft = { id: number; join: 'all' | 'any' | 'none'; parts: PartDraft[] }
export type LeafDraft = { id: number; /** A number fact, `attribute:<name>` or `channel`. */ fact: string; op: string; value: string; days: string }
export type PartDraft = GroupDraft | LeafDraft
export type SegmentDraft = { id: number; name: string; when: GroupDraft }
export type RulesDraft = { template: 'rfm' | null; segments: SegmentDraft[]; rest: string }
export const MOST_SEGMENTS = 12

export const isGroup = (part: PartDraft): part is GroupDraft => 'parts' in part
/** Whether any of its conditions looks at this fact. */
export const asksFor = (part: PartDraft, fact: string): boolean => (isGroup(part) ? part.parts.some((one) => asksFor(one, fact)) : part.fact === fact)
export const numberFact = (fact: string): NumberFact | null => NUMBER_FACT_NAMES.find((name) => name === fact) ?? null

let serial = 0
const id = () => ++serial
export const newLeaf = (): LeafDraft => ({ id: id(), fact: 'value', op: 'at_least', value: '', days: '365' })
export const newGroup = (): GroupDraft => ({ id: id(), join: 'any', parts: [newLeaf()] })
export const newSegment = (): SegmentDraft => ({ id: id(), name: '', when: { id: id(), join: 'all', parts: [newLeaf()] } })
export const emptyRules = (): RulesDraft => ({ template: null, segments: [newSegment()], rest: 'Everyone else' })

type Stored = { template: 'rfm' | null; segments: readonly { name: string; when: Condition }[]; rest: string }

export function draftOfRules({ template, segments, rest }: Stored): RulesDraft {
  return { template, rest, segments: segments.map(({ name, when }) => ({ id: id(), name, when: groupOf(when) })) }
}

function groupOf(when: Condition): GroupDraft {
  const part = partOf(when)
  return isGroup(part) ? part : { id: id(), join: 'all', parts: [part] }
}

function partOf(when: Condition): PartDraft {
  if ('all' in when) return { id: id(), join: 'all', parts: when.all.map(partOf) }
  if ('any' in when) return { id: id(), join: 'any', parts: when.any.map(partOf) }
  if ('not' in when) return 'any' in when.not ? { id: id(), join: 'none', parts: when.not.any.map(partOf) } : { id: id(), join: 'none', parts: [partOf(when.not)] }
  if (when.fact === 'attribute') return { id: id(), fact: `attribute:${when.name}`, op: when.op, value: when.values.join(', '), days: '' }
  if (when.fact === 'channel') return { id: id(), fact: 'channel', op: 'used', value: when.channel, days: String(when.days ?? '') }
  return { id: id(), fact: when.fact, op: when.op, value: String(when.value), days: String(when.days ?? '') }
}

export type ReadRules = { ok: true; input: { template: 'rfm' | null; segments: { name: string; when: Condition }[]; rest: string } } | { ok: false; /** By the id of a segment or leaf. */ faults: Map<number, string> }

/** What the rules mean, or what is missing and where. */
export function inputOfRules({ template, segments, rest }: RulesDraft): ReadRules {
  const faults = new Map<number, string>()
  const names = new Set<string>([rest.trim().toLowerCase()])
  const read = segments.map((segment) => {
    const name = segment.name.trim()
    if (name === '') faults.set(segment.id, 'needs a name')
    else if (names.has(name.toLowerCase())) faults.set(segment.id, 'is the name of another segment')
    names.add(name.toLowerCase())
    return { name, when: conditionOf(segment.when, faults) }
  })
  return faults.size > 0 ? { ok: false, faults } : { ok: true, input: { template, segments: read, rest: rest.trim() || 'Everyone else' } }
}

function conditionOf(part: PartDraft, faults: Map<number, string>): Condition {
  if (!isGroup(part)) return leafOf(part, faults)
  if (part.parts.length === 0) faults.set(part.id, 'asks nothing')
  const parts = part.parts.map((one) => conditionOf(one, faults))
  return part.join === 'all' ? { all: parts } : part.join === 'any' ? { any: parts } : { not: { any: parts } }
}

function leafOf({ id: leaf, fact, op, value, days }: LeafDraft, faults: Map<number, string>): Leaf {
  const within = days.trim() === '' ? null : Number(days)
  if (fact.startsWith('attribute:')) {
    const values = value.split(',').map((text) => text.trim()).filter((text) => text !== '')
    if (op !== 'is_known' && values.length === 0) faults.set(leaf, 'needs a value')
    return { fact: 'attribute', name: fact.slice('attribute:'.length), op: op === 'is_not' || op === 'is_known' ? op : 'is', values: op === 'is_known' ? [] : values }
  }
  if (fact === 'channel') {
    if (value === '') faults.set(leaf, 'needs a channel')
    return { fact: 'channel', channel: value, days: within }
  }
  const known = numberFact(fact) ?? 'value'
  const number = typedNumber(value)
  if (!Number.isFinite(number)) faults.set(leaf, 'needs a number')
  return { fact: known, op: comparison(op), value: number, ...(NUMBER_FACTS[known].window ? { days: within } : {}) }
}

const comparison = (op: string): Comparison => COMPARISONS.find((one) => one === op) ?? 'at_least'

/** The group with the part of this id changed; null takes it away. */
export function changePart(group: GroupDraft, wanted: number, change: (part: PartDraft) => PartDraft | null): GroupDraft {
  if (group.id === wanted) {
    const changed = change(group)
    return changed && isGroup(changed) ? changed : group
  }
  return { ...group, parts: group.parts.flatMap((part) => {
    if (part.id === wanted) return change(part) ?? []
    return [isGroup(part) ? changePart(part, wanted, change) : part]
  }) }
}

/** The next fact chosen in a row: keeps what still fits. */
export function withFact(leaf: LeafDraft, fact: string): LeafDraft {
  const number = numberFact(fact)
  if (number) return { ...leaf, fact, op: numberFact(leaf.fact) ? leaf.op : 'at_least', value: numberFact(leaf.fact) ? leaf.value : '', days: NUMBER_FACTS[number].window ? leaf.days : '' }
  return { ...leaf, fact, op: fact === 'channel' ? 'used' : 'is', value: '', days: fact === 'channel' ? leaf.days : '' }
}
