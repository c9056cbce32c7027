import { and, eq, sql } from 'drizzle-orm'
import { journeys, personas } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { notFound } from '../../errors'

/** Takes a persona out, and off every map drawn for it. Editors; an unknown id is `not_found`. */
export async function removePersona(ctx: OrgCtx, { id }: { id: string }): Promise<void> {
  requireCapability(ctx, 'edit')
  await writing(ctx, async (tx, w) => {
    const [gone] = await tx.delete(personas).where(and(eq(personas.organisationId, ctx.org.id), eq(personas.id, id))).returning({ name: personas.name })
    if (!gone) throw notFound('persona')
    await tx.update(journeys).set({ personas: sql`${journeys.personas} - ${id}::text` }).where(and(eq(journeys.organisationId, ctx.org.id), sql`${journeys.personas} ? ${id}::text`))
    await w.audit({ action: 'persona.removed', subject: 'persona', subjectId: id, detail: { name: gone.name } })
    w.publish('journeys')
  })
}
