import { sql } from 'drizzle-orm'
import { reading, type OrgCtx } from '../../context'
import { storyWorth, type MomentFacts } from '../../domain/screens/story'

/** How long before a moment a failure still belongs to its story, days. */
const BEFORE_DAYS = 180

/** One moment as the drill-down of a report names it. */
export type MomentKey = { source: string; id: string; day: string }

/** The one of these moments that is most worth telling (of equals the first given) and what is known of it; null where none is there any more. */
export function bestStory(ctx: OrgCtx, moments: readonly MomentKey[]): Promise<{ key: MomentKey; facts: MomentFacts } | null> {
  const days = moments.map(({ day }) => day).toSorted()
  return reading(ctx, async (tx) => {
    const { rows } = await tx.execute<{ source: string; id: string; result: string | null; touchpoint: string | null; day: string; acquired: string | null; failed: string | null; back: number | null; kept: boolean; gave: boolean; soon: boolean; advocated: boolean; ours: boolean; said: boolean }>(sql`
      select i.source, i.external_id as id, m.result, tp.name as touchpoint, m.day::text as day, to_char(c.acquired_at at time zone ${ctx.org.timezone}, 'YYYY-MM-DD') as acquired, m.advocated,
        coalesce(i.initiative = 'ours', false) as ours, coalesce(m.result_source = 'customer', false) as said,
        f.day::text as failed, d.back, coalesce(d.gave, false) as gave,
        exists (select 1 from promises pr join profiles pp on pp.organisation_id = pr.organisation_id and pp.id = pr.profile_id where pr.organisation_id = m.organisation_id and pp.customer_id = m.customer_id
          and pr.kept_at <= pr.due_at and pr.kept_at <= m.occurred_at + interval '1 day' and (pr.issue_id = i.issue_id or pr.kept_at > f.occurred_at)) as kept,
        exists (select 1 from issues s where s.organisation_id = m.organisation_id and s.profile_id = m.profile_id and s.id = i.issue_id and s.resolved_at <= s.opened_at + interval '1 day') as soon
      from moments m join interactions i on i.organisation_id = m.organisation_id and i.profile_id = m.profile_id and i.occurred_at = m.occurred_at and i.id = m.interaction_id
      join customers c on c.organisation_id = m.organisation_id and c.id = m.customer_id
      left join lateral (select f.day, f.occurred_at from moments f where f.organisation_id = m.organisation_id and f.customer_id = m.customer_id and f.result = 'failed' and f.day < m.day and f.day >= m.day - ${BEFORE_DAYS}::int order by f.day desc, f.occurred_at desc limit 1) f on true
      left join lateral (
        select min((n.occurred_at at time zone ${ctx.org.timezone})::date - f.day) filter (where n.initiative = 'ours' and n.occurred_at > f.occurred_at)::int as back, bool_or(n.goodwill_amount > 0) as gave
        from profiles np join interactions n on n.organisation_id = np.organisation_id and n.profile_id = np.id and n.occurred_at >= coalesce(f.occurred_at, m.occurred_at) and n.occurred_at <= m.occurred_at
        where np.organisation_id = m.organisation_id and np.customer_id = m.customer_id) d on true
      left join touchpoints tp on tp.organisation_id = m.organisation_id and tp.id = m.touchpoint_id
      where m.organisation_id = ${ctx.org.id} and m.day between ${days[0] ?? '0001-01-01'}::date and ${days.at(-1) ?? '0001-01-01'}::date
        and (i.source, i.external_id) in (select * from unnest(${sql.param(moments.map(({ source }) => source))}::text[], ${sql.param(moments.map(({ id }) => id))}::text[]))`)
    const found = moments.flatMap((key) => {
      const row = rows.find((r) => r.source === key.source && r.id === key.id)
      return row ? [{ key, facts: { result: row.result, touchpoint: row.touchpoint, day: row.day, acquiredOn: row.acquired, failedBefore: row.failed, cameBack: row.back, promiseKept: row.kept, goodwill: row.gave, withinADay: row.soon, advocated: row.advocated, ours: row.ours, saidByCustomer: row.said } }] : []
    })
    return found.reduce<(typeof found)[number] | null>((best, one) => (best && storyWorth(best.facts) >= storyWorth(one.facts) ? best : one), null)
  })
}
