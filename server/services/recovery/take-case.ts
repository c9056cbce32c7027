import { randomUUID } from 'node:crypto'
import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { recoveryCases } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { localDayOf } from '../../domain/time/local-day'
import { TouchstoneError } from '../../errors'
import { knownCustomer, profilesOf } from '../../queries/customer-page-ids'
import { waitingSql } from '../../queries/recovery'
import { takeCaseInput } from '../../schemas/recovery'
import { oneAtATime } from './case-row'

type Waiting = { at: string; kind: string; touchpoint: string | null; text: string | null }
const KIND: Record<string, string> = { failed: 'A failed moment', very_bad: 'A very bad impression', promise: 'A broken promise' }

/** As many reasons are written on a case as one reads. */
const MOST = 10

/**
 * Takes an unhappy customer on, so that nobody else does the same work. Editors; an unknown customer is `not_found`;
 * `conflict` when somebody else has taken them, or when nothing is waiting any more.
 */
export async function takeCase(ctx: OrgCtx, input: z.input<typeof takeCaseInput>): Promise<{ case: string }> {
  requireCapability(ctx, 'edit')
  const { customer } = takeCaseInput.parse(input)
  return writing(ctx, async (tx, w) => {
    const profileId = await knownCustomer(tx, ctx, customer)
    await oneAtATime(tx, profileId)
    const [taken] = await tx.select().from(recoveryCases).where(and(eq(recoveryCases.organisationId, ctx.org.id), inArray(recoveryCases.profileId, await profilesOf(tx, ctx, profileId)), isNull(recoveryCases.closedAt)))
    if (taken?.takenBy === ctx.actor.id) return { case: taken.id }
    if (taken) throw new TouchstoneError('conflict', `${taken.takenByLabel} has taken this customer on already.`)
    const { rows } = await tx.execute<Waiting>(sql`
      select to_char(w.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at, w.kind, t.name as touchpoint, w.text from (${waitingSql(ctx, localDayOf(ctx.now.getTime(), ctx.org.timezone), profileId)}) w
      left join touchpoints t on t.organisation_id = ${ctx.org.id} and t.id = w.touchpoint_id order by w.occurred_at, w.id limit ${MOST}`)
    const [first] = rows
    if (!first) throw new TouchstoneError('conflict', 'Nothing is waiting any more: somebody has acted meanwhile.')
    const id = randomUUID()
    const because = rows.map((row) => [KIND[row.kind] ?? row.kind, row.touchpoint, row.text].filter(Boolean).join(': ')).map((said, at) => (at < rows.length - 1 ? said.replace(/[.;]$/u, '') : said)).join('; ')
    await tx.insert(recoveryCases).values({ organisationId: ctx.org.id, profileId, id, unhappyAt: new Date(first.at), because, takenAt: ctx.now, takenBy: ctx.actor.id, takenByLabel: ctx.actor.label })
    await w.audit({ action: 'recovery.taken', subject: 'customer', subjectId: profileId, detail: { case: id } })
    w.publish('recovery')
    return { case: id }
  })
}
