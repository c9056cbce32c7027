import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '@/db/client'
import { requireCapability, writing, type OrgCtx } from '@/server/context'
import { queueJob } from '@/server/jobs/queue'
import { keepMerge } from '../identity/keep-merge'
import { contributePerCustomer } from './contribute'
import { erasureHashes } from './erasure-key'
import { recordId } from '@/server/domain/ids'
import { forgetMoments } from '../settle/moment-roll-up'
import { foldMonths } from './fold-months'
import { lockStructure } from './lock'
import { ensurePeople, type People } from './people'
import { refoldCustomers } from './refold'
import { rowsOf } from './remove-records'
import { queueCustomers } from './settle-queue'
import { arrayOf } from './sql'
import type { Someone } from './draft'

const id = z.string().trim().min(1).max(200)
const link = z.strictObject({ from: id, fromAnonymous: z.boolean(), to: id })
export type Link = z.input<typeof link>

/**
 * Says that two of a sender's ids are one person: the profile(s) of `from` point to the customer of `to` from now on, and
 * what is kept per customer moves there. `from` may be anonymous or a known customer, and either may be unheard of: their
 * records may still come. True if this joined what was apart. An anonymous profile (a shared device) stays with
 * whom it was first identified as. Requires `ingest`.
 */
export async function identify(ctx: OrgCtx, input: Link): Promise<boolean> {
  requireCapability(ctx, 'ingest')
  const { from, fromAnonymous, to } = link.parse(input)
  const org = ctx.org.id
  const source: Someone = { id: recordId(org, fromAnonymous ? 'anonymous' : 'customer', '', from), externalId: from, anonymous: fromAnonymous }
  const target: Someone = { id: recordId(org, 'customer', '', to), externalId: to, anonymous: false }
  return writing(ctx, async (tx, w) => {
    // Clients repeat the same link with every page: those that change nothing must not stop the batches beside them.
    if (together(await pointers(tx, org, [source.id, target.id]), source, target)) return false
    await lockStructure(tx, org)
    if (await erased(tx, org, [source, target])) return false
    const people = await ensurePeople(tx, org, new Map([[source.id, source], [target.id, target]]), null, ctx.now)
    const customer = people.get(target.id)
    const before = people.get(source.id) ?? null
    if (!customer || before === customer || (fromAnonymous && before !== null)) return false
    await keepMerge(tx, ctx, { from: before, profile: source.id, into: target.id, holder: customer })
    const moved = await movePointer(tx, ctx, before === null ? [source.id] : null, before, customer)
    await w.audit({ action: before === null ? 'customer.identified' : 'customer.merged', subject: 'customer', subjectId: customer, detail: { profiles: moved, from: before } })
    w.publish('customers')
    w.publish('interactions')
    await queueCustomers(tx, org, [customer])
    await queueJob(tx, org, 'settle', 'org', {}, ctx.now)
    return true
  })
}

/** Points profiles (or all of one customer) to another customer; returns which. The customer left without any is gone. */
async function movePointer(tx: Tx, ctx: OrgCtx, only: string[] | null, before: string | null, customer: string): Promise<string[]> {
  const org = ctx.org.id
  const ids = only ?? (await tx.execute<{ id: string }>(sql`select id from profiles where organisation_id = ${org} and customer_id = ${before} order by id`)).rows.map((row) => row.id)
  const rows = rowsOf(org, 'interaction', { by: 'profiles', ids })
  await contributePerCustomer(tx, org, rows, -1)
  await tx.execute(sql`update profiles set customer_id = ${customer} where organisation_id = ${org} and id = any(${arrayOf('uuid', ids)}::uuid[])`)
  await contributePerCustomer(tx, org, rows, 1)
  if (before !== null) {
    await forgetDerived(tx, org, [before])
    await tx.execute(sql`delete from customers where organisation_id = ${org} and id = ${before}`)
    await refoldCustomers(tx, org, [customer])
  }
  return ids
}

/** Rows derived for customers that are no more. */
export async function forgetDerived(tx: Tx, organisationId: string, customers: readonly string[]): Promise<void> {
  await forgetMoments(tx, organisationId, customers)
  await foldMonths(tx, organisationId, null)
  for (const table of ['spells', 'memberships', 'customer_predictions', 'risk_scores', 'settle_queue', 'rollup_customer_month']) {
    await tx.execute(sql`delete from ${sql.raw(table)} where organisation_id = ${organisationId} and customer_id = any(${arrayOf('uuid', customers)}::uuid[])`)
  }
}

async function pointers(tx: Tx, organisationId: string, ids: readonly string[]): Promise<People> {
  const rows = (await tx.execute<{ id: string; customer_id: string | null }>(sql`select id, customer_id from profiles where organisation_id = ${organisationId} and id = any(${arrayOf('uuid', ids)}::uuid[])`)).rows
  return new Map(rows.map((row) => [row.id, row.customer_id]))
}

function together(people: People, source: Someone, target: Someone): boolean {
  const now = people.get(source.id) ?? null
  return now !== null && (source.anonymous || now === people.get(target.id))
}

async function erased(tx: Tx, organisationId: string, both: readonly Someone[]): Promise<boolean> {
  const any = (await tx.execute(sql`select 1 from erasures where organisation_id = ${organisationId} limit 1`)).rows.length > 0
  if (!any) return false
  const hashes = both.flatMap((one) => erasureHashes(organisationId, one))
  return (await tx.execute(sql`select 1 from erasures where organisation_id = ${organisationId} and hash = any(array(select decode(h, 'hex') from unnest(${arrayOf('text', hashes)}::text[]) h))`)).rows.length > 0
}
