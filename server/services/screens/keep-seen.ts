import { and, eq, inArray } from 'drizzle-orm'
import { screenDevices } from '@/db/schema'
import { now } from '../../clock'
import { writing, type OrgCtx } from '../../context'

/** Writes down that these displays are there: one statement for all of an organisation's. */
export async function keepSeen(ctx: OrgCtx, devices: readonly string[]): Promise<void> {
  if (devices.length === 0) return
  await writing(ctx, (tx) => tx.update(screenDevices).set({ lastSeenAt: now() }).where(and(eq(screenDevices.organisationId, ctx.org.id), inArray(screenDevices.id, [...devices]))))
}
