import type { Tx } from '@/db/client'
import type { PlanVerdict } from '@/db/vocabulary'
import { now } from '../../clock'
import { reading, writing, type OrgCtx } from '../../context'
import { addDays, localDayOf, startOfDay, type LocalDay } from '../../domain/time/local-day'
import { TouchstoneError } from '../../errors'
import { queueJob } from '../../jobs/queue'
import { notYet } from '../../reports/plans/not-yet'
import { planRow } from '../../reports/plans/plan-row'
import { notify } from '../notifications/notify'
import { reviewPlan } from './review-plan'

const EIGHT_HOURS_MS = 8 * 3_600_000
/** While records are being counted in. */
const WAIT_MS = 10 * 60_000

const atEight = (ctx: OrgCtx, day: LocalDay) => new Date(startOfDay(day, ctx.org.timezone) + EIGHT_HOURS_MS)

/** Has the verdict given at eight in the morning of the planned day. */
export async function queueVerdict(tx: Tx, ctx: OrgCtx, plan: string, day: LocalDay): Promise<void> {
  await queueJob(tx, ctx.org.id, 'verdict', `${plan} ${day}`, {}, atEight(ctx, day))
}

/**
 * Gives a running plan its verdict because its day has come (METRICS §3), and so tells its owner; of groups counted elsewhere
 * only the owner knows the counts, and is asked for them. null where nothing is to be given: it has one already, was stopped,
 * or the day has not come (in a sample, whose time stands still, it never does), or it is not to be judged yet (notYet): then
 * it is asked again within minutes, or, where somebody has to see to it first, its owner is told and it is asked every morning.
 * `key` is what queueVerdict queued.
 */
export async function judgePlan(ctx: OrgCtx, key: string, clock = now()): Promise<PlanVerdict | null> {
  const [plan = '', day = ''] = key.split(' ')
  const row = await reading(ctx, (tx) => planRow(tx, ctx, plan))
  if (row.status !== 'running' || row.reviewOn !== day || localDayOf(ctx.now.getTime(), ctx.org.timezone) < day) return null
  if (row.design === 'randomised' && !row.measure) {
    await writing(ctx, (tx, w) => notify(tx, w, ctx, { to: [row.ownerId], kind: 'plan', title: `“${row.name}”: its day has come`, body: 'Say how many were in each group and how many of them did it: then the verdict is given.', link: `/plans/${plan}`, subject: `plan:${plan}:due` }))
    return null
  }
  try {
    return (await reviewPlan(ctx, { plan })).verdict
  } catch (error) {
    if (!(error instanceof TouchstoneError) || error.fault !== 'conflict') throw error
  }
  const { still, wait } = await reading(ctx, async (tx) => ({ still: (await planRow(tx, ctx, plan)).status === 'running', wait: await notYet(ctx, tx, row) }))
  // Somebody pressed in the same moment: it has its one verdict.
  if (!still) return null
  const again = wait?.passing === false ? atEight(ctx, addDays(localDayOf(clock.getTime(), ctx.org.timezone), 1)) : new Date(clock.getTime() + WAIT_MS)
  await writing(ctx, async (tx, w) => {
    if (wait?.passing === false) await notify(tx, w, ctx, { to: [row.ownerId], kind: 'plan', title: `“${row.name}”: its day has come, and ${wait.byHand ? 'records are missing' : 'nothing can be told'}`, body: wait.reason, link: `/plans/${plan}`, subject: `plan:${plan}:${wait.byHand ? 'missing' : 'settings'}` })
    await queueJob(tx, ctx.org.id, 'verdict', key, {}, again)
  })
  return null
}
