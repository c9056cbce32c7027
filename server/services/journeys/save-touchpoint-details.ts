import { and, eq } from 'drizzle-orm'
import { touchpointDetails, touchpoints } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { notFound } from '../../errors'
import { touchpointDetailsInput, type TouchpointDetailsInput } from '../../schemas/journeys'
import { minorOf } from '../catalogue/minor-of'

/** Says what makes a touchpoint a moment, what getting it wrong costs, and what it is held to. Admins. */
export async function saveTouchpointDetails(ctx: OrgCtx, input: TouchpointDetailsInput): Promise<void> {
  requireCapability(ctx, 'admin')
  const said = touchpointDetailsInput.parse(input)
  await writing(ctx, async (tx, w) => {
    const [at] = await tx.select({ id: touchpoints.id }).from(touchpoints).where(and(eq(touchpoints.organisationId, ctx.org.id), eq(touchpoints.slug, said.touchpoint)))
    if (!at) throw notFound(`touchpoint “${said.touchpoint}”`)
    const values = {
      personal: said.personal, unexpected: said.unexpected, investment: said.investment, failureCost: minorOf(said.failure_cost, ctx.org.currency, 'failure_cost') ?? null,
      targetFailed: said.target_failed, targetLeft: said.target_left, targetEffort: said.target_effort, targetActionHours: said.target_action_hours,
    }
    await tx.insert(touchpointDetails).values({ organisationId: ctx.org.id, touchpointId: at.id, ...values })
      .onConflictDoUpdate({ target: [touchpointDetails.organisationId, touchpointDetails.touchpointId], set: values })
    await w.audit({ action: 'touchpoint.details_changed', subject: 'touchpoint', subjectId: at.id, detail: { ...said } })
    w.publish('catalogue')
  })
}
