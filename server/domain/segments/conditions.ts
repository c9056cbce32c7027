import { NUMBER_FACTS, type NumberFact } from './facts'

export const COMPARISONS = ['at_least', 'at_most', 'more_than', 'less_than', 'equals'] as const
export type Comparison = (typeof COMPARISONS)[number]

/** One thing to look at; `days`: how many days before the day of judgement count, null or absent for all. Money in minor units. */
export type Leaf =
  | { fact: NumberFact; op: Comparison; value: number; days?: number | null }
  | { fact: 'attribute'; name: string; op: 'is' | 'is_not' | 'is_known'; values: string[] }
  | { fact: 'channel'; channel: string; days?: number | null }
export type Condition = { all: Condition[] } | { any: Condition[] } | { not: Condition } | Leaf

/** Exclusive segments in order: a customer belongs to the first whose condition holds, else to `rest`. */
export type Rules = { kind: 'rules'; /** How it came about, for words: RFM groups or a person's own. */ template: 'rfm' | null; segments: { name: string; when: Condition }[]; rest: string }

export type Known = number | string | boolean | null
/** What is known of one customer: a number for a number fact, text for an attribute, true or false for a channel. */
export type Knows = (leaf: Leaf) => Known

export const MOST_LEAVES = 60
export const DEEPEST = 5

/** Whether the condition holds. An unknown fact makes a comparison false (so its `not` is true); an empty `all` holds, an empty `any` does not. */
export function holds(condition: Condition, knows: Knows): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(part, knows))
  if ('any' in condition) return condition.any.some((part) => holds(part, knows))
  if ('not' in condition) return !holds(condition.not, knows)
  const known = knows(condition)
  if (condition.fact === 'channel') return known === true
  if (condition.fact === 'attribute') {
    if (known === null) return false
    if (condition.op === 'is_known') return true
    return condition.values.includes(String(known)) === (condition.op === 'is')
  }
  return typeof known === 'number' && compares(known, condition.op, condition.value)
}

function compares(known: number, op: Comparison, value: number): boolean {
  switch (op) {
    case 'at_least': return known >= value
    case 'at_most': return known <= value
    case 'more_than': return known > value
    case 'less_than': return known < value
    case 'equals': return known === value
  }
}

/** The segment a customer belongs to: the position of the first that holds, `segments.length` for the rest. */
export function segmentIndex({ segments }: Pick<Rules, 'segments'>, knows: Knows): number {
  const found = segments.findIndex(({ when }) => holds(when, knows))
  return found === -1 ? segments.length : found
}

export function leavesOf(condition: Condition): Leaf[] {
  if ('all' in condition) return condition.all.flatMap(leavesOf)
  if ('any' in condition) return condition.any.flatMap(leavesOf)
  if ('not' in condition) return leavesOf(condition.not)
  return [condition]
}

export const depthOf = (condition: Condition): number =>
  'all' in condition ? 1 + Math.max(0, ...condition.all.map(depthOf)) : 'any' in condition ? 1 + Math.max(0, ...condition.any.map(depthOf)) : 'not' in condition ? 1 + depthOf(condition.not) : 1

/** The same condition with every amount of money changed, from major to minor units or back. */
export function withMoney(condition: Condition, change: (amount: number) => number): Condition {
  if ('all' in condition) return { all: condition.all.map((part) => withMoney(part, change)) }
  if ('any' in condition) return { any: condition.any.map((part) => withMoney(part, change)) }
  if ('not' in condition) return { not: withMoney(condition.not, change) }
  if (condition.fact === 'attribute' || condition.fact === 'channel' || NUMBER_FACTS[condition.fact].unit !== 'money') return condition
  return { ...condition, value: change(condition.value) }
}

/** Names the fact a leaf looks at: leaves of one key share a column. */
export function factKey(leaf: Leaf): string {
  if (leaf.fact === 'attribute') return `attribute:${leaf.name}`
  if (leaf.fact === 'channel') return `channel:${leaf.channel}:${leaf.days ?? ''}`
  return NUMBER_FACTS[leaf.fact].window ? `${leaf.fact}:${leaf.days ?? ''}` : leaf.fact
}
