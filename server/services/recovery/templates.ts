import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import { noteTemplates } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { notFound } from '../../errors'
import { removeTemplateInput, templateInput } from '../../schemas/recovery'

/** Writes a note's template, or changes the one named. Editors; an unknown id is `not_found`. */
export async function saveTemplate(ctx: OrgCtx, input: z.input<typeof templateInput>): Promise<{ id: string }> {
  requireCapability(ctx, 'edit')
  const { id: wanted, ...said } = templateInput.parse(input)
  return writing(ctx, async (tx, w) => {
    const id = wanted ?? randomUUID()
    const values = { ...said, changedAt: ctx.now, changedBy: ctx.actor.label }
    const rows = wanted
      ? await tx.update(noteTemplates).set(values).where(and(eq(noteTemplates.organisationId, ctx.org.id), eq(noteTemplates.id, id))).returning({ id: noteTemplates.id })
      : await tx.insert(noteTemplates).values({ organisationId: ctx.org.id, id, ...values }).returning({ id: noteTemplates.id })
    if (rows.length === 0) throw notFound('template')
    await w.audit({ action: wanted ? 'recovery.template_changed' : 'recovery.template_written', subject: 'note_template', subjectId: id, detail: { name: said.name } })
    w.publish('recovery')
    return { id }
  })
}

/** Takes a template away. Editors; an unknown one is `not_found`. */
export async function removeTemplate(ctx: OrgCtx, input: z.input<typeof removeTemplateInput>): Promise<void> {
  requireCapability(ctx, 'edit')
  const { id } = removeTemplateInput.parse(input)
  await writing(ctx, async (tx, w) => {
    const [row] = await tx.delete(noteTemplates).where(and(eq(noteTemplates.organisationId, ctx.org.id), eq(noteTemplates.id, id))).returning({ name: noteTemplates.name })
    if (!row) throw notFound('template')
    await w.audit({ action: 'recovery.template_removed', subject: 'note_template', subjectId: id, detail: { name: row.name } })
    w.publish('recovery')
  })
}
