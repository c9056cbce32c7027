import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import { opportunities } from '@/db/schema'
import type { PlanVerdict } from '@/db/vocabulary'
import type { OrgCtx } from '../../context'
import { afterVerdict } from '../../domain/plans/caveats'
import { verdictBriefly } from '../../domain/plans/credit'
import { foundWords } from '../../domain/plans/minutes'
import { dayInWords } from '../../domain/time/day-in-words'
import { localDayOf } from '../../domain/time/local-day'
import { invalid, TouchstoneError } from '../../errors'
import { impactOf, type Impact } from '../../reports/plans/impact'
import { notYet } from '../../reports/plans/not-yet'
import { temperedOf } from '../../reports/plans/plan-row'
import { reviewInput } from '../../schemas/plans'
import { notify } from '../notifications/notify'
import { changePlan } from './change-plan'
import { freeOpportunity } from './free-opportunity'

/**
 * Gives a plan its verdict, once, on its review day or later, from what lies between start and review: nobody looks until
 * it pleases. Figures that tell nothing are “can't tell”. Editors; `invalid` before that day, `conflict` unless it runs, or
 * while what the record says is still being counted in (half of it would be judged for good) or is read by other settings than
 * the baseline was. Where a feed that it needs has fallen silent, it is given only where somebody asks for it, and says so.
 */
export async function reviewPlan(ctx: OrgCtx, input: z.input<typeof reviewInput>): Promise<{ verdict: PlanVerdict }> {
  const { plan, groups } = reviewInput.parse(input)
  let verdict: PlanVerdict = 'cant_tell'
  await changePlan(ctx, plan, async (row, tx, w) => {
    if (row.status !== 'running') throw new TouchstoneError('conflict', 'Only a plan that runs can be judged.')
    const today = localDayOf(ctx.now.getTime(), ctx.org.timezone)
    if (!row.reviewOn || today < row.reviewOn) throw invalid(`The verdict is given on ${row.reviewOn ? dayInWords(row.reviewOn) : 'its review day'}, as was said before it started.`)
    if (groups && row.design !== 'randomised') throw invalid('Groups are counted elsewhere only for a randomised roll-out.', [{ field: 'groups', reason: 'are of a randomised roll-out' }])
    const wait = await notYet(ctx, tx, row)
    if (wait && !(wait.byHand && ctx.actor.kind !== 'system')) throw new TouchstoneError('conflict', wait.reason)
    const impact = await impactOf(ctx, tx, row, groups)
    verdict = impact.says ?? 'cant_tell'
    const result = { ...impact, ...(groups ? { groups } : {}) }
    const said = verdictBriefly(verdict, temperedOf({ ...row, verdict, result }))
    // Only what moved is done (METRICS §3); of anything else it can be tried again.
    if (verdict !== 'moved') await freeOpportunity(tx, ctx, row)
    else if (row.opportunityId) await tx.update(opportunities).set({ state: 'done' }).where(and(eq(opportunities.organisationId, ctx.org.id), eq(opportunities.id, row.opportunityId), eq(opportunities.state, 'planned')))
    await notify(tx, w, ctx, { to: [row.ownerId], kind: 'plan', title: `“${row.name}”: ${said}`, body: bodyOf(impact, verdict, ctx.org.currency), link: `/plans/${plan}`, subject: `plan:${plan}:verdict` })
    return { set: { status: 'reviewed', verdict, reviewedAt: ctx.now, result }, audit: { action: 'plan.reviewed', detail: { verdict, said } } }
  })
  return { verdict }
}

/** What it was given on, and what is first to be known before it is believed. */
function bodyOf(impact: Impact, verdict: PlanVerdict, currency: string): string {
  const line = impact.lines.find(({ group }) => group === 'difference')
  const found = line && foundWords({ ...line, measure: impact.measure, unit: impact.unit }, currency)
  const [first, ...more] = afterVerdict(impact.caveats, verdict)
  return [found && `${found}.`, first, more.length > 0 && `${more.length} more ${more.length === 1 ? 'thing' : 'things'} to know before it is believed ${more.length === 1 ? 'is' : 'are'} on its page.`].filter(Boolean).join(' ')
}
