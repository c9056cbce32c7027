import type { Attributes } from './content-hash'

/** One thing a sender said about a customer or an issue, and when it was true (epoch ms). */
export type Fact = { updatedAt: number; hash: string; fields: Readonly<Record<string, unknown>> }
export type Folded = { fields: Record<string, unknown>; attributes: Attributes }

/**
 * The state that a set of facts adds up to, whatever order they arrived in: field by field the latest wins, null
 * clears, absent keeps; attributes merge by name (`attributes: null` clears them all). Facts of the same instant are
 * ordered by their content's hash, so that even they end the same everywhere.
 */
export function foldFacts(facts: readonly Fact[]): Folded {
  const fields: Record<string, unknown> = {}
  let attributes: Attributes = {}
  for (const fact of facts.toSorted(before)) {
    for (const [key, value] of Object.entries(fact.fields)) {
      if (key !== 'attributes') {
        if (value === null) delete fields[key]
        else fields[key] = value
      } else if (value === null) attributes = {}
      else for (const [name, entry] of Object.entries(value as Record<string, Attributes[string] | null>)) {
        if (entry === null) delete attributes[name]
        else attributes[name] = entry
      }
    }
  }
  return { fields, attributes }
}

const before = (a: Fact, b: Fact): number => a.updatedAt - b.updatedAt || (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0)
