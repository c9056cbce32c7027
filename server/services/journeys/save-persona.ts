import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { personas } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { notFound } from '../../errors'
import { personaInput, type PersonaInput } from '../../schemas/journeys'

/** A new persona, or a known one changed. Editors; an unknown id is `not_found`. */
export async function savePersona(ctx: OrgCtx, input: PersonaInput): Promise<{ id: string }> {
  requireCapability(ctx, 'edit')
  const { id: known, ...said } = personaInput.parse(input)
  return writing(ctx, async (tx, w) => {
    const id = known ?? randomUUID()
    if (known === undefined) await tx.insert(personas).values({ organisationId: ctx.org.id, id, ...said, createdAt: ctx.now })
    else {
      const [found] = await tx.update(personas).set(said).where(and(eq(personas.organisationId, ctx.org.id), eq(personas.id, known))).returning({ id: personas.id })
      if (!found) throw notFound('persona')
    }
    await w.audit({ action: known === undefined ? 'persona.created' : 'persona.changed', subject: 'persona', subjectId: id, detail: { ...said } })
    w.publish('journeys')
    return { id }
  })
}
