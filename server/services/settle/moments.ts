import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { ResultRule } from '@/db/vocabulary'
import { currencyDigits } from '../../domain/money'
import { CSAT_LOW_SHARE, RESULT_DAYS, SECOND_CONTACT_DAYS } from '../../domain/settle/moments'
import { isValue } from '../../queries/customer-value'
import { profilesOf, theirs, type Batch } from './batch'
import { MOMENT_CELL, moveMoments } from './moment-roll-up'

const AHEAD: ResultRule[] = ['reopened_7_days', 'promise_broken', 'csat_low']

/**
 * The moments of each customer with result and effect: server/domain/settle/moments.ts and effect.ts as one statement;
 * a test holds the two together. Reads spells: settle those before. Returns how many rows changed.
 */
export async function settleMoments(tx: Tx, batch: Batch): Promise<number> {
  const { org, today } = batch
  const zone = sql`${org.timezone}::text`
  const ahead = sql`interval '1 day' * ${RESULT_DAYS}::int`
  const window = sql`${org.effectWindowDays}::int`
  const listed = (rule: ResultRule) => sql`rules ? ${rule}`
  const before = sql`rows between unbounded preceding and 1 preceding`
  const midnight = sql`${new Date(batch.midnight).toISOString()}::timestamptz`

  const result = await tx.execute<{ changed: number }>(sql`
    with p as materialized (${profilesOf(batch)}),
    rule as (
      select id as touchpoint_id, class = 'moment_that_matters' as matters, moment_rule->>'rule' as rule, (moment_rule->>'amount')::numeric as amount,
        coalesce(result_rule->'rules', '[]'::jsonb) as rules, result_rule->>'otherwise' as otherwise
      from touchpoints where organisation_id = ${org.id}),
    candidate as materialized (
      select p.customer_id, i.profile_id, i.id, i.occurred_at, i.day, i.channel_id, i.touchpoint_id, i.direction, i.mood, i.impression, i.result, i.result_source, i.issue_id,
        coalesce(r.matters, false) as matters, r.rule, coalesce(r.amount, 0) as least, coalesce(r.rules, '[]'::jsonb) as rules, r.otherwise,
        case when r.rule = 'amount_above' and jsonb_typeof(i.attributes->'amount') = 'number' then round((i.attributes->>'amount')::numeric * ${10 ** (currencyDigits(org.currency) ?? 2)}::int) end as amount
      from p join interactions i on ${theirs(batch, 'i')}
      left join rule r on r.touchpoint_id = i.touchpoint_id
      where i.day <= ${today}::date and (r.matters or i.impression in (-2, 2))
        -- What we did about a failed moment answers it and is none of its own: a busy recovery desk would else lower the failed share.
        and not exists (select 1 from recovery_acts a where a.organisation_id = ${org.id} and a.profile_id = i.profile_id and a.id = i.id)),
    -- All that happened on the issues of candidates, each with the contacts before and the next one after it.
    wanted as (select distinct issue_id from candidate where issue_id is not null and (rule = 'second_contact' or ${listed('reopened_7_days')})),
    on_issue as (
      select p.customer_id, i.id,
        count(*) filter (where i.direction = 'contact') over (partition by p.customer_id, i.issue_id order by i.occurred_at, i.id ${before}) as earlier_contacts,
        min(i.occurred_at) filter (where i.direction = 'contact') over (partition by p.customer_id, i.issue_id order by i.occurred_at desc, i.id desc ${before}) as next_contact
      from p join interactions i on ${theirs(batch, 'i')} join wanted w on w.issue_id = i.issue_id
      where i.day <= ${today}::date),
    broken as materialized (
      select p.customer_id, r.interaction_id, r.issue_id, r.due_at from p join promises r on ${theirs(batch, 'r')}
      where r.due_at < ${midnight} and not coalesce(r.kept_at <= r.due_at, false) and r.withdrawn_by is distinct from 'customer'),
    broke as (
      select c.customer_id, c.id from candidate c join broken b on b.customer_id = c.customer_id and b.interaction_id = c.id where b.due_at >= c.occurred_at and b.due_at < c.occurred_at + ${ahead}
      union
      select c.customer_id, c.id from candidate c join broken b on b.customer_id = c.customer_id and b.issue_id = c.issue_id and b.interaction_id is null where b.due_at >= c.occurred_at and b.due_at < c.occurred_at + ${ahead}),
    unhappy as (
      select distinct c.customer_id, c.id from candidate c join p on p.customer_id = c.customer_id
      join responses r on ${theirs(batch, 'r')} and r.touchpoint_id = c.touchpoint_id
      where ${sql`c.rules ? 'csat_low'`} and r.survey = 'csat' and r.occurred_at >= c.occurred_at and r.occurred_at < c.occurred_at + ${ahead}
        and (r.occurred_at at time zone ${zone})::date <= ${today}::date
        and r.score <= coalesce(r.scale_min, 1) + (coalesce(r.scale_max, 5) - coalesce(r.scale_min, 1)) * ${CSAT_LOW_SHARE}::float8),
    daily as materialized (
      select p.customer_id, t.day, coalesce(sum(t.amount) filter (where ${isValue(org)}), 0) as spent, max(t.amount) filter (where t.currency = ${org.currency}) as largest
      from p join transactions t on ${theirs(batch, 't')} where t.day <= ${today}::date group by 1, 2),
    judged as (
      select c.*, o.earlier_contacts, d.largest,
        case when c.result is not null then c.result
          when (${listed('reopened_7_days')} and o.next_contact < c.occurred_at + ${ahead}) or (${listed('promise_broken')} and b.id is not null)
            or u.id is not null or (${listed('impression_negative')} and c.impression < 0) then 'failed'
          when not (rules ?| ${sql.param(AHEAD)}::text[]) or c.day + ${RESULT_DAYS + 1}::int <= ${today}::date then c.otherwise end as final
      from candidate c
      left join on_issue o on o.customer_id = c.customer_id and o.id = c.id
      left join broke b on b.customer_id = c.customer_id and b.id = c.id
      left join unhappy u on u.customer_id = c.customer_id and u.id = c.id
      left join daily d on d.customer_id = c.customer_id and d.day = c.day),
    ranked as (
      select *, row_number() over here as nth, max(occurred_at) filter (where direction = 'contact') over (here ${before}) as last_contact
      from judged window here as (partition by customer_id, touchpoint_id order by occurred_at, id)),
    reasoned as (
      select *, case when matters and case rule
          when 'all' then true
          when 'failed' then final = 'failed'
          when 'bad_mood' then mood < 0
          when 'first_time' then nth = 1
          when 'second_contact' then direction = 'contact' and case when issue_id is null then last_contact >= occurred_at - interval '1 day' * ${SECOND_CONTACT_DAYS}::int else earlier_contacts > 0 end
          when 'amount_above' then coalesce(amount, largest) >= least end then rule
        when impression in (-2, 2) then 'strong_impression' end as reason
      from ranked),
    moment as materialized (
      select customer_id, id, profile_id, occurred_at, day, channel_id, touchpoint_id, reason, final as result,
        case when result is not null then result_source when final is not null then 'rule' end as result_source, mood, day + 1 + ${window} as window_end,
        row_number() over (partition by customer_id, touchpoint_id order by occurred_at, id)::int as ordinal
      from reasoned where reason is not null),
    spend as (
      select m.customer_id, m.id, sum(d.spent) filter (where d.day < m.day) as before, coalesce(sum(d.spent) filter (where d.day > m.day), 0) as after
      from moment m join daily d on d.customer_id = m.customer_id and d.day >= m.day - ${window} and d.day < m.window_end group by 1, 2),
    advocacy as (
      select p.customer_id, (r.occurred_at at time zone ${zone})::date as day from p join referrals r on ${theirs(batch, 'r')}
      union select p.customer_id, r.day from p join responses r on ${theirs(batch, 'r')}
      where r.survey = 'nps' and r.score >= 9 and coalesce(r.scale_max, 10) = 10),
    advocate as (
      select distinct m.customer_id, m.id from moment m join advocacy a on a.customer_id = m.customer_id and a.day > m.day and a.day < m.window_end and a.day <= ${today}::date),
    followed as (
      select m.*, case when s.end_day < m.window_end then s.end_day end as left_day,
        case when e.before > 0 then e.before::bigint end as spent_before, case when e.before > 0 then e.after::bigint end as spent_after, a.id is not null as advocated
      from moment m
      left join spells s on s.organisation_id = ${org.id} and s.customer_id = m.customer_id and s.start_day <= m.day and (s.end_day is null or s.end_day > m.day)
      left join spend e on e.customer_id = m.customer_id and e.id = m.id
      left join advocate a on a.customer_id = m.customer_id and a.id = m.id),
    fresh as materialized (
      select *, case when left_day is not null then 'left' when spent_before is null then 'not_measurable'
        when spent_before - spent_after >= spent_before * ${org.spentLessShare}::numeric then 'spent_less' else 'stayed' end as effect from followed),
    -- All parts of the statement see the rows as they were before it.
    moved as (${moveMoments(org.id, sql`
      select ${MOMENT_CELL}, 1 as n from fresh m
      union all select ${MOMENT_CELL}, -1 from moments m where m.organisation_id = ${org.id} and m.customer_id = any(${sql.param(batch.customers)}::uuid[])`)}),
    gone as (
      delete from moments m where m.organisation_id = ${org.id} and m.customer_id = any(${sql.param(batch.customers)}::uuid[])
        and not exists (select 1 from fresh f where f.customer_id = m.customer_id and f.id = m.interaction_id)
      returning 1),
    kept as (
      insert into moments as m (organisation_id, customer_id, interaction_id, profile_id, occurred_at, day, channel_id, touchpoint_id, reason, result, result_source, mood, window_end, left_day, spent_before, spent_after, advocated, effect, ordinal)
      select ${org.id}, customer_id, id, profile_id, occurred_at, day, channel_id, touchpoint_id, reason, result, result_source, mood, window_end, left_day, spent_before, spent_after, advocated, effect, ordinal
      from fresh order by customer_id, id
      on conflict (organisation_id, customer_id, interaction_id) do update set
        profile_id = excluded.profile_id, occurred_at = excluded.occurred_at, day = excluded.day, channel_id = excluded.channel_id, touchpoint_id = excluded.touchpoint_id,
        reason = excluded.reason, result = excluded.result, result_source = excluded.result_source, mood = excluded.mood, window_end = excluded.window_end, left_day = excluded.left_day,
        spent_before = excluded.spent_before, spent_after = excluded.spent_after, advocated = excluded.advocated, effect = excluded.effect, ordinal = excluded.ordinal
      where (m.profile_id, m.occurred_at, m.day, m.channel_id, m.touchpoint_id, m.reason, m.result, m.result_source, m.mood, m.window_end, m.left_day, m.spent_before, m.spent_after, m.advocated, m.effect, m.ordinal)
        is distinct from (excluded.profile_id, excluded.occurred_at, excluded.day, excluded.channel_id, excluded.touchpoint_id, excluded.reason, excluded.result, excluded.result_source, excluded.mood,
          excluded.window_end, excluded.left_day, excluded.spent_before, excluded.spent_after, excluded.advocated, excluded.effect, excluded.ordinal)
      returning 1)
    select ((select count(*) from gone) + (select count(*) from kept))::int as changed`)
  return result.rows[0]?.changed ?? 0
}
