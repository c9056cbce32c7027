import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { NIL_ID, type RetentionKind, type Topic } from '@/db/vocabulary'
import { requireCapability, writing, type OrgCtx, type Writing } from '@/server/context'
import { dueBefore } from '@/server/domain/retention'
import { localDayOf, type LocalDay } from '@/server/domain/time/local-day'
import { queueJob } from '@/server/jobs/queue'
import { setZone } from '../recording/apply'
import { keepErased } from '../recording/contribute'
import { eraseCustomer } from '../recording/erase-customer'
import { lockStructure } from '../recording/lock'
import { removeRecords, rowsOf } from '../recording/remove-records'
import { queueCustomers } from '../recording/settle-queue'
import { arrayOf } from '../recording/sql'
import { dueMessages, dueRows, isRecorded, RECORDED, type RecordedKind } from '@/server/queries/retention-due'

const AT_ONCE = 2000
export type Expired = Partial<Record<RetentionKind, number>>
type Options = { signal?: AbortSignal; onProgress?: (progress: { done: number; of: number }) => void }

/**
 * Removes what has been kept as long as the organisation keeps it, in short transactions, and says how much of each kind.
 * Like an erasure, it leaves the daily roll-up as it is: what happened, happened, and is counted with nobody from then on.
 * A record's id and the hash of its content stay, without any person, so that sending it again is a duplicate. Whom it was
 * about is settled again from what is left. Requires `admin`.
 */
export async function expire(ctx: OrgCtx, { signal, onProgress }: Options = {}): Promise<Expired> {
  requireCapability(ctx, 'admin')
  const done: Expired = {}
  const due = dueBefore(ctx.org.retention, localDayOf(ctx.now.getTime(), ctx.org.timezone))
  for (const [index, { kind, before }] of due.entries()) {
    onProgress?.({ done: index, of: due.length })
    let records = 0
    for (;;) {
      signal?.throwIfAborted()
      const some = kind === 'customer' ? await eraseSome(ctx, before, signal) : await writing(ctx, (tx, w) => removeSome(tx, w, ctx, kind, before))
      records += some
      if (some === 0) break
    }
    if (records === 0) continue
    done[kind] = records
    await writing(ctx, (_tx, w) => w.audit({ action: 'retention.applied', subject: 'organisation', subjectId: ctx.org.id, detail: { kind, before, records } }))
  }
  onProgress?.({ done: due.length, of: due.length })
  return done
}

async function removeSome(tx: Tx, w: Writing, ctx: OrgCtx, kind: Exclude<RetentionKind, 'customer'>, before: LocalDay): Promise<number> {
  const removed = isRecorded(kind) ? await removeRecorded(tx, w, ctx, kind, before) : kind === 'message' ? await removeMessages(tx, ctx, before)
    : await removeRows(tx, ctx, kind, before)
  if (removed > 0) await note(tx, ctx, kind, before, removed)
  return removed
}

async function removeRecorded(tx: Tx, w: Writing, ctx: OrgCtx, kind: RecordedKind, before: LocalDay): Promise<number> {
  const org = ctx.org.id
  await lockStructure(tx, org)
  await setZone(tx, ctx)
  const rows = (await tx.execute<{ id: string; profile_id: string }>(sql`select x.id, x.profile_id ${dueRows(ctx, kind, before)} limit ${AT_ONCE}`)).rows
  if (rows.length === 0) return 0
  const ids = rows.map((row) => row.id)
  const profiles = [...new Set(rows.map((row) => row.profile_id))].toSorted()
  if (RECORDED[kind] === 'interaction') await keepErased(tx, org, rowsOf(org, 'interaction', { by: 'ids', ids }))
  await removeRecords(tx, org, { by: 'ids', ids }, { keepDaily: true })
  await tx.execute(sql`update records set profile_id = ${NIL_ID} where organisation_id = ${org} and id = any(${arrayOf('uuid', ids)}::uuid[])`)
  // Nobody knows who they were, and nothing is left of them.
  await tx.execute(sql`delete from profiles p where p.organisation_id = ${org} and p.id = any(${arrayOf('uuid', profiles)}::uuid[]) and p.anonymous and p.customer_id is null
    and not exists (select from interactions i where i.organisation_id = p.organisation_id and i.profile_id = p.id)`)
  const customers = (await tx.execute<{ id: string }>(sql`select distinct customer_id::text as id from profiles where organisation_id = ${org} and id = any(${arrayOf('uuid', profiles)}::uuid[]) and customer_id is not null order by 1`)).rows
  await queueCustomers(tx, org, customers.map((row) => row.id))
  await queueJob(tx, org, 'settle', 'org', {}, ctx.now)
  for (const topic of TOPICS_OF[RECORDED[kind]]) w.publish(topic)
  return rows.length
}

const TOPICS_OF: Record<(typeof RECORDED)[RecordedKind], readonly Topic[]> = {
  interaction: ['interactions', 'moments', 'customers'], transaction: ['transactions', 'customers'], promise: ['promises'], response: ['responses'], referral: ['customers'],
}

async function removeRows(tx: Tx, ctx: OrgCtx, kind: 'note' | 'refused_row', before: LocalDay): Promise<number> {
  const [table, key] = kind === 'note' ? ['customer_notes', 'profile_id, id'] : ['import_rejects', 'import_id, row']
  const keys = sql.raw(key.split(', ').map((column) => `x.${column}`).join(', '))
  return (await tx.execute(sql`delete from ${sql.raw(table)} where organisation_id = ${ctx.org.id} and (${sql.raw(key)}) in (select ${keys} ${dueRows(ctx, kind, before)} limit ${AT_ONCE})`)).rowCount ?? 0
}

async function removeMessages(tx: Tx, ctx: OrgCtx, before: LocalDay): Promise<number> {
  let removed = 0
  for (const { table, rows } of dueMessages(ctx, before)) {
    removed += (await tx.execute(sql`delete from ${sql.raw(table)} where organisation_id = ${ctx.org.id} and id in (select x.id ${rows} limit ${AT_ONCE})`)).rowCount ?? 0
  }
  return removed
}

/** Customers one by one, each as if they had asked for it. */
async function eraseSome(ctx: OrgCtx, before: LocalDay, signal?: AbortSignal): Promise<number> {
  const due = await writing(ctx, async (tx) => (await tx.execute<{ id: string }>(sql`select x.external_id as id ${dueRows(ctx, 'customer', before)} order by x.id limit 200`)).rows)
  for (const { id } of due) {
    signal?.throwIfAborted()
    await eraseCustomer(ctx, id)
    await writing(ctx, (tx) => note(tx, ctx, 'customer', before, 1))
  }
  return due.length
}

async function note(tx: Tx, ctx: OrgCtx, kind: RetentionKind, before: LocalDay, records: number): Promise<void> {
  await tx.execute(sql`insert into expirations as t (organisation_id, kind, expired_on, before, records)
    values (${ctx.org.id}, ${kind}, ${localDayOf(ctx.now.getTime(), ctx.org.timezone)}::date, ${before}::date, ${records})
    on conflict (organisation_id, kind, expired_on) do update set records = t.records + excluded.records, before = greatest(t.before, excluded.before)`)
}
