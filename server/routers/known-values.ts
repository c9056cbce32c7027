import { ticks } from '../clock'
import type { OrgCtx } from '../context'
import { customersSay, someRecordHas } from '../queries/screens/screens'

/** What was not found is looked for again after this long; what was found stays so. */
const UNKNOWN_MS = 60_000
const MOST = 1000
const asked = new Map<string, { known: boolean; until: number }>()

async function remembered(key: string, find: () => Promise<boolean>): Promise<boolean> {
  const before = asked.get(key)
  if (before && (before.known || before.until > ticks())) return before.known
  const known = await find()
  if (asked.size >= MOST) asked.clear()
  asked.set(key, { known, until: ticks() + UNKNOWN_MS })
  return known
}

/** Whether anything recorded has this value of a dimension: a misspelt branch is told from one in which nothing happened. Asked of the database once a minute at most. */
export const isKnownValue = (ctx: OrgCtx, name: string, value: string): Promise<boolean> => remembered(JSON.stringify([ctx.org.id, name, value]), () => someRecordHas(ctx, name, value))

/** Whether customers themselves say anything of a dimension, and not contacts alone. */
export const isOfCustomers = (ctx: OrgCtx, name: string): Promise<boolean> => remembered(JSON.stringify([ctx.org.id, name]), () => customersSay(ctx, name))
