import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { PlanInterval } from '@/db/vocabulary'
import { addDays, type LocalDay } from '../domain/time/local-day'
import { zOfLevel } from '../domain/statistics/normal-quantile'
import { filterParameters, rowField, windowParameters } from '../schemas/report-parameters'
import { periodOf, seenUntil } from './contact-chains'
import { interactionsInView } from './populations'
import { nowSql } from './promise-state'
import { inParts, presentlyIn, touchpointParts } from './split'
import { defineReport, type Asked } from './report'
import { once } from './once'

const HOURS = 48
const WEEK = sql`interval '7 days'`
const span = sql`interval '1 hour' * ${HOURS}::int`
type View = Pick<Asked<unknown>, 'ctx' | 'window' | 'split'>
type Found = { period: LocalDay; touchpoint: string; sent: number; too_young: number; contacts: number; compared: number; expected: number | null; variance: number | null }

export const inducedContacts = defineReport({
  name: 'induced-contacts',
  title: 'Contacts that our own messages breed',
  definition: `Contacts of the same customers within ${HOURS} hours of a message, less those expected without it: what the same customers did in the same ${HOURS} hours of the week before and of the week after, where they had no such message in them. What they only saw (an observation) is no message. Messages are compared with themselves (a case-crossover), so who is written to more often does not matter. Extra is sent times the mean difference; its interval takes the messages of one customer together. Associated with the message, not shown to be caused by it: what the message is about may move both.`,
  parameters: z.object({ ...windowParameters, channel: filterParameters.channel.describe('Slug of the message’s channel, or several.'), touchpoint: filterParameters.touchpoint, segment: filterParameters.segment, attribute: filterParameters.attribute }),
  row: z.object({
    message: z.string().describe('`total` for all, else the slug of the message’s touchpoint.'), label: rowField.label, sent: rowField.count.describe(`More than ${HOURS} hours ago.`), too_young: rowField.count,
    contacts_48h: rowField.count.describe('Message and contact in pairs: a contact after two messages counts after both.'), per_message: z.number().nullable(), compared: rowField.count.describe('Messages with a week to compare with.'),
    expected: z.number().nullable(), extra: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable(),
  }),
  keys: ['message'],
  figures: {
    sent: { label: 'Messages sent', unit: 'count' }, too_young: { label: 'Sent within 48 hours', unit: 'count' }, contacts_48h: { label: 'Contacts within 48 hours', unit: 'number' }, per_message: { label: 'Contacts per message', unit: 'number', numerator: 'contacts_48h', denominator: 'sent' },
    compared: { label: 'Messages compared', unit: 'count' }, expected: { label: 'Expected without it', unit: 'number' }, extra: { label: 'Extra contacts', unit: 'number', low: 'low', high: 'high', n: 'compared' },
  },
  draw: 'bars',
  joinsRecords: true,
  measure: { field: 'extra', better: 'lower' },

  async answer(asked) {
    const rows = (await rowsOf(asked)).map(({ period: _period, ...row }) => row)
    if (rows.some((r) => r.sent > r.compared)) asked.note('Messages without a week to compare with (their weeks before and after hold the same message, or lie outside the records) are taken to be like the others.')
    return { rows: rows.toSorted((a, b) => Number(b.message === 'total') - Number(a.message === 'total') || (b.extra ?? -Infinity) - (a.extra ?? -Infinity) || a.message.localeCompare(b.message)) }
  },

  byPeriod: (asked, interval) => rowsOf(asked, interval),

  async population(asked, { row, field }) {
    const cell = { sent: sql`m.judged`, too_young: sql`not m.judged`, compared: sql`m.judged and m.usual is not null` }[field]
    if (!cell) return null
    const part = (await touchpointParts(asked.tx, asked.ctx)).find((p) => p.key === row.message)
    const whole = !row.message || row.message === 'total'
    if (!whole && !part) return null
    return { of: 'interaction', field, where: sql`i.id in (select m.id from ${messages(asked)} m where ${cell} and ${whole ? sql`true` : sql`m.touchpoint_id = ${part?.id ?? null}::uuid`})` }
  },
})

/** One row per message touchpoint and for all, of the whole window or of each period in it. */
async function rowsOf(asked: View & Pick<Asked<unknown>, 'tx'>, interval?: PlanInterval) {
  const found = await asked.tx.execute<Found>(sql`
    with m as materialized (select q.*, ${interval ? periodOf(interval, sql`q.day`) : sql`''::text`} as period from ${messages(asked)} q),
    -- Per customer and message touchpoint: how many messages, and the sum of their differences.
    each as (select period, touchpoint_id, person, count(*) filter (where judged) as sent, count(*) filter (where not judged) as too_young, coalesce(sum(after) filter (where judged), 0) as contacts,
      count(usual) filter (where judged) as compared, coalesce(sum(usual) filter (where judged), 0) as usual, coalesce(sum(after - usual) filter (where judged and usual is not null), 0) as difference from m group by 1, 2, 3),
    sides as (select period, touchpoint_id::text as touchpoint, person, sent, too_young, contacts, compared, usual, difference from each
      union all select period, 'total', person, sum(sent), sum(too_young), sum(contacts), sum(compared), sum(usual), sum(difference) from each group by 1, 3),
    -- Sums of halves are exact in any order, so periods read together say what each says alone.
    whole as (select period, touchpoint, sum(sent) as sent, sum(too_young) as too_young, sum(contacts) as contacts, sum(compared)::numeric as compared, sum(difference)::numeric as difference,
      sum(difference ^ 2)::numeric as squares, sum(compared * difference)::numeric as products, sum(compared ^ 2)::numeric as weights from sides group by 1, 2)
    select period, touchpoint, sent::int as sent, too_young::int as too_young, contacts::int as contacts, compared::int as compared, (contacts - sent * (difference::float8 / nullif(compared, 0)::float8))::float8 as expected,
      -- Per customer the square of (differences − messages × mean difference), added up.
      (compared ^ 2 * squares - 2 * compared * difference * products + difference ^ 2 * weights)::float8 * sent::float8 ^ 2 / nullif(compared, 0)::float8 ^ 4 as variance
    from whole`)
  const parts = await touchpointParts(asked.tx, asked.ctx)
  const z95 = zOfLevel(0.95)
  return found.rows.map(({ touchpoint, contacts, expected, variance, ...row }) => {
    const part = parts.find((p) => p.id === touchpoint)
    const extra = expected === null ? null : contacts - expected
    // One message cannot tell its own error.
    const half = variance === null || row.compared < 2 || variance === 0 ? null : z95 * Math.sqrt(variance)
    return {
      message: part?.key ?? touchpoint, label: touchpoint === 'total' ? 'Total' : (part?.label ?? touchpoint), ...row, contacts_48h: contacts, per_message: row.sent > 0 ? contacts / row.sent : null, expected, extra,
      low: extra === null || half === null ? null : extra - half, high: extra === null || half === null ? null : extra + half,
    }
  })
}

/** Comparisons reach this many days beyond the window on either side: a week, 48 hours, and the edges of local days. */
const REACH_DAYS = 10
/** Places in a person's order are whole microseconds, as instants are kept: a range over numbers costs a fraction of one over instants. */
const MICRO = 1_000_000
const W = sql.raw(String(7 * 24 * 3600 * MICRO))
const S = sql.raw(String(HOURS * 3600 * MICRO))

/**
 * Messages of the window: id, person, touchpoint_id, day, judged, contacts in the hours after, and usual ones (mean over the
 * weeks that can be compared; null without). Each person's messages and contacts are put in order once, and everything is
 * counted in ranges of that order.
 */
function messages(asked: View): SQL {
  const { ctx: { org }, window, split } = asked
  const until = seenUntil(asked)
  const day = (of: LocalDay, by: number) => sql`${addDays(of, by)}::date`
  return once(sql`
    select v.id, v.person, v.touchpoint_id, v.day, v.at + ${span} <= ${until} as judged, v.after,
      case when v.early or v.late then (case when v.early then v.earlier else 0 end + case when v.late then v.later else 0 end)::float8 / (v.early::int + v.late::int) end as usual
    from (
      select q.*, q.at - ${WEEK} >= (${window.first ?? window.from}::date::timestamp at time zone ${org.timezone}::text) and q.like_before = 0 as early, q.at + ${WEEK} + ${span} <= ${until} and q.like_after = 0 as late
      from (
        select b.*,
          count(*) filter (where contact) over (theirs range between 1 following and ${S} following) as after,
          count(*) filter (where contact) over (theirs range between ${W} - 1 preceding and ${W} - ${S} preceding) as earlier,
          count(*) filter (where contact) over (theirs range between ${W} + 1 following and ${W} + ${S} following) as later,
          -- A message of the same kind reaches into hours when it was sent in them or in as many before.
          count(*) over (alike range between ${W} + ${S} - 1 preceding and ${W} - ${S} + 1 preceding) as like_before,
          count(*) over (alike range between ${W} - ${S} + 1 following and ${W} + ${S} - 1 following) as like_after
        from (
          with b as materialized (
            select i.id, i.day, i.occurred_at as at, round(date_part('epoch', i.occurred_at) * ${sql.raw(String(MICRO))})::bigint as place, i.touchpoint_id, coalesce(p.customer_id, p.id) as person, i.direction = 'contact' as contact, case when i.direction = 'message' then coalesce(${interactionsInView(asked)}, false) else false end as viewed
            from interactions i join profiles p on p.organisation_id = i.organisation_id and p.id = i.profile_id left join customers c on c.organisation_id = p.organisation_id and c.id = p.customer_id
            where i.organisation_id = ${org.id} and i.direction in ('message', 'contact') and i.form <> 'observation' and i.occurred_at <= ${nowSql(asked.ctx)} and i.day >= ${day(window.from, -REACH_DAYS)} and i.day < ${day(window.to, REACH_DAYS)}
              ${split.touchpoints ? sql`and (i.direction = 'contact' or ${inParts(sql`i.touchpoint_id`, split.touchpoints)})` : sql``} and ${presentlyIn(sql`p.customer_id`, asked.ctx, split.segment)})
          -- Whoever was sent none of these messages needs no order.
          select b.* from b where b.person in (select viewed.person from b viewed where viewed.viewed)) b
        window theirs as (partition by b.person order by b.place), alike as (partition by b.person, b.touchpoint_id, b.contact order by b.place)) q
      where q.viewed) v`)
}
