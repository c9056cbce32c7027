import type { z } from 'zod'
import type { OrgCtx } from '../../context'
import { TouchstoneError } from '../../errors'
import { planInput } from '../../schemas/plans'
import { changePlan } from './change-plan'
import { freeOpportunity } from './free-opportunity'

/** Ends a plan early, without a verdict. It stays on the list, and what it was made from can be taken up again. Editors; `conflict` when it is over already. */
export async function stopPlan(ctx: OrgCtx, input: z.input<typeof planInput>): Promise<void> {
  const { plan } = planInput.parse(input)
  await changePlan(ctx, plan, async (row, tx) => {
    if (row.status === 'reviewed' || row.status === 'stopped') throw new TouchstoneError('conflict', 'This plan is over already.')
    await freeOpportunity(tx, ctx, row)
    return { set: { status: 'stopped' }, audit: { action: 'plan.stopped' } }
  })
}
