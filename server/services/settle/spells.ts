import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { LocalDay } from '../../domain/time/local-day'
import { usesOf } from '../../queries/customer-value'
import { profilesOf, theirs, type Batch } from './batch'

/**
 * First and last record of each customer: interactions, transactions, issues, promises, responses, referrals, and the
 * first day of a stated customer value. Records of days after today wait. A promise is ours: that one was noted is no
 * sign of the customer, so it is never the last.
 */
export async function settleFirstAndLast(tx: Tx, batch: Batch): Promise<number> {
  const { org, today } = batch
  const zone = sql`${org.timezone}::text`
  const end = sql`((${today}::date + 1)::timestamp at time zone ${zone})`
  // Aggregated kind by kind: without statistics (the embedded engine) a join of all rows at once is planned badly.
  const seenIn = (table: string, at: SQL) => sql`
    select p.customer_id, min(${at}) as first_at, max(${at}) as last_at from p join ${sql.raw(table)} r on ${theirs(batch, 'r')} where ${at} < ${end} group by 1`
  const result = await tx.execute<{ id: string }>(sql`
    with p as materialized (${profilesOf(batch)}),
    seen as (
      ${seenIn('interactions', sql`r.occurred_at`)} union all ${seenIn('transactions', sql`r.occurred_at`)} union all ${seenIn('issues', sql`r.opened_at`)}
      union all select customer_id, first_at, null from (${seenIn('promises', sql`r.made_at`)}) promised union all ${seenIn('responses', sql`coalesce(r.occurred_at, r.asked_at)`)} union all ${seenIn('referrals', sql`r.occurred_at`)}
      union all ${seenIn('customer_values', sql`(r.from_day::timestamp at time zone ${zone})`)}
      union all select id, null, null from unnest(${sql.param(batch.customers)}::uuid[]) as given (id)),
    now as materialized (select customer_id, min(first_at) as first_at, max(last_at) as last_at from seen group by 1)
    update customers c set first_at = now.first_at, last_at = now.last_at from now
    where c.organisation_id = ${org.id} and c.id = now.customer_id and (c.first_at, c.last_at) is distinct from (now.first_at, now.last_at)
    returning c.id`)
  return result.rows.length
}

/**
 * The spells of each customer: server/domain/settle/spells.ts as one statement; a test holds the two together.
 * Purchases are cut into chains, each opened by a return (after leaving, or after a gap without purchase); the first
 * chain also holds the time before the first purchase. Reads customers.first_at: settle that before. `from`: the first
 * day on which who is in relationship has changed; null: on none.
 */
export async function settleSpells(tx: Tx, batch: Batch): Promise<{ changed: number; from: LocalDay | null }> {
  const { org, today } = batch
  const zone = sql`${org.timezone}::text`
  const gap = sql`${org.lapseDays}::int`
  const result = await tx.execute<{ changed: number; from: LocalDay | null }>(sql`
    with p as materialized (${profilesOf(batch)}),
    stated as (
      select id as customer_id, coalesce(leave_kind, 'voluntary') as leave_kind,
        (acquired_at at time zone ${zone})::date as acquired, (first_at at time zone ${zone})::date as first, (left_at at time zone ${zone})::date as leaving
      from customers where organisation_id = ${org.id} and id = any(${sql.param(batch.customers)}::uuid[])),
    c as materialized (
      select customer_id, leave_kind, coalesce(acquired, first) as begin, acquired is not null as stated,
        case when leaving <= ${today}::date and not (acquired is not null and leaving < acquired) then leaving end as leaving
      from stated where coalesce(acquired, first) <= ${today}::date),
    bought_on as materialized (
      select p.customer_id, t.day from p join transactions t on ${theirs(batch, 't')} where t.amount >= 0 and t.day <= ${today}::date
        and (t.kind is null or t.kind <> all(${sql.param(usesOf(org).ignored)}::text[])) group by 1, 2),
    purchases as (select b.customer_id, b.day from c join bought_on b on b.customer_id = c.customer_id and b.day >= c.begin),
    steps as (
      select customer_id, day, lag(day) over (partition by customer_id order by day) as previous from purchases),
    chained as (
      select s.customer_id, s.day, count(*) filter (where (s.previous is not null and s.day >= s.previous + ${gap})
          or (c.leaving < s.day and (s.previous is null or s.previous <= c.leaving)))
        over (partition by s.customer_id order by s.day) as chain
      from steps s join c on c.customer_id = s.customer_id),
    bought as (select customer_id, chain, min(day) as opened, max(day) + ${gap} as lapse from chained group by customer_id, chain),
    chains as (
      select c.customer_id, coalesce(b.chain, 0) as chain, case when coalesce(b.chain, 0) = 0 then c.begin else b.opened end as start_day,
        c.stated and coalesce(b.chain, 0) = 0 as start_stated, b.lapse, c.leaving, c.leave_kind
      from c left join bought b on b.customer_id = c.customer_id
      union all
      -- The relationship before a return that no purchase belongs to.
      select c.customer_id, 0, c.begin, c.stated, null, c.leaving, c.leave_kind from c
      where exists (select 1 from bought b where b.customer_id = c.customer_id) and not exists (select 1 from bought b where b.customer_id = c.customer_id and b.chain = 0)),
    bounded as (
      select *, lead(start_day) over (partition by customer_id order by chain) as next_start from chains
      -- Left before the first record: only a return opens a spell.
      where not (chain = 0 and leaving is not null and leaving < start_day)),
    ended as (
      select *, case when leaving >= start_day and (next_start is null or leaving < next_start) and (lapse is null or leaving <= lapse) then leaving end as left_day,
        case when lapse <= ${today}::date then lapse end as lapse_day
      from bounded),
    fresh as materialized (
      select customer_id, row_number() over (partition by customer_id order by chain)::int as number, start_day, start_stated,
        coalesce(left_day, lapse_day) as end_day, case when left_day is not null then leave_kind when lapse_day is not null then 'lapse' end as end_kind
      from ended),
    -- Reads the spells as they were: least() passes over the null of what goes on.
    affected as (
      select min(case when o.start_day is distinct from f.start_day then least(o.start_day, f.start_day) when o.end_day is distinct from f.end_day then least(o.end_day, f.end_day) end) as day
      from (select customer_id, number, start_day, end_day from spells where organisation_id = ${org.id} and customer_id = any(${sql.param(batch.customers)}::uuid[])) o
      full join fresh f on f.customer_id = o.customer_id and f.number = o.number),
    gone as (
      delete from spells s where s.organisation_id = ${org.id} and s.customer_id = any(${sql.param(batch.customers)}::uuid[])
        and not exists (select 1 from fresh f where f.customer_id = s.customer_id and f.number = s.number)
      returning 1),
    kept as (
      insert into spells as s (organisation_id, customer_id, number, start_day, start_stated, end_day, end_kind)
      select ${org.id}, customer_id, number, start_day, start_stated, end_day, end_kind from fresh order by customer_id, number
      on conflict (organisation_id, customer_id, number) do update
        set start_day = excluded.start_day, start_stated = excluded.start_stated, end_day = excluded.end_day, end_kind = excluded.end_kind
        where (s.start_day, s.start_stated, s.end_day, s.end_kind) is distinct from (excluded.start_day, excluded.start_stated, excluded.end_day, excluded.end_kind)
      returning 1)
    select ((select count(*) from gone) + (select count(*) from kept))::int as changed, (select day from affected)::text as from`)
  return result.rows[0] ?? { changed: 0, from: null }
}
