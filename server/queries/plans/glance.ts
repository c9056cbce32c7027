import { eq } from 'drizzle-orm'
import { planActions } from '@/db/schema'
import { reading, type OrgCtx } from '../../context'
import { isLate } from '../../domain/plans/action-late'
import { addDays, localDayOf } from '../../domain/time/local-day'
import { allPlans, temperedOf } from '../../reports/plans/plan-row'

/** A verdict is news for so many days. */
const NEWS_DAYS = 30

/** What of our plans wants to be seen today: reviews that are due or next, fresh verdicts, actions that are late or stuck. */
export function plansAtAGlance(ctx: OrgCtx) {
  return reading(ctx, async (tx) => {
    const today = localDayOf(ctx.now.getTime(), ctx.org.timezone)
    const plans = await allPlans(tx, ctx)
    const running = plans.filter((p) => p.status === 'running')
    // Of plans that are over too: what was left to do for them is left to do still.
    const actions = (await tx.select({ status: planActions.status, dueOn: planActions.dueOn }).from(planActions).where(eq(planActions.organisationId, ctx.org.id))).filter((a) => a.status !== 'done')
    const reviews = running.flatMap(({ id, name, reviewOn }) => (reviewOn ? [{ id, name, reviewOn }] : [])).toSorted((a, b) => (a.reviewOn < b.reviewOn ? -1 : 1))
    return {
      running: running.length,
      drafts: plans.filter((p) => p.status === 'draft').length,
      due: reviews.filter((r) => r.reviewOn <= today),
      next: reviews.find((r) => r.reviewOn > today) ?? null,
      verdicts: plans.flatMap((plan) => { const { id, name, status, verdict, reviewedAt } = plan; return verdict && reviewedAt && localDayOf(reviewedAt.getTime(), ctx.org.timezone) >= addDays(today, -NEWS_DAYS) ? [{ id, name, status, verdict, tempered: temperedOf(plan), reviewedAt }] : [] }),
      late: actions.filter((a) => isLate(a, today)).length,
      stuck: actions.filter((a) => a.status === 'stuck').length,
    }
  })
}
export type PlansAtAGlance = Awaited<ReturnType<typeof plansAtAGlance>>
