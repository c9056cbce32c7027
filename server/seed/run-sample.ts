import { eq } from 'drizzle-orm'
import { organisations } from '@/db/schema'
import { systemCtx } from '../access'
import { reading, requireCapability, writing, type OrgCtx } from '../context'
import { addMonths, daysBetween, firstOfMonth } from '../domain/time/local-day'
import { queueJob } from '../jobs/queue'
import { scheduleVacuum } from '../jobs/vacuum'
import { segmentationRow } from '../queries/segments'
import { VALUE_TIERS_SLUG } from '../domain/segments/definition'
import { resegment } from '../services/segments/resegment'
import { runSettle } from '../services/settle/run-settle'
import { loadDays, type Loaded } from './load'
import { ensureSampleCatalogue } from './sample/catalogue'
import { ensureSampleJourneys } from './sample/journeys'
import { sampleDays } from './sample/generate'
import { daysOf, FULL_SAMPLE, SAMPLE_AS_OF, type SamplePlan } from './sample/plan'

export type SampleRun = { plan?: SamplePlan; signal?: AbortSignal; onProgress?: (progress: { done: number; of: number; note: string }) => void; clock: Date }

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

/**
 * Fills a sample organisation: settings, catalogue, three years of records, then what is derived from them. May be run
 * again: a finished sample stays as it is, one that was cut off goes on. Stopped, it settles what has come and throws
 * the signal's reason. Progress counts days of records, then customers.
 */
export async function runSample(ctx: OrgCtx, { plan = FULL_SAMPLE, signal, onProgress, clock }: SampleRun): Promise<Loaded> {
  requireCapability(ctx, 'admin')
  await settings(ctx, plan)
  // From here on as of the sample's own instant, with the settings just made.
  const own = await systemCtx(ctx.db, ctx.org.id, clock)
  await ensureSampleCatalogue(own)
  const of = daysOf(plan)
  try {
    const loaded = await loadDays(own, sampleDays(plan), {
      signal,
      onDay: (day, { accepted }) => onProgress?.({ done: daysBetween(plan.from, day), of, note: `Recording ${MONTHS[Number(day.slice(5, 7)) - 1] ?? ''} ${day.slice(0, 4)}: ${accepted.toLocaleString('en')} records so far` }),
    })
    if (loaded.accepted > 0) await analyze(own)
    await runSettle(own, { since: null, signal, clock, onProgress: ({ done, of: all }) => onProgress?.({ done, of: all, note: 'Settling customers: relationships, moments and their effects' }) })
    const tiers = await reading(own, (tx) => segmentationRow(tx, own, VALUE_TIERS_SLUG))
    if (tiers && (tiers.computedAt === null || loaded.accepted > 0)) await resegment(own, tiers.id, { signal, clock, onProgress: (progress) => onProgress?.({ ...progress, note: 'Cutting value tiers' }) })
    if (tiers) await ensureSampleJourneys(own)
    if (loaded.accepted > 0) {
      await analyze(own)
      await scheduleVacuum(own.db, clock)
    }
    return loaded
  } catch (error) {
    // Whatever came by then is told as it is, by the ordinary job.
    if (signal?.aborted) await writing(own, (tx) => queueJob(tx, own.org.id, 'settle', 'org', {}, clock))
    throw error
  }
}

/** The embedded engine never looks at its tables by itself, and plans for fresh ones are bad: twice, because settling reads what was recorded and reports read what was settled. */
async function analyze({ db }: OrgCtx): Promise<void> {
  if (db.kind === 'embedded') await db.outside('analyze')
}

/** A bank ends its relationships in writing, so nobody lapses; leaving has been recorded since the first month. */
async function settings(ctx: OrgCtx, plan: SamplePlan): Promise<void> {
  await ctx.db.door((tx) => tx.update(organisations).set({
    asOf: SAMPLE_AS_OF, lapseDays: null, effectWindowDays: 60, observedFrom: firstOfMonth(plan.from) === plan.from ? plan.from : addMonths(firstOfMonth(plan.from), 1),
    dimensions: ['region', 'product'], transactionKinds: { margin: 'value', fees: 'value', refund: 'value', salary: 'ignore' },
  }).where(eq(organisations.id, ctx.org.id)))
}
