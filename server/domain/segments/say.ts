import { COMPARISONS, type Comparison, type Condition, type Leaf } from './conditions'
import { NUMBER_FACTS } from './facts'

const OPS: Record<Comparison, string> = { at_least: 'at least', at_most: 'at most', more_than: 'more than', less_than: 'less than', equals: 'exactly' }
export const COMPARISON_OPTIONS = COMPARISONS.map((value) => ({ value, label: OPS[value] }))

export type Speak = { money: (amount: number) => string; channel: (slug: string) => string }

/** A condition as people would say it: “value of the last 365 days at least £500, and branch is North”. */
export function sayCondition(condition: Condition, speak: Speak): string {
  if ('all' in condition) return joined(condition.all, ', and ', 'everybody', speak)
  if ('any' in condition) return joined(condition.any, ', or ', 'nobody', speak)
  if ('not' in condition) return `not (${sayCondition(condition.not, speak)})`
  return sayLeaf(condition, speak)
}

function joined(parts: Condition[], by: string, none: string, speak: Speak): string {
  if (parts.length === 0) return none
  return parts.map((part) => { const text = sayCondition(part, speak); return parts.length > 1 && ('all' in part || 'any' in part) && text.includes(', ') ? `(${text})` : text }).join(by)
}

function sayLeaf(leaf: Leaf, speak: Speak): string {
  const within = 'days' in leaf && leaf.days ? ` in the last ${leaf.days} days` : ''
  if (leaf.fact === 'channel') return `used ${speak.channel(leaf.channel)}${within}`
  if (leaf.fact === 'attribute') {
    if (leaf.op === 'is_known') return `${leaf.name} is known`
    return `${leaf.name} is ${leaf.op === 'is' ? '' : 'known and not '}${leaf.values.join(' or ')}`
  }
  const { says, unit, window } = NUMBER_FACTS[leaf.fact]
  const amount = unit === 'money' ? speak.money(leaf.value) : unit === 'impression' && leaf.value > 0 ? `+${leaf.value}` : String(leaf.value).replace('-', '−')
  return `${says}${window ? within : ''} ${OPS[leaf.op]} ${amount}`
}
