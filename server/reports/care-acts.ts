import { sql, type SQL } from 'drizzle-orm'
import { NIL_ID } from '@/db/vocabulary'
import { nowSql } from './promise-state'
import type { Asked } from './report'

/**
 * When we first acted on a contact that went wrong (alias u: profile_id, id, occurred_at, issue_id, touchpoint_id, person),
 * as SQL for an instant, null while nobody has. An act is an interaction on our initiative about the same issue (without
 * one, the same touchpoint) or with goodwill; a promise made in it or on its issue that was kept; or its issue's resolution.
 */
export function firstAct({ ctx }: Pick<Asked<unknown>, 'ctx'>): SQL {
  const org = ctx.org.id
  const now = nowSql(ctx)
  return sql`(select min(a.at) from (
      select n.occurred_at as at from profiles np join interactions n on n.organisation_id = np.organisation_id and n.profile_id = np.id
      where np.organisation_id = ${org} and (np.customer_id = u.person or np.id = u.profile_id) and n.occurred_at > u.occurred_at and n.initiative = 'ours'
        and (n.goodwill_amount > 0 or n.issue_id = u.issue_id or ((n.issue_id is null or u.issue_id is null) and n.touchpoint_id = u.touchpoint_id and n.touchpoint_id <> ${NIL_ID}::uuid))
      union all
      select pr.kept_at from promises pr where pr.organisation_id = ${org} and pr.profile_id = u.profile_id and pr.kept_at > u.occurred_at and (pr.interaction_id = u.id or pr.issue_id = u.issue_id)
      union all
      select s.resolved_at from issues s where s.organisation_id = ${org} and s.profile_id = u.profile_id and s.id = u.issue_id and s.resolved_at > u.occurred_at) a
    where a.at <= ${now})`
}
