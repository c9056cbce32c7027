import { and, eq, inArray } from 'drizzle-orm'
import { touchpoints } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '@/server/context'
import { notFound } from '@/server/errors'
import { classifyInput, type ClassifyInput } from '@/server/schemas/catalogue'
import { queueTouchpoint } from '../settle/queue'

/** Gives several touchpoints one class, all or none; history follows as a job. Answers how many changed. Admins only. */
export async function classifyTouchpoints(ctx: OrgCtx, input: ClassifyInput): Promise<{ changed: number }> {
  requireCapability(ctx, 'admin')
  const asked = classifyInput.parse(input)
  return writing(ctx, async (tx, w) => {
    const rows = await tx.select({ id: touchpoints.id, slug: touchpoints.slug, class: touchpoints.class }).from(touchpoints)
      .where(and(eq(touchpoints.organisationId, ctx.org.id), inArray(touchpoints.slug, asked.slugs))).orderBy(touchpoints.id).for('update')
    const missing = asked.slugs.find((slug) => !rows.some((row) => row.slug === slug))
    if (missing !== undefined) throw notFound(`touchpoint “${missing}”`)
    await tx.update(touchpoints).set({ class: asked.class, confirmed: true })
      .where(and(eq(touchpoints.organisationId, ctx.org.id), inArray(touchpoints.slug, asked.slugs)))
    const changed = rows.filter((row) => row.class !== asked.class)
    for (const row of changed) {
      await queueTouchpoint(tx, ctx.org.id, row.id)
      await w.audit({ action: 'touchpoint.reclassed', subject: 'touchpoint', subjectId: row.id, detail: { slug: row.slug, class: asked.class } })
    }
    w.publish('catalogue')
    return { changed: changed.length }
  })
}
