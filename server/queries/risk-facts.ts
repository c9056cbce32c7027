import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Organisation } from '../context'
import type { RiskFacts } from '../domain/risk/score'
import { OPEN, RECENT_DAYS, RISING } from '../domain/risk/weights'
import { RESULT_DAYS } from '../domain/settle/moments'
import { addDays, type LocalDay } from '../domain/time/local-day'
import { isValue, usesOf, valuesAt } from './customer-value'

/** A year: what a habit, and what somebody is worth, is taken from. */
export const YEAR = 365

export type RiskFactsRow = RiskFacts & { customerId: string; day: LocalDay; /** Of the 365 days before, minor units. */ value: number }

/**
 * What is known of these customers at the beginning of each of these days, for every day on which they were in
 * relationship; from records before that day only. A result that a rule set by looking ahead is known once it has looked.
 * `leavingOnly`: only for days on which the customer left. `since`: first day anything is recorded; habits begin there.
 *
 * One pass over the year's rows of these customers, whatever the number of days: the caller takes customers in chunks.
 */
export async function riskFacts(tx: Tx, org: Organisation, customers: string[], days: LocalDay[], { since, leavingOnly = false }: { since: LocalDay; leavingOnly?: boolean }): Promise<RiskFactsRow[]> {
  const sorted = days.toSorted()
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (first === undefined || last === undefined || customers.length === 0) return []
  const profiles = await tx.execute<{ id: string }>(sql`select id from profiles where organisation_id = ${org.id} and customer_id = any(${sql.param(customers)}::uuid[])`)
  // As in settling: without statistics the planner takes thousands of rows for a few.
  await tx.execute(sql`set local enable_nestloop = off`)
  const ids = sql.param(profiles.rows.map(({ id }) => id))
  const theirs = (alias: string): SQL => sql`${sql.raw(alias)}.organisation_id = ${org.id} and ${sql.raw(alias)}.profile_id = any(${ids}::uuid[]) and ${sql.raw(alias)}.profile_id = p.profile_id`
  const within = (column: SQL, back: number) => sql`${column} >= ${addDays(first, -back)}::date and ${column} < ${last}::date`
  const midnight = (day: SQL) => sql`(${day}::timestamp at time zone ${org.timezone}::text)`
  const recent = (column: SQL, back = RECENT_DAYS) => sql`${column} < pair.day and ${column} >= pair.day - ${back}::int`

  const found = await tx.execute<Record<keyof RiskFactsRow, unknown> & { customerId: string; day: string; value: number; lived: number }>(sql`
    with p as materialized (select id as profile_id, customer_id from profiles where organisation_id = ${org.id} and id = any(${ids}::uuid[])),
    pair as materialized (
      select distinct on (v.customer_id, v.cut) v.customer_id, v.cut as day, v.value, s.start_day from (${valuesAt(org, YEAR, sorted, customers)}) v
      join spells s on s.organisation_id = ${org.id} and s.customer_id = v.customer_id and s.start_day < v.cut and ${leavingOnly ? sql`s.end_day = v.cut` : sql`(s.end_day is null or s.end_day >= v.cut)`}
      order by v.customer_id, v.cut, s.start_day desc),
    came as materialized (
      select p.customer_id, i.day, count(*) filter (where i.direction = 'contact') as contacts from p join interactions i on ${theirs('i')}
      where i.direction <> 'message' and i.form <> 'observation' and ${within(sql`i.day`, YEAR)} group by 1, 2),
    paid as materialized (
      select p.customer_id, t.day, bool_or(t.amount >= 0 and (t.kind is null or t.kind <> all(${sql.param(usesOf(org).ignored)}::text[]))) as bought, coalesce(sum(t.amount) filter (where ${isValue(org)}), 0) as spent
      from p join transactions t on ${theirs('t')} where ${within(sql`t.day`, YEAR)} group by 1, 2),
    sign as (
      select distinct on (1, 2) pair.customer_id, pair.day, count(*) as signs, pair.day - min(s.day) as first_sign, pair.day - max(s.day) as last_sign
      from pair join (select customer_id, day, 1 as rank from came union all select customer_id, day, 2 from paid where bought) s on s.customer_id = pair.customer_id and ${recent(sql`s.day`, YEAR)}
      group by 1, 2, s.rank order by 1, 2, s.rank),
    contact as (
      select pair.customer_id, pair.day, sum(c.contacts) filter (where c.day >= pair.day - ${RISING.recentDays}::int) as contacts,
        sum(c.contacts) filter (where c.day < pair.day - ${RISING.recentDays}::int) as earlier
      from pair join came c on c.customer_id = pair.customer_id and ${recent(sql`c.day`, RISING.recentDays + RISING.earlierDays)} where c.contacts > 0 group by 1, 2),
    spend as (
      select pair.customer_id, pair.day, sum(s.spent) filter (where s.day >= pair.day - ${RECENT_DAYS}::int) as now, sum(s.spent) filter (where s.day < pair.day - ${RECENT_DAYS}::int) as before
      from pair join paid s on s.customer_id = pair.customer_id and ${recent(sql`s.day`, 2 * RECENT_DAYS)} group by 1, 2),
    moment as (
      select m.customer_id, m.day, m.result = 'failed' as failed, m.result_source = 'rule' as by_rule, i.impression = -2 as negative
      from moments m join interactions i on i.organisation_id = m.organisation_id and i.profile_id = m.profile_id and i.occurred_at = m.occurred_at and i.id = m.interaction_id and i.profile_id = any(${ids}::uuid[])
      where m.organisation_id = ${org.id} and m.customer_id = any(${sql.param(customers)}::uuid[]) and ${within(sql`m.day`, RECENT_DAYS)} and (m.result = 'failed' or i.impression = -2)),
    bad as (
      select customer_id, day, count(*) filter (where known) as failed, day - max(at) filter (where known) as last_failed, count(*) filter (where negative) as negative, day - max(at) filter (where negative) as last_negative
      from (
        select pair.customer_id, pair.day, m.day as at, m.negative, coalesce(m.failed, false) and (not coalesce(m.by_rule, false) or m.day + ${RESULT_DAYS + 1}::int <= pair.day) as known
        from pair join moment m on m.customer_id = pair.customer_id and ${recent(sql`m.day`)}) x group by 1, 2),
    broken as (
      select pair.customer_id, pair.day, count(*) as promises from pair join (
        select p.customer_id, r.due_at, r.kept_at, r.withdrawn_at, r.withdrawn_by from p join promises r on ${theirs('r')}
        where r.due_at < ${midnight(sql`${last}::date`)} and r.due_at >= ${midnight(sql`${addDays(first, -RECENT_DAYS)}::date`)}) r
        on r.customer_id = pair.customer_id and r.due_at < ${midnight(sql`pair.day`)} and r.due_at >= ${midnight(sql`(pair.day - ${RECENT_DAYS}::int)`)}
      where not coalesce(r.kept_at < ${midnight(sql`pair.day`)}, false) and not coalesce(r.withdrawn_by = 'customer' and r.withdrawn_at < ${midnight(sql`pair.day`)}, false) group by 1, 2),
    waiting as (
      select pair.customer_id, pair.day, count(*) as issues, pair.day - min(r.opened) as oldest from pair join (
        select p.customer_id, r.resolved_at, (r.opened_at at time zone ${org.timezone}::text)::date as opened from p join issues r on ${theirs('r')} where r.opened_at is not null) r
        on r.customer_id = pair.customer_id and ${recent(sql`r.opened`, OPEN.oldestDays)}
      where r.resolved_at is null or r.resolved_at >= ${midnight(sql`pair.day`)} group by 1, 2)
    select pair.customer_id::text as "customerId", pair.day::text as day, round(pair.value)::float8 as value, (pair.day - greatest(pair.start_day, ${since}::date))::int as lived,
      coalesce(sign.signs, 0)::int as signs, sign.first_sign::int as "firstSign", sign.last_sign::int as "lastSign",
      coalesce(bad.failed, 0)::int as failed, bad.last_failed::int as "lastFailed", coalesce(bad.negative, 0)::int as "strongNegative", bad.last_negative::int as "lastNegative",
      coalesce(broken.promises, 0)::int as "brokenPromises", coalesce(contact.contacts, 0)::int as contacts, coalesce(contact.earlier, 0)::int as "earlierContacts",
      coalesce(waiting.issues, 0)::int as "openIssues", waiting.oldest::int as "oldestIssue", coalesce(spend.now, 0)::float8 as spent, coalesce(spend.before, 0)::float8 as "spentBefore"
    from pair left join sign using (customer_id, day) left join bad using (customer_id, day) left join broken using (customer_id, day)
      left join contact using (customer_id, day) left join waiting using (customer_id, day) left join spend using (customer_id, day)
    order by 1, 2`)
  return found.rows.map(({ lived, ...row }) => ({
    ...(row as unknown as RiskFactsRow), earlierDays: Math.max(0, Math.min(RISING.earlierDays, lived - RISING.recentDays)),
    // Two whole windows, or there is nothing to compare.
    ...(lived >= 2 * RECENT_DAYS ? {} : { spent: null, spentBefore: null }),
  }))
}
