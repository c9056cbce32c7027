import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { OrgCtx } from '../context'
import { recordId } from '../domain/ids'
import { notFound } from '../errors'

/** The stored id of the customer that a sender's id stands for today. `not_found` for an unknown and for an anonymous one. */
export async function knownCustomer(tx: Tx, ctx: OrgCtx, id: string): Promise<string> {
  const found = await tx.execute<{ id: string | null }>(sql`select customer_id as id from profiles where organisation_id = ${ctx.org.id} and id = ${recordId(ctx.org.id, 'customer', '', id)}`)
  if (!found.rows[0]?.id) throw notFound(`customer “${id.slice(0, 100)}”`)
  return found.rows[0].id
}

/** Every profile of a customer. */
export async function profilesOf(tx: Tx, ctx: OrgCtx, customer: string): Promise<string[]> {
  return (await tx.execute<{ id: string }>(sql`select id from profiles where organisation_id = ${ctx.org.id} and customer_id = ${customer} order by id`)).rows.map((row) => row.id)
}
