import { ticks } from '../clock'
import type { OrgCtx } from '../context'
import { someCustomerHas } from '../queries/screens/screens'

/** A value nobody has is looked for again after this long; one that somebody has stays known. */
const UNKNOWN_MS = 60_000
const MOST = 1000
const asked = new Map<string, { known: boolean; until: number }>()

/** Whether any customer has this value of a dimension: a misspelt branch is told from one in which nothing happened. Asked of the database once a minute at most. */
export async function isKnownValue(ctx: OrgCtx, name: string, value: string): Promise<boolean> {
  const key = JSON.stringify([ctx.org.id, name, value])
  const before = asked.get(key)
  if (before && (before.known || before.until > ticks())) return before.known
  const known = await someCustomerHas(ctx, name, value)
  if (asked.size >= MOST) asked.clear()
  asked.set(key, { known, until: ticks() + UNKNOWN_MS })
  return known
}
