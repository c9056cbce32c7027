import { and, eq } from 'drizzle-orm'
import { touchpoints } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '@/server/context'
import { momentTemplate } from '@/server/domain/catalogue/templates'
import { recordId } from '@/server/domain/ids'
import { slugOf } from '@/server/domain/slug'
import { notFound, TouchstoneError } from '@/server/errors'
import { touchpointOf } from '@/server/queries/catalogue'
import { applyTemplateInput, type ApplyTemplateInput, type TouchpointView } from '@/server/schemas/catalogue'
import { queueTouchpoint } from '../settle/queue'

/**
 * Lays a well-known moment on a touchpoint: class, rules and stakes are set, its name stays. The touchpoint is created
 * when there is none by that name. History is reclassed as a job. Applying it twice changes nothing. Admins only.
 */
export async function applyTemplate(ctx: OrgCtx, input: ApplyTemplateInput): Promise<TouchpointView> {
  requireCapability(ctx, 'admin')
  const asked = applyTemplateInput.parse(input)
  const template = momentTemplate(asked.template)
  if (!template) throw notFound(`template “${asked.template}”`)
  const name = asked.touchpoint ?? template.name
  const slug = slugOf(name)
  const set = { class: 'moment_that_matters' as const, critical: template.critical, momentRule: template.momentRule, resultRule: template.resultRule, stakes: template.stakes, confirmed: true }
  return writing(ctx, async (tx, w) => {
    const id = recordId(ctx.org.id, 'touchpoint', '', slug)
    await tx.insert(touchpoints).values({ ...set, organisationId: ctx.org.id, id, slug, name, createdAt: ctx.now })
      .onConflictDoUpdate({ target: [touchpoints.organisationId, touchpoints.id], set })
    await queueTouchpoint(tx, ctx.org.id, id)
    await w.audit({ action: 'touchpoint.template_applied', subject: 'touchpoint', subjectId: id, detail: { slug, template: template.slug } })
    w.publish('catalogue')
    const [row] = await tx.select().from(touchpoints).where(and(eq(touchpoints.organisationId, ctx.org.id), eq(touchpoints.id, id)))
    if (!row) throw new TouchstoneError('internal', 'The touchpoint could not be written.')
    return touchpointOf(row, ctx.org.currency)
  })
}
