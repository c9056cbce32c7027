import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { invalid } from '../errors'
import { recordViews, type RecordView, type ViewedKind } from './record-view'

export type TimelineEntry = RecordView & { at: string }
export type TimelinePage = { entries: TimelineEntry[]; /** Hand back as `cursor` for older entries; null at the end. */ next: string | null }

/** When a record of each kind happened; null ones (an issue nobody dated) stand in no timeline. */
const AT: Record<Exclude<ViewedKind, 'customer_value'>, { table: SQL; at: SQL }> = {
  interaction: { table: sql`interactions`, at: sql`t.occurred_at` },
  transaction: { table: sql`transactions`, at: sql`t.occurred_at` },
  issue: { table: sql`issues`, at: sql`coalesce(t.opened_at, t.resolved_at)` },
  promise: { table: sql`promises`, at: sql`t.made_at` },
  response: { table: sql`responses`, at: sql`coalesce(t.occurred_at, t.asked_at)` },
  referral: { table: sql`referrals`, at: sql`t.occurred_at` },
}
type Found = { kind: ViewedKind; profile_id: string; id: string; at: string }

/** A page of a timeline. `only`: the kinds wanted, each narrowed by a condition over its table's alias `t`; all of them if absent. */
export type TimelineAsked = { limit: number; cursor?: string; only?: Partial<Record<ViewedKind, SQL>> }

/**
 * Everything that happened between these profiles and the organisation, newest first. Paged by (time, id), so that
 * records arriving meanwhile move nothing.
 */
export async function timelineOf(tx: Tx, org: { id: string; currency: string }, profileIds: readonly string[], page: TimelineAsked): Promise<TimelinePage> {
  const kinds = Object.entries(AT).filter(([kind]) => !page.only || kind in page.only)
  if (profileIds.length === 0 || kinds.length === 0) return { entries: [], next: null }
  const before = page.cursor === undefined ? undefined : read(page.cursor)
  // Profile by profile, each by its newest: whoever has ten thousand entries costs what somebody with fifty does.
  const parts = kinds.map(([kind, { table, at }]) => sql`
    select ${kind}::text as kind, n.* from unnest(${sql.param(profileIds)}::uuid[]) as who (id) cross join lateral (
      select t.profile_id, t.id, ${at} as happened from ${table} t
      where t.organisation_id = ${org.id} and t.profile_id = who.id and ${at} is not null and ${page.only?.[kind as ViewedKind] ?? sql`true`} ${before ? sql`and (${at}, t.id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql``}
      order by ${at} desc, t.id desc limit ${page.limit + 1}) n`)
  const found = await tx.execute<Found>(sql`
    select kind, profile_id, id, to_char(happened at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
    from (${sql.join(parts, sql` union all `)}) u order by happened desc, id desc limit ${page.limit + 1}`)
  const rows = found.rows.slice(0, page.limit)
  const views = new Map<string, RecordView>()
  for (const kind of new Set(rows.map((r) => r.kind))) {
    const own = rows.filter((r) => r.kind === kind)
    for (const [id, view] of await recordViews(tx, org, kind, own.map((r) => r.profile_id), own.map((r) => r.id))) views.set(id, view)
  }
  const last = rows.at(-1)
  return {
    entries: rows.flatMap((r) => { const view = views.get(r.id); return view ? [{ at: new Date(r.at).toISOString(), ...view }] : [] }),
    next: found.rows.length > page.limit && last ? Buffer.from(`${last.at} ${last.id}`).toString('base64url') : null,
  }
}

function read(cursor: string): { at: string; id: string } {
  const [, at, id] = /^(\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) ([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? []
  if (!at || !id) throw invalid('cursor: is not one that this list gave.', [{ field: 'cursor', reason: 'is not one that this list gave' }])
  return { at, id }
}
