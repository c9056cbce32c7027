import { and, eq, ne } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { opportunities, plans } from '@/db/schema'
import type { OrgCtx } from '../../context'

/**
 * The plan an opportunity is in goes on no more, and did not move it: it can be taken up again, unless another plan from it is
 * still written or running. What an earlier one moved is done again.
 */
export async function freeOpportunity(tx: Tx, ctx: OrgCtx, { id, opportunityId }: { id: string; opportunityId: string | null }): Promise<void> {
  if (!opportunityId) return
  const others = await tx.select({ status: plans.status, verdict: plans.verdict }).from(plans).where(and(eq(plans.organisationId, ctx.org.id), eq(plans.opportunityId, opportunityId), ne(plans.id, id)))
  if (others.some(({ status }) => status === 'draft' || status === 'running')) return
  const state = others.some(({ verdict }) => verdict === 'moved') ? 'done' : 'open'
  await tx.update(opportunities).set({ state }).where(and(eq(opportunities.organisationId, ctx.org.id), eq(opportunities.id, opportunityId), eq(opportunities.state, 'planned')))
}
