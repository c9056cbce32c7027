import { and, eq } from 'drizzle-orm'
import { screenDevices, screens, screenTokenHashes } from '@/db/schema'
import { inArray } from 'drizzle-orm'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { screenId } from '../../schemas/screens'
import { screenRow } from './write'

/** Removes a screen with its slides; its displays are revoked. Admins only; unknown ids are `not_found`. */
export async function deleteScreen(ctx: OrgCtx, input: { id: string }): Promise<{ id: string; name: string }> {
  requireCapability(ctx, 'admin')
  const id = screenId.parse(input.id)
  const { name, devices } = await writing(ctx, async (tx, w) => {
    const row = await screenRow(tx, ctx, id)
    const gone = await tx.delete(screenDevices).where(and(eq(screenDevices.organisationId, ctx.org.id), eq(screenDevices.screenId, id))).returning({ id: screenDevices.id })
    await tx.delete(screens).where(and(eq(screens.organisationId, ctx.org.id), eq(screens.id, id)))
    await w.audit({ action: 'screen.deleted', subject: 'screen', subjectId: id, detail: { name: row.name, displays: gone.length } })
    w.publish('screens')
    return { name: row.name, devices: gone.map((d) => d.id) }
  })
  // Hashes belong to no tenant: a transaction of its own. Without its device a hash opens nothing.
  if (devices.length > 0) await ctx.db.door((tx) => tx.delete(screenTokenHashes).where(and(eq(screenTokenHashes.ofOrganisation, ctx.org.id), inArray(screenTokenHashes.deviceId, devices))))
  return { id, name }
}
