import { desc, eq, sql } from 'drizzle-orm'
import { expirations } from '@/db/schema'
import type { RetentionKind } from '@/db/vocabulary'
import { reading, requireCapability, type OrgCtx } from '../context'
import { dueBefore, type Retention } from '../domain/retention'
import { localDayOf, type LocalDay } from '../domain/time/local-day'
import { dueMessages, dueRows } from './retention-due'

export type RetentionPreview = {
  kinds: { kind: RetentionKind; before: LocalDay; records: number }[]
  /** Known customers without a stated acquisition: their relationship would begin with the oldest record that is kept. */
  beginnings: number
}

/** What would go the next night if this were kept so long: counts only, nothing is changed. Requires `admin`. */
export async function previewRetention(ctx: OrgCtx, retention: Retention): Promise<RetentionPreview> {
  requireCapability(ctx, 'admin')
  return reading(ctx, async (tx) => {
    const count = async (rows: ReturnType<typeof dueRows>) => (await tx.execute<{ n: number }>(sql`select count(*)::float8 as n ${rows}`)).rows[0]?.n ?? 0
    const due = dueBefore(retention, localDayOf(ctx.now.getTime(), ctx.org.timezone))
    const kinds: RetentionPreview['kinds'] = []
    for (const { kind, before } of due) {
      let records = 0
      if (kind === 'message') for (const { rows } of dueMessages(ctx, before)) records += await count(rows)
      else records = await count(dueRows(ctx, kind, before))
      kinds.push({ kind, before, records })
    }
    // Those whose first record would be among what goes.
    const touched = kinds.filter(({ kind, records }) => records > 0 && (kind === 'interaction' || kind === 'transaction' || kind === 'observation')).map(({ before }) => before).toSorted().at(-1)
    const beginnings = touched === undefined ? 0 : (await tx.execute<{ n: number }>(sql`select count(*)::float8 as n from customers
      where organisation_id = ${ctx.org.id} and acquired_at is null and (first_at at time zone ${ctx.org.timezone}::text)::date < ${touched}::date`)).rows[0]?.n ?? 0
    return { kinds, beginnings }
  })
}

/** What went so far, newest first. Requires `admin`. */
export async function listExpirations(ctx: OrgCtx): Promise<{ kind: string; on: LocalDay; before: LocalDay; records: number }[]> {
  requireCapability(ctx, 'admin')
  return reading(ctx, (tx) => tx.select({ kind: expirations.kind, on: expirations.expiredOn, before: expirations.before, records: expirations.records }).from(expirations)
    .where(eq(expirations.organisationId, ctx.org.id)).orderBy(desc(expirations.expiredOn), expirations.kind).limit(100))
}
