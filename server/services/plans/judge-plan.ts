import type { Tx } from '@/db/client'
import type { PlanVerdict } from '@/db/vocabulary'
import { now } from '../../clock'
import { reading, writing, type OrgCtx } from '../../context'
import { settingsCaveat } from '../../domain/plans/settings-then'
import { isNoticed } from '../../domain/settling'
import { localDayOf, startOfDay, type LocalDay } from '../../domain/time/local-day'
import { TouchstoneError } from '../../errors'
import { queueJob } from '../../jobs/queue'
import { waitingToSettle } from '../../queries/waiting'
import { settingsChangedIn } from '../../reports/plans/impact'
import { planRow } from '../../reports/plans/plan-row'
import { notify } from '../notifications/notify'
import { reviewPlan } from './review-plan'

const EIGHT_HOURS_MS = 8 * 3_600_000
/** While records are being counted in. */
const WAIT_MS = 10 * 60_000

/** Has the verdict given at eight in the morning of the planned day. */
export async function queueVerdict(tx: Tx, ctx: OrgCtx, plan: string, day: LocalDay): Promise<void> {
  await queueJob(tx, ctx.org.id, 'verdict', `${plan} ${day}`, {}, new Date(startOfDay(day, ctx.org.timezone) + EIGHT_HOURS_MS))
}

/**
 * Gives a running plan its verdict because its day has come (METRICS §3), and so tells its owner; of groups counted elsewhere
 * only the owner knows the counts, and is asked for them. null where nothing is to be given: it has one already, was stopped,
 * or the day has not come (in a sample, whose time stands still, it never does), or records are still being counted in: then it is asked again; or where its figure is read by other settings than its baseline was: its owner is told. `key` is what queueVerdict queued.
 */
export async function judgePlan(ctx: OrgCtx, key: string, clock = now()): Promise<PlanVerdict | null> {
  const [plan = '', day = ''] = key.split(' ')
  const row = await reading(ctx, (tx) => planRow(tx, ctx, plan))
  if (row.status !== 'running' || row.reviewOn !== day || localDayOf(ctx.now.getTime(), ctx.org.timezone) < day) return null
  if (row.design === 'randomised' && !row.measure) {
    await writing(ctx, (tx, w) => notify(tx, w, ctx, { to: [row.ownerId], kind: 'plan', title: `“${row.name}”: its day has come`, body: 'Say how many were in each group and how many of them did it: then the verdict is given.', link: `/plans/${plan}`, subject: `plan:${plan}:due` }))
    return null
  }
  if (row.measure && isNoticed(await reading(ctx, (tx) => waitingToSettle(tx, ctx)))) {
    await writing(ctx, (tx) => queueJob(tx, ctx.org.id, 'verdict', key, {}, new Date(clock.getTime() + WAIT_MS)))
    return null
  }
  const [changed] = settingsCaveat(settingsChangedIn(ctx, row))
  if (changed) {
    await writing(ctx, (tx, w) => notify(tx, w, ctx, { to: [row.ownerId], kind: 'plan', title: `“${row.name}”: its day has come, and nothing can be told`, body: changed, link: `/plans/${plan}`, subject: `plan:${plan}:settings` }))
    return null
  }
  try {
    return (await reviewPlan(ctx, { plan })).verdict
  } catch (error) {
    // Somebody pressed in the same moment: it has its one verdict.
    if (error instanceof TouchstoneError && error.fault === 'conflict') return null
    throw error
  }
}
