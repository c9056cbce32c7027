import { sql, type SQL } from 'drizzle-orm'
import type { RetentionKind } from '@/db/vocabulary'
import type { OrgCtx } from '../context'
import { startOfDay, type LocalDay } from '../domain/time/local-day'

/** Kinds that are plain records: they have a profile, roll-ups and a row in `records`. */
export const RECORDED = { observation: 'interaction', interaction: 'interaction', transaction: 'transaction', promise: 'promise', response: 'response', referral: 'referral' } as const
export type RecordedKind = keyof typeof RECORDED
export const isRecorded = (kind: RetentionKind): kind is RecordedKind => kind in RECORDED

/** `from … where …` of everything of a kind that was over before the local day `before`, as `x`. */
export function dueRows(ctx: Pick<OrgCtx, 'org'>, kind: Exclude<RetentionKind, 'message'>, before: LocalDay): SQL {
  const org = sql`x.organisation_id = ${ctx.org.id}`
  const day = sql`${before}::date`
  const start = sql`${new Date(startOfDay(before, ctx.org.timezone)).toISOString()}::timestamptz`
  switch (kind) {
    case 'observation': return sql`from interactions x where ${org} and x.day < ${day} and x.form = 'observation'`
    case 'interaction': return sql`from interactions x where ${org} and x.day < ${day} and x.form <> 'observation'`
    case 'transaction': return sql`from transactions x where ${org} and x.day < ${day}`
    case 'response': return sql`from responses x where ${org} and x.day < ${day}`
    case 'referral': return sql`from referrals x where ${org} and x.occurred_at < ${start}`
    // What is still owed stays.
    case 'promise': return sql`from promises x where ${org} and x.made_at < ${start} and x.due_at < ${start} and coalesce(x.kept_at, x.withdrawn_at, x.due_at) < ${start}`
    // A pinned attribute is no note of anybody's.
    case 'note': return sql`from customer_notes x where ${org} and x.changed_at < ${start} and x.attribute is null`
    case 'refused_row': return sql`from import_rejects x where ${org} and exists (select from imports i where i.organisation_id = x.organisation_id and i.id = x.import_id and i.finished_at < ${start})`
    case 'customer': return sql`from customers x where ${org} and coalesce(greatest(x.last_at, x.left_at), x.created_at) < ${start}
      and not exists (select from spells s where s.organisation_id = x.organisation_id and s.customer_id = x.id and (s.end_day is null or s.end_day >= ${day}))
      and not exists (select from settle_queue q where q.organisation_id = x.organisation_id and q.customer_id = x.id)
      and not exists (select from recovery_cases r join profiles p on p.organisation_id = r.organisation_id and p.id = r.profile_id where p.organisation_id = x.organisation_id and p.customer_id = x.id and r.closed_at is null)`
  }
}

/** What members and other systems were told: tables, and what of them is over. */
export function dueMessages(ctx: Pick<OrgCtx, 'org'>, before: LocalDay): { table: string; rows: SQL }[] {
  const start = sql`${new Date(startOfDay(before, ctx.org.timezone)).toISOString()}::timestamptz`
  const from = (table: string, over: SQL) => ({ table, rows: sql`from ${sql.raw(table)} x where x.organisation_id = ${ctx.org.id} and x.created_at < ${start} and ${over}` })
  return [from('notifications', sql`true`), from('mails', sql`x.state in ('sent', 'failed', 'dropped')`), from('webhook_deliveries', sql`x.state in ('delivered', 'failed', 'dropped')`)]
}
