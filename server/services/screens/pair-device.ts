import { randomBytes, randomUUID } from 'node:crypto'
import { and, eq, gt } from 'drizzle-orm'
import type { z } from 'zod'
import { screenDevices, screenPairings, screenTokenHashes } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { hashSecret } from '../../domain/key-hash'
import { readCode } from '../../domain/screens/pairing-code'
import { invalid, TouchstoneError } from '../../errors'
import { now } from '../../clock'
import { linkInput, pairInput } from '../../schemas/screens'
import { countAttempt, forgiveAttempt } from '../people/throttle'
import { screenRow } from './write'

/** Wrong codes of one person in a quarter of an hour. */
const MOST_WRONG = 20

/**
 * Gives the display that shows this code one screen. Admins only; a code that nobody shows (any more) is `invalid`,
 * twenty wrong ones in a quarter of an hour are `throttled`.
 */
export async function pairDevice(ctx: OrgCtx, input: z.input<typeof pairInput>): Promise<{ id: string }> {
  requireCapability(ctx, 'admin')
  const { code, ...rest } = pairInput.parse(input)
  // Codes run on the wall's clock, also in a sample organisation whose time stands still.
  const at = now()
  const key = `pairing:member:${ctx.actor.id}`
  const hash = await ctx.db.door(async (tx) => {
    const wait = await countAttempt(tx, [{ key, most: MOST_WRONG }], at)
    if (wait > 0) throw new TouchstoneError('throttled', `Too many wrong codes. Wait ${wait} minutes.`, [], wait * 60)
    const [found] = await tx.delete(screenPairings).where(and(eq(screenPairings.code, readCode(code)), gt(screenPairings.expiresAt, at))).returning({ hash: screenPairings.tokenHash })
    if (found) await forgiveAttempt(tx, [key], at)
    return found?.hash
  })
  if (!hash) throw invalid('No display shows this code now. It changes every quarter of an hour: type the one you see.', [{ field: 'code', reason: 'is shown by no display now' }])
  return open(ctx, rest, hash)
}

/** A link that makes whatever opens it a display of this screen; shown this once. Admins only. */
export async function linkDevice(ctx: OrgCtx, input: z.input<typeof linkInput>): Promise<{ id: string; path: string }> {
  requireCapability(ctx, 'admin')
  const token = `tss_${randomBytes(32).toString('base64url')}`
  const { id } = await open(ctx, linkInput.parse(input), hashSecret(token))
  // Behind a #, it is sent to no server and stands in no log.
  return { id, path: `/screen#${token}` }
}

async function open(ctx: OrgCtx, { screen, name, variables }: z.output<typeof linkInput>, hash: Buffer): Promise<{ id: string }> {
  const id = randomUUID()
  await writing(ctx, async (tx, w) => {
    const { name: of } = await screenRow(tx, ctx, screen)
    await tx.insert(screenDevices).values({ organisationId: ctx.org.id, id, screenId: screen, name, variables, createdBy: ctx.actor.label })
    await w.audit({ action: 'display.added', subject: 'display', subjectId: id, detail: { name, screen: of, ...variables } })
    w.publish('screens')
  })
  // Belongs to no tenant, so it is a transaction of its own; last, because the hash is what opens.
  await ctx.db.door((tx) => tx.insert(screenTokenHashes).values({ hash, ofOrganisation: ctx.org.id, deviceId: id }))
  return { id }
}
