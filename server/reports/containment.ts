import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { wilson } from '../domain/statistics/proportion'
import { toMajor } from '../domain/money'
import { addDays } from '../domain/time/local-day'
import { filterParameters, parameter, rowField, windowParameters } from '../schemas/report-parameters'
import { countedByPart, countIf, periodOf, seenUntil, silence, SILENT_DAYS } from './contact-chains'
import { interactionsInView, interactionsOfPart } from './populations'
import { nowSql } from './promise-state'
import { defineReport, type Asked } from './report'
import { once } from './once'

/** A person who answers within this time took the session over, whether or not anybody marked the hand-over. */
const TAKEN_OVER_MINUTES = 30

export const containment = defineReport({
  name: 'containment',
  title: 'What machines and self-service settle without a person',
  definition: `Sessions with a virtual agent, an IVR or self-service (contacts and look-ups on channels where no person answers) that ended without a person ÷ such sessions. A session ended with a person where it was handed over, or where a person answered the same customer about the same issue or touchpoint within ${TAKEN_OVER_MINUTES} minutes. Resolved containment stands beside it: contained, not failed, and no further contact about it on any channel for ${SILENT_DAYS} days, among sessions that old; without it giving up would look like success. Satisfied: CSAT answers of 4 or 5 on 1–5 ÷ such answers, about the session’s touchpoint within ${SILENT_DAYS} days of it and before any other contact about it. Cost: the recorded one, else the channel’s cost per contact.`,
  parameters: z.object({ ...windowParameters, compare: parameter.compare, by: parameter.by, ...filterParameters }),
  row: z.object({
    key: rowField.key, label: rowField.label, sessions: rowField.count, contained: rowField.count, escalated: rowField.count, containment: rowField.share, low: rowField.share, high: rowField.share,
    watched: rowField.count.describe(`Sessions more than ${SILENT_DAYS} days old.`), resolved: rowField.count, resolved_containment: rowField.share, resolved_low: rowField.share, resolved_high: rowField.share,
    answers: rowField.count.describe('CSAT answers about these sessions.'), satisfied: rowField.count, satisfaction: rowField.share, satisfaction_low: rowField.share, satisfaction_high: rowField.share,
    priced: rowField.count.describe('Sessions with a known cost.'), cost: rowField.money.describe('Null where none is known.'), per_session: rowField.money.describe('Cost ÷ sessions with a known cost.'),
  }),
  keys: ['key'],
  figures: {
    sessions: { label: 'Sessions', unit: 'count' }, contained: { label: 'Ended without a person', unit: 'count' }, escalated: { label: 'Went on to a person', unit: 'count' },
    containment: { label: 'Containment', unit: 'share', numerator: 'contained', denominator: 'sessions', low: 'low', high: 'high' }, watched: { label: 'Sessions old enough', unit: 'count' }, resolved: { label: 'Contained and resolved', unit: 'count' },
    resolved_containment: { label: 'Resolved containment', unit: 'share', numerator: 'resolved', denominator: 'watched', low: 'resolved_low', high: 'resolved_high' }, 
    answers: { label: 'CSAT answers about them', unit: 'count' }, satisfied: { label: 'Satisfied', unit: 'count' }, satisfaction: { label: 'Satisfied with the session', unit: 'share', numerator: 'satisfied', denominator: 'answers', low: 'satisfaction_low', high: 'satisfaction_high' },
    priced: { label: 'Sessions with a known cost', unit: 'count' }, cost: { label: 'Cost of sessions', unit: 'money' }, per_session: { label: 'Cost per session', unit: 'money', numerator: 'cost', denominator: 'priced' },
  },
  draw: 'bars',
  joinsRecords: true,
  measure: { field: 'resolved_containment', better: 'higher' },

  async answer(asked) {
    const rows = await countedByPart(asked, sessions(asked), COUNTED)
    return { rows: rows.map(({ extra: _extra, ...row }) => told(asked, row)) }
  },

  async byPeriod(asked, interval) {
    const rows = await countedByPart(asked, sessions(asked), COUNTED, { name: 'period', expression: periodOf(interval, sql`v.day`) })
    return rows.map(({ extra: period, ...row }) => ({ ...told(asked, row), period }))
  },

  population(asked, { row, field }) {
    const cell = { sessions: sql`true`, priced: sql`price is not null`, contained: sql`not escalated`, escalated: sql`escalated`, watched: sql`watched`, resolved: RESOLVED }[field]
    if (!cell) return null
    return { of: 'interaction', field, where: sql`${interactionsInView(asked)} and ${interactionsOfPart(asked, row.key)} and i.id in (select f.id from ${sessions(asked)} f where ${cell})` }
  },
})

const RESOLVED = sql`watched and not escalated and not came_again and result is distinct from 'failed'`
const COUNTED = {
  sessions: sql`count(*)::int`, contained: countIf(sql`not escalated`), escalated: countIf(sql`escalated`), watched: countIf(sql`watched`), resolved: countIf(RESOLVED), priced: countIf(sql`price is not null`), cost: sql`sum(price)::float8`,
  answers: sql`coalesce(sum(answers), 0)::int`, satisfied: sql`coalesce(sum(satisfied), 0)::int`,
}

function told<R extends Record<keyof typeof COUNTED, number>>({ ctx }: Pick<Asked<unknown>, 'ctx'>, row: R) {
  const [share, resolved, happy] = [wilson(row.contained, row.sessions), wilson(row.resolved, row.watched), wilson(row.satisfied, row.answers)]
  const cost = row.priced > 0 ? toMajor(Math.round(row.cost), ctx.org.currency) : null
  return {
    ...row, containment: share?.p ?? null, low: share?.low ?? null, high: share?.high ?? null, resolved_containment: resolved?.p ?? null, resolved_low: resolved?.low ?? null, resolved_high: resolved?.high ?? null,
    satisfaction: happy?.p ?? null, satisfaction_low: happy?.low ?? null, satisfaction_high: happy?.high ?? null, cost, per_session: cost === null ? null : cost / row.priced,
  }
}

/**
 * Sessions with whether a person took over, whether their days are over, and whether the customer came again: contacts of
 * the same person about the same thing, which is the session's issue, or its touchpoint where it names none.
 */
function sessions(asked: Pick<Asked<unknown>, 'ctx' | 'window' | 'split'>): SQL {
  const { ctx: { org }, window } = asked
  const now = nowSql(asked.ctx)
  const joins = sql`interactions x join channels xc on xc.organisation_id = x.organisation_id and xc.id = x.channel_id join profiles xp on xp.organisation_id = x.organisation_id and xp.id = x.profile_id`
  const session = sql`not xc.human_answers and x.direction in ('contact', 'lookup') and x.form = 'interaction' and x.occurred_at <= ${now} and x.day >= ${window.from}::date and x.day < ${window.to}::date`
  // What can follow a session of the window: by its days, and by its keys alone. Sessions and contacts meet in one sorted pass.
  return sql`(
    select x.*, coalesce(x.cost, case when x.direction = 'contact' then xc.cost_per_contact end) as price, coalesce(a.answers, 0) as answers, coalesce(a.satisfied, 0) as satisfied, x.handed_over_to is not null or coalesce(f.taken_over, false) as escalated, x.occurred_at + ${silence} <= ${seenUntil(asked)} as watched, f.id is not null as came_again
    from ${joins} left join ${once(sql`
      with x as materialized (
        select x.id, coalesce(xp.customer_id, x.profile_id) as person, x.issue_id, x.touchpoint_id, x.occurred_at, x.duration_s, x.direction = 'contact' as contact, xc.human_answers, ${session} as session
        from ${joins} where x.organisation_id = ${org.id} and x.direction in ('contact', 'lookup') and x.occurred_at <= ${now} and x.day >= ${window.from}::date and x.day < ${addDays(window.to, SILENT_DAYS + 1)}::date)
      select s.id, bool_or(n.human_answers and n.occurred_at < s.occurred_at + interval '1 second' * coalesce(s.duration_s, 0) + interval '1 minute' * ${TAKEN_OVER_MINUTES}::int) as taken_over
      from (select id, person, coalesce(issue_id, touchpoint_id) as thing, occurred_at, duration_s from x where session) s
      join (select id, person, t.thing, occurred_at, human_answers from x cross join lateral (values (x.issue_id), (x.touchpoint_id)) t(thing) where contact and t.thing is not null) n
        on n.person = s.person and n.thing = s.thing and n.id <> s.id and n.occurred_at >= s.occurred_at and n.occurred_at < s.occurred_at + ${silence}
      group by 1`)} f on f.id = x.id
    left join ${once(answersTo(asked))} a on a.id = x.id
    where x.organisation_id = ${org.id} and ${session})`
}

/**
 * CSAT answers on 1–5 by what they are about (id of an interaction): the person's last contact or look-up there before them.
 * Answers and interactions are joined once by their keys: looked up one by one, each would read all of them where nested
 * loops are off (Report.joinsRecords).
 */
function answersTo({ ctx: { org }, window }: Pick<Asked<unknown>, 'ctx' | 'window'>): SQL {
  const until = sql`${addDays(window.to, SILENT_DAYS + 1)}::date`
  return sql`
    with r as materialized (
      select r.id, rp.customer_id as person, r.touchpoint_id, r.occurred_at, r.score from responses r join profiles rp on rp.organisation_id = r.organisation_id and rp.id = r.profile_id
      where r.organisation_id = ${org.id} and r.survey = 'csat' and r.score is not null and r.scale_min = 1 and r.scale_max = 5 and r.touchpoint_id is not null and r.day >= ${window.from}::date and r.day < ${until}),
    about as (
      select distinct on (r.id) r.score, y.id from r
      join profiles yp on yp.organisation_id = ${org.id} and yp.customer_id = r.person
      join interactions y on y.organisation_id = ${org.id} and y.profile_id = yp.id and y.touchpoint_id = r.touchpoint_id and y.direction in ('contact', 'lookup') and y.occurred_at <= r.occurred_at and y.occurred_at > r.occurred_at - ${silence}
        and y.day >= ${addDays(window.from, -SILENT_DAYS - 1)}::date and y.day < ${until}
      order by r.id, y.occurred_at desc, y.id)
    select id, count(*)::int as answers, count(*) filter (where score >= 4)::int as satisfied from about group by 1`
}
