import { randomUUID } from 'node:crypto'
import { and, eq, notInArray, sql } from 'drizzle-orm'
import { screens, slides } from '@/db/schema'
import type { Tx } from '@/db/client'
import type { OrgCtx } from '../../context'
import { now } from '../../clock'
import { notFound } from '../../errors'
import { slideInput, type SlideInput } from '../../schemas/screens'

/** The screen of an id, locked for the change; unknown ids are `not_found`. */
export async function screenRow(tx: Tx, ctx: OrgCtx, id: string): Promise<typeof screens.$inferSelect> {
  const [row] = await tx.select().from(screens).where(and(eq(screens.organisationId, ctx.org.id), eq(screens.id, id))).for('update')
  if (!row) throw notFound('screen with this id')
  return row
}

/** Writes a screen's slides as given, in their order; those not among them are gone. Returns their ids. */
export async function writeSlides(tx: Tx, ctx: OrgCtx, screenId: string, given: readonly SlideInput[]): Promise<string[]> {
  const own = new Set((await tx.select({ id: slides.id }).from(slides).where(and(eq(slides.organisationId, ctx.org.id), eq(slides.screenId, screenId)))).map(({ id }) => id))
  const rows = given.map((slide, position) => {
    const { id, ...rest } = slideInput.parse(slide)
    return { ...rest, organisationId: ctx.org.id, screenId, id: id && own.delete(id) ? id : randomUUID(), position }
  })
  const ids = rows.map(({ id }) => id)
  const mine = and(eq(slides.organisationId, ctx.org.id), eq(slides.screenId, screenId))
  await tx.delete(slides).where(ids.length > 0 ? and(mine, notInArray(slides.id, ids)) : mine)
  const set = Object.fromEntries((['position', 'kind', 'report', 'parameters', 'field', 'cell', 'title', 'text', 'seconds', 'schedule'] as const).map((column) => [column, sql.raw(`excluded.${column}`)]))
  if (rows.length > 0) await tx.insert(slides).values(rows).onConflictDoUpdate({ target: [slides.organisationId, slides.screenId, slides.id], set })
  return ids
}

/** Marks a screen as changed, so that a change made from an older version is refused. By the wall's clock: a sample's time stands still, its admin's does not. */
export async function touch(tx: Tx, ctx: OrgCtx, id: string, more: Partial<typeof screens.$inferInsert> = {}): Promise<number> {
  const [row] = await tx.update(screens).set({ ...more, version: sql`${screens.version} + 1`, changedAt: now(), changedBy: ctx.actor.label })
    .where(and(eq(screens.organisationId, ctx.org.id), eq(screens.id, id))).returning({ version: screens.version })
  return row?.version ?? 0
}
