import { sql } from 'drizzle-orm'
import { reading, type OrgCtx } from '../context'
import { addDays, startOfDay, type LocalDay } from '../domain/time/local-day'
import { identify, type Link } from '../services/recording/identify'
import { recordMixed, type Item } from '../services/recording/record'
import type { SeedDay } from './sample/generate'
import { SOURCE } from './sample/plan'

/** Enough that a batch's own cost hardly counts, few enough that pages answer in between. */
const BATCH = 8000
/** Records after which the embedded engine looks at its tables for the first time; then each time there are four times as many. */
const FIRST_LOOK = 16_000

export type Loaded = { accepted: number; duplicates: number; rejected: number }
export type Loading = { /** Records in one transaction. */ batch?: number; signal?: AbortSignal; onDay?: (day: LocalDay, loaded: Loaded) => void }

/**
 * Records a stream of days through the same door as everybody's records, as if each day had been received at its end.
 * Days before the newest one recorded are there already (batches commit in order) and are passed over, so a load that
 * was cut off goes on where it stood; what is sent again from that day on is a duplicate. Settling is the caller's.
 */
export async function loadDays(ctx: OrgCtx, days: Iterable<SeedDay> | AsyncIterable<SeedDay>, { batch = BATCH, signal, onDay }: Loading = {}): Promise<Loaded> {
  const loaded: Loaded = { accepted: 0, duplicates: 0, rejected: 0 }
  const from = await newestLoaded(ctx)
  let items: Item[] = []
  let links: Link[] = []
  let last = from
  let look = FIRST_LOOK
  const flush = async (received: OrgCtx) => {
    signal?.throwIfAborted()
    // Before the records of their days, so that a load cut off in between says them again.
    for (const link of links) await identify(received, link)
    links = []
    if (items.length === 0) return
    const { accepted, duplicates, rejected } = await recordMixed(received, { items, settle: false })
    items = []
    loaded.accepted += accepted
    loaded.duplicates += duplicates
    loaded.rejected += rejected
    // Pages are opened meanwhile: planned as if the tables were empty, their reports would hold the only connection for minutes.
    if (ctx.db.kind === 'embedded' && loaded.accepted >= look) {
      look = loaded.accepted * 4
      await ctx.db.outside('analyze')
    }
  }
  const endOf = (day: LocalDay): OrgCtx => ({ ...ctx, now: new Date(Math.min(startOfDay(addDays(day, 1), ctx.org.timezone), ctx.now.getTime())) })
  for await (const { day, items: records, links: recognised } of days) {
    if (from !== null && day < from) continue
    last = day
    items.push(...records)
    links.push(...recognised)
    if (items.length < batch) continue
    await flush(endOf(day))
    onDay?.(day, loaded)
  }
  if (last !== null) {
    await flush(endOf(last))
    onDay?.(last, loaded)
  }
  return loaded
}

/** Every day has transactions of the core system in it. */
async function newestLoaded(ctx: OrgCtx): Promise<LocalDay | null> {
  const found = await reading(ctx, (tx) => tx.execute<{ day: LocalDay | null }>(sql`
    select max(day)::text as day from source_daily where organisation_id = ${ctx.org.id} and source = ${SOURCE.core} and kind = 'transaction' and records > 0`))
  return found.rows[0]?.day ?? null
}
