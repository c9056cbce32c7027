import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Tx } from '@/db/client'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { notFound, TouchstoneError } from '../../errors'
import { queueJob } from '../../jobs/queue'
import { unmergeInput } from '../../schemas/identity'
import { contributePerCustomer } from '../recording/contribute'
import { lockStructure } from '../recording/lock'
import { refoldCustomers } from '../recording/refold'
import { rowsOf } from '../recording/remove-records'
import { queueCustomers } from '../recording/settle-queue'
import { restoreKept, uuids } from './keep-merge'

type Row = { from: string; into: string; profiles: string[]; undone: boolean }

/**
 * Undoes a merge: the profiles it moved, with everything recorded of them since, and whoever joined them since, belong
 * to the customer they came from again, as if it had never been. Merges may be undone in any order. Returns that
 * customer's id as sent. Editors; an unknown number is `not_found`, one undone before `conflict`.
 */
export async function unmerge(ctx: OrgCtx, input: z.input<typeof unmergeInput>): Promise<{ customer: string; profiles: number }> {
  requireCapability(ctx, 'edit')
  const { merge } = unmergeInput.parse(input)
  const org = ctx.org.id
  return writing(ctx, async (tx, w) => {
    await lockStructure(tx, org)
    const [row] = (await tx.execute<Row>(sql`
      select from_customer_id as from, into_customer_id as into, array(select jsonb_array_elements_text(profiles)) as profiles, undone_at is not null as undone from merges where organisation_id = ${org} and number = ${merge}`)).rows
    if (!row) throw notFound('merge')
    if (row.undone) throw new TouchstoneError('conflict', 'This merge has been undone already.')
    const { from, profiles } = row
    const holders = (await tx.execute<{ id: string }>(sql`select distinct customer_id as id from profiles where organisation_id = ${org} and id = any(${uuids(profiles)}) and customer_id <> ${from} order by 1`)).rows.map(({ id }) => id)
    const [back] = (await tx.execute<{ external_id: string }>(sql`
      insert into customers (organisation_id, id, external_id, created_at) select organisation_id, id, external_id, created_at from profiles where organisation_id = ${org} and id = ${from} and not anonymous
      on conflict do nothing returning external_id`)).rows
    if (!back) throw new TouchstoneError('conflict', 'The customer who was merged is not there any more.')
    const rows = rowsOf(org, 'interaction', { by: 'profiles', ids: profiles })
    await contributePerCustomer(tx, org, rows, -1)
    await tx.execute(sql`update profiles set customer_id = ${from} where organisation_id = ${org} and id = any(${uuids(profiles)})`)
    await restoreKept(tx, ctx, merge, from)
    await contributePerCustomer(tx, org, rows, 1)
    await refoldCustomers(tx, org, [from, ...holders])
    await takeOut(tx, org, merge, profiles)
    await tx.execute(sql`update merges set undone_at = ${ctx.now.toISOString()}::timestamptz, undone_by = ${ctx.actor.label}, kept = '{}'::jsonb where organisation_id = ${org} and number = ${merge}`)
    await w.audit({ action: 'customer.unmerged', subject: 'customer', subjectId: from, detail: { merge, profiles, from: holders } })
    w.publish('customers')
    w.publish('interactions')
    await queueCustomers(tx, org, [from, ...holders].toSorted())
    await queueJob(tx, org, 'settle', 'org', {}, ctx.now)
    return { customer: back.external_id, profiles: profiles.length }
  })
}

/** Other merges that carried these profiles along, into somebody who is not among them, do so no more. */
async function takeOut(tx: Tx, org: string, merge: number, profiles: readonly string[]): Promise<void> {
  await tx.execute(sql`
    update merges m set profiles = coalesce((select jsonb_agg(p order by n) from jsonb_array_elements_text(m.profiles) with ordinality as e (p, n) where not (p::uuid = any(${uuids(profiles)}))), '[]'::jsonb)
    where m.organisation_id = ${org} and m.number <> ${merge} and m.undone_at is null and not (m.into_customer_id = any(${uuids(profiles)})) and m.profiles ?| ${uuids(profiles)}::text[]`)
}
