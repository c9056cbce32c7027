import type { z } from 'zod'
import type { OrgCtx } from '../../context'
import { TouchstoneError } from '../../errors'
import { planInput } from '../../schemas/plans'
import { changePlan } from './change-plan'

/** Ends a plan early, without a verdict. It stays on the list. Editors; `conflict` when it is over already. */
export async function stopPlan(ctx: OrgCtx, input: z.input<typeof planInput>): Promise<void> {
  const { plan } = planInput.parse(input)
  await changePlan(ctx, plan, (row) => {
    if (row.status === 'reviewed' || row.status === 'stopped') throw new TouchstoneError('conflict', 'This plan is over already.')
    return { set: { status: 'stopped' }, audit: { action: 'plan.stopped' } }
  })
}
