import { sql } from 'drizzle-orm'
import { reading, type OrgCtx } from '../context'
import { knownCustomer, profilesOf } from './customer-page-ids'

const PAGE = 20

/** One task of a customer, whatever it went through. `entries` are interactions and promises about it. */
export type IssueGroup = { id: string; title: string; touchpoint: string | null; opened_at: string | null; resolved_at: string | null; last_at: string | null; contacts: number; entries: number; channels: string[]; handovers: number }

/** A customer's issues, the one touched last first, with what they took. */
export function customerIssues(ctx: OrgCtx, { id, cursor }: { id: string; cursor?: number | null }): Promise<{ issues: IssueGroup[]; next: number | null }> {
  return reading(ctx, async (tx) => {
    const profiles = await profilesOf(tx, ctx, await knownCustomer(tx, ctx, id))
    const from = cursor ?? 0
    const iso = (column: string) => sql`to_char(${sql.raw(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`
    const { rows } = await tx.execute<IssueGroup>(sql`
      select s.id, coalesce(s.title, t.name, s.external_id) as title, t.slug as touchpoint, ${iso('s.opened_at')} as opened_at, ${iso('s.resolved_at')} as resolved_at, ${iso('x.last_at')} as last_at,
        x.contacts, x.entries + (select count(*)::int from promises p where p.organisation_id = s.organisation_id and p.profile_id = any(${sql.param(profiles)}::uuid[]) and p.issue_id = s.id) as entries, x.channels, x.handovers
      from issues s left join touchpoints t on t.organisation_id = s.organisation_id and t.id = s.touchpoint_id
      cross join lateral (
        select max(i.occurred_at) as last_at, count(*)::int as entries, count(*) filter (where i.direction = 'contact')::int as contacts, count(*) filter (where i.handed_over_to is not null)::int as handovers,
          coalesce(array_agg(distinct c.slug) filter (where c.slug is not null and i.direction <> 'message'), '{}') as channels
        from interactions i left join channels c on c.organisation_id = i.organisation_id and c.id = i.channel_id where i.organisation_id = s.organisation_id and i.issue_id = s.id and i.profile_id = any(${sql.param(profiles)}::uuid[])) x
      where s.organisation_id = ${ctx.org.id} and s.profile_id = any(${sql.param(profiles)}::uuid[])
      order by coalesce(x.last_at, s.resolved_at, s.opened_at) desc nulls last, s.id limit ${PAGE + 1} offset ${from}`)
    return { issues: rows.slice(0, PAGE), next: rows.length > PAGE ? from + PAGE : null }
  })
}
