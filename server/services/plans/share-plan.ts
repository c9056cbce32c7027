import { randomBytes, randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import { planShareHashes, planShares } from '@/db/schema'
import { now } from '../../clock'
import { reading, requireCapability, writing, type OrgCtx } from '../../context'
import { hashSecret } from '../../domain/key-hash'
import { notFound } from '../../errors'
import { planRow } from '../../reports/plans/plan-row'
import { planInput, shareInput } from '../../schemas/plans'

/** A link that shows this one plan, read-only, to whoever has it; shown this once, and revocable. Editors. */
export async function sharePlan(ctx: OrgCtx, input: z.input<typeof planInput>): Promise<{ id: string; path: string }> {
  requireCapability(ctx, 'edit')
  const { plan } = planInput.parse(input)
  const { name } = await reading(ctx, (tx) => planRow(tx, ctx, plan))
  const token = `tsp_${randomBytes(32).toString('base64url')}`
  const id = randomUUID()
  // The hash belongs to no tenant, so it is a transaction of its own; it goes first, because a hash without its link opens nothing.
  await ctx.db.door((tx) => tx.insert(planShareHashes).values({ hash: hashSecret(token), ofOrganisation: ctx.org.id, shareId: id }))
  await writing(ctx, async (tx, w) => {
    await tx.insert(planShares).values({ organisationId: ctx.org.id, id, planId: plan, createdAt: now(), createdBy: ctx.actor.label })
    await w.audit({ action: 'plan.shared', subject: 'plan', subjectId: plan, detail: { name, share: id } })
    w.publish('plans')
  })
  return { id, path: `/shared/${token}` }
}

/** Closes a link for good. Editors; an unknown one is `not_found`. */
export async function revokeShare(ctx: OrgCtx, input: z.input<typeof shareInput>): Promise<void> {
  requireCapability(ctx, 'edit')
  const { share } = shareInput.parse(input)
  await writing(ctx, async (tx, w) => {
    const [found] = await tx.update(planShares).set({ revokedAt: now() }).where(and(eq(planShares.organisationId, ctx.org.id), eq(planShares.id, share))).returning({ plan: planShares.planId })
    if (!found) throw notFound('link')
    await w.audit({ action: 'plan.share_revoked', subject: 'plan', subjectId: found.plan, detail: { share } })
    w.publish('plans')
  })
  await ctx.db.door((tx) => tx.delete(planShareHashes).where(and(eq(planShareHashes.ofOrganisation, ctx.org.id), eq(planShareHashes.shareId, share))))
}
