import { sql } from 'drizzle-orm'
import { reading, type OrgCtx } from '../context'
import { momentCandidates, type Candidate } from '../domain/catalogue/candidates'
import { addDays, localDayOf } from '../domain/time/local-day'

export type MomentCandidates = {
  /** Half-open local days over which impressions were counted and leaving was looked at. */
  from: string
  to: string
  /** Days before leaving (and, for those who stayed, before `staysUntil`) in which a visit counts. */
  windowDays: number
  leavers: number
  stayers: number
  checked: number
  candidates: Candidate[]
}
const YEAR = 365
type Row = { slug: string; name: string; interactions: number; strong_negative: number; strong_positive: number; leavers_met: number; stayers_met: number }

/**
 * Efficient touchpoints that may be moments (METRICS §1): over the last year, where strong impressions gather against
 * the other efficient touchpoints, and where those who left had been more often than those who stayed, over windows of
 * the same length. Those who stayed are looked at before the leavers' median day. Raw rows are read for these windows.
 */
export async function listMomentCandidates(ctx: OrgCtx): Promise<MomentCandidates> {
  const today = localDayOf(ctx.now.getTime(), ctx.org.timezone)
  const [from, to, windowDays] = [addDays(today, -YEAR), addDays(today, 1), ctx.org.effectWindowDays]
  const org = sql`${ctx.org.id}::uuid`
  // Who lapses is dated a gap after the last purchase: what came before is before that purchase.
  const left = sql`
    select customer_id, case when end_kind = 'lapse' then end_day - ${ctx.org.lapseDays ?? 0}::int else end_day end as day
    from spells where organisation_id = ${org} and end_day >= ${from}::date and end_day <= ${today}::date and end_kind in ('voluntary', 'lapse')`
  return reading(ctx, async (tx) => {
    const leaving = await tx.execute<{ n: number; middle: string | null }>(sql`
      select count(distinct customer_id)::int as n, (percentile_disc(0.5) within group (order by day))::text as middle from (${left}) l`)
    const { n: leavers = 0, middle = null } = leaving.rows[0] ?? {}
    const until = middle ?? today
    const stayed = sql`
      select distinct customer_id, ${until}::date as day from spells where organisation_id = ${org} and start_day <= ${until}::date and (end_day is null or end_day > ${today}::date)`
    const staying = await tx.execute<{ n: number }>(sql`select count(*)::int as n from (${stayed}) s`)
    const met = (who: typeof left) => sql`
      select i.touchpoint_id, count(distinct p.customer_id)::int as n from (${who}) w
      join profiles p on p.organisation_id = ${org} and p.customer_id = w.customer_id
      join interactions i on i.organisation_id = ${org} and i.profile_id = p.id and i.day >= w.day - ${windowDays}::int and i.day < w.day
      group by i.touchpoint_id`
    const rows = await tx.execute<Row>(sql`
      select t.slug, t.name, coalesce(r.interactions, 0)::float8 as interactions, coalesce(r.negative, 0)::float8 as strong_negative, coalesce(r.positive, 0)::float8 as strong_positive,
        coalesce(l.n, 0) as leavers_met, coalesce(s.n, 0) as stayers_met
      from touchpoints t
      left join (select touchpoint_id, sum(interactions) as interactions, sum(strong_negative) as negative, sum(strong_positive) as positive
                 from rollup_daily where organisation_id = ${org} and day >= ${from}::date and day < ${to}::date group by touchpoint_id) r on r.touchpoint_id = t.id
      left join (${met(left)}) l on l.touchpoint_id = t.id
      left join (${met(stayed)}) s on s.touchpoint_id = t.id
      where t.organisation_id = ${org} and t.class = 'efficient'`)
    const stayers = staying.rows[0]?.n ?? 0
    const signs = rows.rows.map((r) => ({
      slug: r.slug, name: r.name, interactions: r.interactions, strongNegative: r.strong_negative, strongPositive: r.strong_positive, leaversMet: r.leavers_met, stayersMet: r.stayers_met,
    }))
    return { from, to, windowDays, leavers, stayers, checked: signs.length, candidates: momentCandidates(signs, leavers, stayers) }
  })
}
