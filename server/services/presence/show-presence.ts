import { and, eq, lt, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { presence } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { PRESENT_MS } from '../../domain/presence'
import { requireJourney } from '../../queries/journeys/journey-row'
import { planRow } from '../../reports/plans/plan-row'
import { presenceInput } from '../../schemas/comments'

/**
 * Says where on a map or a plan somebody is; not audited, for it is gone in a moment. Whoever reads a page may be seen on it.
 * By the database's clock: a sample lives in the past, whoever looks at it does not. Rows that were not renewed are swept away
 * along the way. `not_found` for a map or plan of somebody else.
 */
export async function showPresence(ctx: OrgCtx, input: z.input<typeof presenceInput>): Promise<void> {
  requireCapability(ctx, 'read')
  const { subject, subject_id: id, client, place, leaving } = presenceInput.parse(input)
  await writing(ctx, async (tx, w) => {
    await (subject === 'journey' ? requireJourney(tx, ctx, id) : planRow(tx, ctx, id))
    const own = and(eq(presence.organisationId, ctx.org.id), eq(presence.subject, subject), eq(presence.subjectId, id))
    await tx.delete(presence).where(and(own, lt(presence.seenAt, sql`now() - ${PRESENT_MS} * interval '1 millisecond'`)))
    if (leaving) await tx.delete(presence).where(and(own, eq(presence.clientId, client)))
    else {
      await tx.insert(presence).values({ organisationId: ctx.org.id, subject, subjectId: id, clientId: client, actorLabel: ctx.actor.label, place })
        .onConflictDoUpdate({ target: [presence.organisationId, presence.subject, presence.subjectId, presence.clientId], set: { place, seenAt: sql`now()`, actorLabel: ctx.actor.label } })
    }
    w.publish('presence')
  })
}
