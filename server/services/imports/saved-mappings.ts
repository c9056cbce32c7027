import { and, eq } from 'drizzle-orm'
import { savedMappings } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '@/server/context'
import { notFound } from '@/server/errors'
import { mappingName, saveMappingInput } from '@/server/schemas/imports'

/** Saves a mapping by name, in place of the one that had it. Requires `ingest`. */
export async function saveMapping(ctx: OrgCtx, input: unknown): Promise<{ name: string }> {
  requireCapability(ctx, 'ingest')
  const { name, mapping } = saveMappingInput.parse(input)
  return writing(ctx, async (tx, w) => {
    await tx.insert(savedMappings).values({ organisationId: ctx.org.id, name, mapping, updatedAt: ctx.now })
      .onConflictDoUpdate({ target: [savedMappings.organisationId, savedMappings.name], set: { mapping, updatedAt: ctx.now } })
    await w.audit({ action: 'mapping.saved', subject: 'mapping', subjectId: name })
    w.publish('imports')
    return { name }
  })
}

/** Forgets a saved mapping; imports made with it keep theirs. Requires `ingest`. Throws `not_found`. */
export async function deleteMapping(ctx: OrgCtx, input: unknown): Promise<void> {
  requireCapability(ctx, 'ingest')
  const name = mappingName.parse(input)
  await writing(ctx, async (tx, w) => {
    const gone = await tx.delete(savedMappings).where(and(eq(savedMappings.organisationId, ctx.org.id), eq(savedMappings.name, name))).returning({ name: savedMappings.name })
    if (gone.length === 0) throw notFound('mapping of this name')
    await w.audit({ action: 'mapping.deleted', subject: 'mapping', subjectId: name })
    w.publish('imports')
  })
}
