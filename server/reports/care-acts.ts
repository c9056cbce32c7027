import { sql, type SQL } from 'drizzle-orm'
import { NIL_ID } from '@/db/vocabulary'
import type { LocalDay } from '../domain/time/local-day'
import { nowSql } from './promise-state'
import type { Asked } from './report'
import { once } from './once'

/**
 * When we first acted on contacts that went wrong: a subquery (id, act) with those somebody acted on. `unhappy` is a
 * subquery with id, person (customer, else profile), occurred_at, issue_id, touchpoint_id. An act is an interaction on our
 * initiative about the same issue (where either names none, the same touchpoint) or with goodwill; a promise made in it or
 * on its issue that was kept; or its issue's resolution. `since`: the local day none of them is before.
 */
export function firstActs({ ctx }: Pick<Asked<unknown>, 'ctx'>, unhappy: SQL, since?: LocalDay): SQL {
  // An act comes after the unhappiness: nothing from before the first day of that has to be read.
  const from = since === undefined ? sql`` : sql`and n.day >= ${since}::date`
  const start = (at: string) => (since === undefined ? sql`` : sql`and ${sql.raw(at)} >= (${since}::date::timestamp at time zone ${ctx.org.timezone}::text)`)
  const whose = (alias: string) => sql`join profiles ap on ap.organisation_id = ${sql.raw(alias)}.organisation_id and ap.id = ${sql.raw(alias)}.profile_id where ${sql.raw(alias)}.organisation_id = ${ctx.org.id}`
  const person = sql`coalesce(ap.customer_id, ap.id) as person`
  const none = sql`null::uuid`
  return once(sql`
    select u.id, min(a.at) as act from ${unhappy} u join ${once(sql`
      select ${person}, n.occurred_at as at, n.issue_id, n.touchpoint_id, ${none} as interaction_id, coalesce(n.goodwill_amount > 0, false) as goodwill from interactions n ${whose('n')} and n.initiative = 'ours' ${from}
      union all select ${person}, r.kept_at, r.issue_id, ${none}, r.interaction_id, false from promises r ${whose('r')} and r.kept_at is not null ${start('r.kept_at')}
      union all select ${person}, s.resolved_at, s.id, ${none}, ${none}, false from issues s ${whose('s')} and s.resolved_at is not null ${start('s.resolved_at')}`)} a
    on a.person = u.person and a.at > u.occurred_at and a.at <= ${nowSql(ctx)}
      and (a.goodwill or a.issue_id = u.issue_id or a.interaction_id = u.id or ((a.issue_id is null or u.issue_id is null) and a.touchpoint_id = u.touchpoint_id and a.touchpoint_id <> ${NIL_ID}::uuid))
    group by 1`)
}
