import { randomUUID } from 'node:crypto'
import { and, eq, isNull } from 'drizzle-orm'
import type { z } from 'zod'
import { takeovers } from '@/db/schema'
import type { Tx } from '@/db/client'
import { now } from '../../clock'
import { requireCapability, writing, type OrgCtx, type Writing } from '../../context'
import { notFound } from '../../errors'
import { takeoverId, takeoverInput } from '../../schemas/screens'
import { screenRow } from './write'

/**
 * Interrupts every slide of a screen (or of all) with a message, until it is ended or its minutes are over. Raised again by
 * the same source, the one that stands is changed. Admins, and the system: alerts raise it with themselves as source.
 */
export async function raiseTakeover(ctx: OrgCtx, input: z.input<typeof takeoverInput>): Promise<{ id: string }> {
  requireCapability(ctx, 'admin')
  const { screen, title, text, source, minutes } = takeoverInput.parse(input)
  // Displays hang on the wall's clock, also those of a sample organisation whose time stands still.
  const raisedAt = now()
  const until = new Date(raisedAt.getTime() + minutes * 60_000)
  return writing(ctx, async (tx, w) => {
    if (screen) await screenRow(tx, ctx, screen)
    const standing = and(eq(takeovers.organisationId, ctx.org.id), eq(takeovers.source, source), screen ? eq(takeovers.screenId, screen) : isNull(takeovers.screenId), isNull(takeovers.endedAt))
    const [changed] = await tx.update(takeovers).set({ title, text, until }).where(standing).returning({ id: takeovers.id })
    const id = changed?.id ?? randomUUID()
    if (!changed) await tx.insert(takeovers).values({ organisationId: ctx.org.id, id, screenId: screen, title, text, source, raisedAt, raisedBy: ctx.actor.label, until })
    await w.audit({ action: 'takeover.raised', subject: 'takeover', subjectId: id, detail: { name: title, minutes, source } })
    w.publish('screens')
    return { id }
  })
}

/** Lets go of what a source holds, within its own change: an alert that has cleared, or is watched no more. */
export async function endTakeoversOf(tx: Tx, w: Writing, ctx: OrgCtx, source: string): Promise<void> {
  const ended = await tx.update(takeovers).set({ endedAt: now() }).where(and(eq(takeovers.organisationId, ctx.org.id), eq(takeovers.source, source), isNull(takeovers.endedAt))).returning({ id: takeovers.id, title: takeovers.title })
  for (const { id, title } of ended) await w.audit({ action: 'takeover.ended', subject: 'takeover', subjectId: id, detail: { name: title } })
  if (ended.length > 0) w.publish('screens')
}

/** Lets go: the displays turn on. Twice changes nothing; unknown ids are `not_found`. Admins, and the system. */
export async function endTakeover(ctx: OrgCtx, input: { id: string }): Promise<{ id: string }> {
  requireCapability(ctx, 'admin')
  const id = takeoverId.parse(input.id)
  return writing(ctx, async (tx, w) => {
    const mine = and(eq(takeovers.organisationId, ctx.org.id), eq(takeovers.id, id))
    const [found] = await tx.select({ title: takeovers.title, endedAt: takeovers.endedAt }).from(takeovers).where(mine)
    if (!found) throw notFound('takeover with this id')
    if (found.endedAt) return { id }
    await tx.update(takeovers).set({ endedAt: now() }).where(mine)
    await w.audit({ action: 'takeover.ended', subject: 'takeover', subjectId: id, detail: { name: found.title } })
    w.publish('screens')
    return { id }
  })
}
