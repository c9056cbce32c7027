import { and, asc, eq, gt, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Tx } from '@/db/client'
import { presence } from '@/db/schema'
import { reading, type OrgCtx } from '../context'
import { PRESENT_MS } from '../domain/presence'
import { presentInput } from '../schemas/comments'

type Of = z.input<typeof presentInput>

/** Who was seen there within the last half minute, by the database's clock. */
export const presentAt = (tx: Tx, ctx: OrgCtx, { subject, subject_id: id }: Of) => tx.select({ client: presence.clientId, name: presence.actorLabel, place: presence.place }).from(presence)
  .where(and(eq(presence.organisationId, ctx.org.id), eq(presence.subject, subject), eq(presence.subjectId, id), gt(presence.seenAt, sql`now() - ${PRESENT_MS} * interval '1 millisecond'`))).orderBy(asc(presence.clientId))

export const present = (ctx: OrgCtx, of: Of) => reading(ctx, (tx) => presentAt(tx, ctx, of))
