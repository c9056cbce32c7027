import { and, eq, lt, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { journeyPresence } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { presenceInput } from '../../schemas/journeys'
import { requireJourney } from '../../queries/journeys/journey-row'
import { PRESENT_MS } from '../../domain/journeys/presence'

/**
 * Says where on a map somebody is; not audited, for it is gone in a moment. Whoever reads a map may be seen on it.
 * By the database's clock: a sample lives in the past, whoever looks at it does not. Rows that were not renewed are swept away along the way.
 */
export async function showPresence(ctx: OrgCtx, input: z.input<typeof presenceInput>): Promise<void> {
  requireCapability(ctx, 'read')
  const { journey, client, cell, leaving } = presenceInput.parse(input)
  await writing(ctx, async (tx, w) => {
    await requireJourney(tx, ctx, journey)
    const own = and(eq(journeyPresence.organisationId, ctx.org.id), eq(journeyPresence.journeyId, journey))
    await tx.delete(journeyPresence).where(and(own, lt(journeyPresence.seenAt, sql`now() - ${PRESENT_MS} * interval '1 millisecond'`)))
    if (leaving) await tx.delete(journeyPresence).where(and(own, eq(journeyPresence.clientId, client)))
    else {
      await tx.insert(journeyPresence).values({ organisationId: ctx.org.id, journeyId: journey, clientId: client, actorLabel: ctx.actor.label, cell })
        .onConflictDoUpdate({ target: [journeyPresence.organisationId, journeyPresence.journeyId, journeyPresence.clientId], set: { cell, seenAt: sql`now()`, actorLabel: ctx.actor.label } })
    }
    w.publish('journey_presence')
  })
}
