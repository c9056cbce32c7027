import type { z } from 'zod'
import { requireCapability, type OrgCtx } from '../../context'
import { memberNames } from '../../queries/member-names'
import { renamePlanInput } from '../../schemas/plans'
import { notify } from '../notifications/notify'
import { changePlan } from './change-plan'
import { memberName } from './member'

/** Gives a plan another name or owner, who is told. Editors. */
export async function updatePlan(ctx: OrgCtx, input: z.input<typeof renamePlanInput>): Promise<void> {
  requireCapability(ctx, 'edit')
  const { plan, name, owner } = renamePlanInput.parse(input)
  const names = owner ? await memberNames(ctx) : new Map<string, string>()
  await changePlan(ctx, plan, async (row, tx, w) => {
    const ownerLabel = owner ? await memberName(tx, ctx, owner, names) : undefined
    if (owner && owner !== row.ownerId) await notify(tx, w, ctx, { to: [owner], kind: 'assignment', title: `You own the plan “${name ?? row.name}”`, link: `/plans/${plan}` })
    return { set: { ...(name ? { name } : {}), ...(owner ? { ownerId: owner, ownerLabel } : {}) }, audit: { action: 'plan.changed', detail: ownerLabel ? { owner: ownerLabel } : {} } }
  })
}
