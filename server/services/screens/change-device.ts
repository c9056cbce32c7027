import { and, eq, isNull } from 'drizzle-orm'
import type { z } from 'zod'
import { screenDevices, screenTokenHashes } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { notFound } from '../../errors'
import { deviceId, deviceInput } from '../../schemas/screens'
import { screenRow } from './write'

/** Renames a display, sets its variables, or gives it another screen. Admins only; unknown or revoked ones are `not_found`. */
export async function changeDevice(ctx: OrgCtx, input: z.input<typeof deviceInput>): Promise<{ id: string }> {
  requireCapability(ctx, 'admin')
  const { id, name, variables, screen } = deviceInput.parse(input)
  return writing(ctx, async (tx, w) => {
    await screenRow(tx, ctx, screen)
    const changed = await tx.update(screenDevices).set({ name, variables, screenId: screen })
      .where(and(eq(screenDevices.organisationId, ctx.org.id), eq(screenDevices.id, id), isNull(screenDevices.revokedAt))).returning({ id: screenDevices.id })
    if (changed.length === 0) throw notFound('display with this id')
    await w.audit({ action: 'display.changed', subject: 'display', subjectId: id, detail: { name, ...variables } })
    w.publish('screens')
    return { id }
  })
}

/** Takes a display its token, at once and for good. Twice changes nothing; unknown ids are `not_found`. Admins only. */
export async function revokeDevice(ctx: OrgCtx, input: { id: string }): Promise<{ id: string; name: string }> {
  requireCapability(ctx, 'admin')
  const id = deviceId.parse(input.id)
  const found = await writing(ctx, async (tx, w) => {
    const mine = and(eq(screenDevices.organisationId, ctx.org.id), eq(screenDevices.id, id))
    const [device] = await tx.select({ id: screenDevices.id, name: screenDevices.name }).from(screenDevices).where(mine)
    if (!device) throw notFound('display with this id')
    const changed = await tx.update(screenDevices).set({ revokedAt: ctx.now }).where(and(mine, isNull(screenDevices.revokedAt))).returning({ id: screenDevices.id })
    if (changed.length > 0) {
      await w.audit({ action: 'display.revoked', subject: 'display', subjectId: id, detail: { name: device.name } })
      w.publish('screens')
    }
    return device
  })
  await ctx.db.door((tx) => tx.delete(screenTokenHashes).where(and(eq(screenTokenHashes.ofOrganisation, ctx.org.id), eq(screenTokenHashes.deviceId, id))))
  return found
}
