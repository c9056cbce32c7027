import { and, eq, or } from 'drizzle-orm'
import { journeys } from '@/db/schema'
import type { Tx } from '@/db/client'
import type { OrgCtx } from '../../context'
import { notFound } from '../../errors'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u

/** The stored row by slug or id. Throws `not_found`. */
export async function journeyRow(tx: Tx, ctx: OrgCtx, ref: string) {
  const named = eq(journeys.slug, ref)
  const [row] = await tx.select().from(journeys).where(and(eq(journeys.organisationId, ctx.org.id), UUID.test(ref) ? or(named, eq(journeys.id, ref)) : named)).limit(1)
  if (!row) throw notFound(`journey “${ref}”`)
  return row
}

/** Only whether it is there, and its name. Throws `not_found`. */
export async function requireJourney(tx: Tx, ctx: OrgCtx, id: string): Promise<{ name: string }> {
  const [row] = await tx.select({ name: journeys.name }).from(journeys).where(and(eq(journeys.organisationId, ctx.org.id), eq(journeys.id, id)))
  if (!row) throw notFound('journey')
  return row
}
