import { sql, type SQL } from 'drizzle-orm'
import { NIL_ID } from '@/db/vocabulary'
import { inParts, memberAsOf, type Part } from './split'
import { nowSql } from './promise-state'
import type { Asked } from './report'
import { once } from './once'

type View = Pick<Asked<unknown>, 'ctx' | 'window' | 'split'>

/**
 * The contacts of linked issues (a subquery with the columns of interactions), each with its place on the issue and the
 * contact before it: `nth`, `last_channel`, `last_handed`, `last_result`, `last_human`.
 */
export const linkedContacts = ({ ctx }: Pick<View, 'ctx'>): SQL => once(sql`
  select x.*, row_number() over issue as nth, lag(x.channel_id) over issue as last_channel, lag(x.handed_over_to) over issue as last_handed, lag(x.result) over issue as last_result
  from interactions x where x.organisation_id = ${ctx.org.id} and x.direction = 'contact' and x.issue_id is not null and x.occurred_at <= ${nowSql(ctx)}
  window issue as (partition by x.issue_id order by x.occurred_at, x.id)`)

/**
 * Linked issues (a subquery) whose first contact falls in the window and the filters (of the segment the customer stood in that day): issue_id, profile_id, person,
 * first_at, first_day, first_channel, touchpoint_id (the issue's own, else the first contact's), opened_at, resolved_at.
 */
export const issuesInView = (asked: View): SQL => once(sql`
  select f.issue_id, s.profile_id, sp.customer_id as person, f.occurred_at as first_at, f.day as first_day, f.channel_id as first_channel, coalesce(s.touchpoint_id, f.touchpoint_id) as touchpoint_id,
    least(s.opened_at, f.occurred_at) as opened_at, case when s.resolved_at <= ${nowSql(asked.ctx)} then s.resolved_at end as resolved_at
  from ${linkedContacts(asked)} f join issues s on s.organisation_id = f.organisation_id and s.id = f.issue_id
  join profiles sp on sp.organisation_id = s.organisation_id and sp.id = s.profile_id
  where f.nth = 1 and f.day >= ${asked.window.from}::date and f.day < ${asked.window.to}::date
    and ${inParts(sql`f.channel_id`, asked.split.channels)} and ${inParts(sql`coalesce(s.touchpoint_id, f.touchpoint_id)`, asked.split.touchpoints)}
    and ${memberAsOf(sql`sp.customer_id`, sql`f.day`, asked.ctx, asked.split.segment)}`)

/** The part of the split an issue belongs to (alias q): its touchpoint, or the channel of its first contact. */
export const issuePart = ({ split: { by } }: Pick<View, 'split'>): SQL => (by.kind === 'channel' ? sql`q.first_channel::text` : by.kind === 'touchpoint' ? sql`q.touchpoint_id::text` : sql`null::text`)

/** Narrows issues (alias q) to one part; `total` narrows nothing. */
export function issueOfPart(asked: Pick<View, 'split'>, key: string | undefined): SQL {
  if (!key || key === 'total') return sql`true`
  const { by } = asked.split
  if (by.kind !== 'channel' && by.kind !== 'touchpoint') return sql`false`
  return sql`${issuePart(asked)} = ${by.parts.find((p) => p.key === key)?.id ?? NIL_ID}`
}

/** Rows counted per id put in the order of the split's parts, the whole first, with key and label. */
export function inOrder<R extends { key: string }>(asked: Pick<View, 'split'>, rows: readonly R[]): (R & { label: string })[] {
  const { by } = asked.split
  const parts: Part[] = by.kind === 'channel' || by.kind === 'touchpoint' ? by.parts : []
  const rank = (row: R) => (row.key === 'total' ? -1 : parts.findIndex((p) => p.id === row.key))
  return rows.toSorted((a, b) => rank(a) - rank(b)).map((row) => {
    const part = parts.find((p) => p.id === row.key)
    return { ...row, key: part?.key ?? row.key, label: row.key === 'total' ? 'Total' : (part?.label ?? row.key) }
  })
}
