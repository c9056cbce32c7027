import { and, eq } from 'drizzle-orm'
import { touchpoints } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '@/server/context'
import { notFound } from '@/server/errors'
import { touchpointOf } from '@/server/queries/catalogue'
import { catalogueSlug, touchpointPatch, type TouchpointPatch, type TouchpointView } from '@/server/schemas/catalogue'
import { minorOf } from './minor-of'
import { queueTouchpoint } from '../settle/queue'

/**
 * Changes a touchpoint. Another class or rule also reclasses history: everybody who met it is settled again by a job.
 * Admins only; an unknown slug is `not_found`.
 */
export async function updateTouchpoint(ctx: OrgCtx, input: { slug: string; patch: TouchpointPatch }): Promise<TouchpointView> {
  requireCapability(ctx, 'admin')
  const slug = catalogueSlug.parse(input.slug)
  const patch = touchpointPatch.parse(input.patch)
  return writing(ctx, async (tx, w) => {
    const mine = and(eq(touchpoints.organisationId, ctx.org.id), eq(touchpoints.slug, slug))
    const [before] = await tx.select().from(touchpoints).where(mine).for('update')
    if (!before) throw notFound(`touchpoint “${slug}”`)
    const { rule } = patch
    const [row] = await tx.update(touchpoints).set({
      name: patch.name, class: patch.class, critical: patch.critical, stakes: patch.stakes, targetMinutes: patch.target_minutes, resultRule: patch.result_rule,
      momentRule: rule && { rule: rule.rule, ...(rule.amount === undefined ? {} : { amount: minorOf(rule.amount, ctx.org.currency, 'rule.amount') }) },
      confirmed: true,
    }).where(mine).returning()
    if (!row) throw notFound(`touchpoint “${slug}”`)
    const reclassed = row.class !== before.class || differs(row.momentRule, before.momentRule) || differs(row.resultRule, before.resultRule)
    if (reclassed) await queueTouchpoint(tx, ctx.org.id, row.id)
    await w.audit({ action: reclassed ? 'touchpoint.reclassed' : 'touchpoint.updated', subject: 'touchpoint', subjectId: row.id, detail: { slug, ...patch } })
    w.publish('catalogue')
    return touchpointOf(row, ctx.org.currency)
  })
}

/** Both come out of jsonb, which writes keys in one order. */
const differs = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b)
