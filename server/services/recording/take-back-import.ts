import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '@/db/client'
import { NIL_ID } from '@/db/vocabulary'
import { requireCapability, writing, type OrgCtx } from '@/server/context'
import { queueJob } from '@/server/jobs/queue'
import { setZone } from './apply'
import { contributeFacts } from './fact-cells'
import { lockStructure } from './lock'
import { refoldCustomers, refoldIssues } from './refold'
import { removeRecords, rowsOf } from './remove-records'
import { queueCustomers } from './settle-queue'
import { PLAIN_KINDS, type PlainKind } from './tables'
import { removeUnused } from './unused-people'

export type TakenBack = { records: number; facts: number; customers: number }

/**
 * Takes back what an import first recorded: its records with what they added to the roll-ups, what it said about
 * customers and issues, and the customers it brought of whom nothing else is known. In one transaction: afterwards
 * everything is as if it had not been sent. Requires `ingest`.
 */
export async function takeBackImport(ctx: OrgCtx, importId: string): Promise<TakenBack> {
  requireCapability(ctx, 'ingest')
  const id = z.uuid().parse(importId)
  const org = ctx.org.id
  return writing(ctx, async (tx, w) => {
    await lockStructure(tx, org)
    await setZone(tx, ctx)
    const customers = await customersOf(tx, org, id)
    const mentioned = await stubsMentioned(tx, org, id)
    await countTakenBack(tx, org, id)
    await removeRecords(tx, org, { by: 'import', importId: id })

    const facts = sql`from facts f where f.organisation_id = ${org} and f.import_id = ${id}`
    await contributeFacts(tx, org, facts, -1)
    const gone = (await tx.execute<{ kind: string; subject_id: string }>(sql`delete ${facts} returning f.kind, f.subject_id`)).rows
    const issues = (await tx.execute<{ id: string }>(sql`select id from records where organisation_id = ${org} and import_id = ${id} and kind = 'issue'`)).rows.map((row) => row.id)
    const records = (await tx.execute(sql`delete from records where organisation_id = ${org} and import_id = ${id} and kind <> 'issue' and profile_id <> ${NIL_ID}`)).rowCount ?? 0
    await refoldIssues(tx, org, [...new Set([...issues, ...mentioned, ...gone.filter((f) => f.kind === 'issue').map((f) => f.subject_id)])].toSorted())
    // Issues that others mention stay, and are no longer this import's; what was kept long enough stays counted.
    await tx.execute(sql`update records set import_id = null where organisation_id = ${org} and import_id = ${id}`)
    if (gone.some((f) => f.kind === 'customer')) await refoldCustomers(tx, org, customers)
    const removed = new Set(await removeUnused(tx, org, id))

    const left = customers.filter((customer) => !removed.has(customer))
    await tx.execute(sql`update imports set taken_back_at = ${ctx.now.toISOString()}::timestamptz where organisation_id = ${org} and id = ${id}`)
    const result = { records, facts: gone.length, customers: removed.size }
    await w.audit({ action: 'import.taken_back', subject: 'import', subjectId: id, detail: result })
    for (const topic of ['imports', 'interactions', 'customers', 'transactions', 'issues', 'promises', 'responses', 'moments'] as const) w.publish(topic)
    await queueCustomers(tx, org, left)
    await queueJob(tx, org, 'settle', 'org', {}, ctx.now)
    return result
  })
}

async function customersOf(tx: Tx, org: string, importId: string): Promise<string[]> {
  return (await tx.execute<{ id: string }>(sql`
    select distinct p.customer_id::text as id from profiles p where p.organisation_id = ${org} and p.customer_id is not null and p.id in (
      select profile_id from records where organisation_id = ${org} and import_id = ${importId} union all select profile_id from facts where organisation_id = ${org} and import_id = ${importId})
    order by 1`)).rows.map((row) => row.id)
}

async function stubsMentioned(tx: Tx, org: string, importId: string): Promise<string[]> {
  const by = (kind: PlainKind) => sql`select x.issue_id ${rowsOf(org, kind, { by: 'import', importId })} and x.issue_id is not null`
  return (await tx.execute<{ id: string }>(sql`select id from issues where organisation_id = ${org} and stub and id in (${by('interaction')} union ${by('promise')})`)).rows.map((row) => row.id)
}

/** Per source, kind and day of receipt: what was counted, and then taken back. */
async function countTakenBack(tx: Tx, org: string, importId: string): Promise<void> {
  const plain = PLAIN_KINDS.map((kind) => sql`select x.source, ${kind}::text as kind, (r.received_at at time zone current_setting('app.zone'))::date as day ${rowsOf(org, kind, { by: 'import', importId })}`)
  await tx.execute(sql`insert into intake_daily as t (organisation_id, source, kind, day, taken_back)
    select ${org}::uuid, d.source, d.kind, d.day, count(*) from (${sql.join(plain, sql` union all `)}
      union all select f.source, f.kind, (i.created_at at time zone current_setting('app.zone'))::date from facts f join imports i on i.organisation_id = f.organisation_id and i.id = f.import_id
      where f.organisation_id = ${org} and f.import_id = ${importId}) d group by 2, 3, 4 order by 2, 3, 4
    on conflict (organisation_id, source, kind, day) do update set taken_back = t.taken_back + excluded.taken_back`)
}
