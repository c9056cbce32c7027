import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { PlanInterval } from '@/db/vocabulary'
import { toMajor } from '../domain/money'
import { wilson } from '../domain/statistics/proportion'
import { listPeriods } from '../domain/time/local-day'
import { filterParameters, rowField, windowParameters } from '../schemas/report-parameters'
import { periodOf } from './contact-chains'
import { issuesInView, linkedContacts } from './issue-chains'
import { channelParts } from './split'
import { defineReport, type Asked } from './report'
import { once } from './once'

type View = Pick<Asked<unknown>, 'ctx' | 'window' | 'split'>
type Found = { period: string; issues: number; field: string | null; from: string | null; to: string | null; asked_again: number; times: number; contact_minutes: number; cost: number | null; costed_minutes: number | null }

export const askedAgain = defineReport({
  name: 'asked-again',
  title: 'What customers are asked for again',
  definition: 'Issues in which a field was asked for again that the same issue had been asked for before ÷ issues whose first contact falls in the window. By field, and by the hand-over at which it happened: the channel before and the channel now. Contact minutes are the length of the contacts in which it happened, the most it can have taken; minutes and money reckon each time at `seconds_per_field`, an assumption to be set, and at what a minute of these contacts costs: their recorded cost, else the channel’s cost per contact.',
  parameters: z.object({
    ...windowParameters, channel: filterParameters.channel.describe('Slug of the channel of the first contact, or several.'), touchpoint: filterParameters.touchpoint, segment: filterParameters.segment.describe('Slug of a value tier, or `segmentation:segment`, in which the customer stood on the day of the first contact.'),
    seconds_per_field: z.coerce.number<number | string>().min(1).max(3600).default(30).describe('An assumption: how long asking for one field takes, in seconds.'),
  }),
  row: z.object({
    asked_for: z.string().describe('`total` for any field, else the field’s name.'), hand_over: z.string().describe('`total` for any place, else `<channel before>:<channel now>`.'), label: rowField.label,
    issues: rowField.count, asked_again: rowField.count.describe('Issues in which it was asked for again.'), rate: rowField.share.describe('asked_again ÷ issues.'), low: rowField.share, high: rowField.share,
    times: rowField.count.describe('How often, over all issues.'), contact_minutes: z.number(), minutes: z.number(), money: rowField.money,
  }),
  keys: ['asked_for', 'hand_over'],
  figures: {
    issues: { label: 'Issues', unit: 'count' }, asked_again: { label: 'Issues asked again', unit: 'count' }, rate: { label: 'Issues in which it was asked again', unit: 'share', numerator: 'asked_again', denominator: 'issues', low: 'low', high: 'high' },
    times: { label: 'Times asked again', unit: 'number' }, contact_minutes: { label: 'Minutes of those contacts', unit: 'minutes' }, minutes: { label: 'Minutes, reckoned', unit: 'minutes' }, money: { label: 'Money, reckoned', unit: 'money' },
  },
  draw: 'bars',
  joinsRecords: true,
  measure: { field: 'rate', better: 'lower' },

  async answer(asked) {
    asked.note(`Minutes reckon ${asked.parameters.seconds_per_field} seconds for each field asked again: an assumption, not a measurement.`)
    return { rows: (await rowsOf(asked, null)).map(({ period: _whole, ...row }) => row) }
  },

  byPeriod: (asked, interval) => rowsOf(asked, interval),

  population(asked, { row, field }) {
    if (field === 'issues') return { of: 'issue', field, where: sql`iss.id in (select q.issue_id from ${issuesInView(asked)} q)` }
    if (field !== 'asked_again') return null
    const named = !row.asked_for || row.asked_for === 'total' ? sql`true` : sql`a.field = ${row.asked_for}`
    const [from, to] = (row.hand_over ?? 'total').split(':')
    const slug = (of: SQL, value: string | undefined) => sql`(select h.slug from channels h where h.organisation_id = ${asked.ctx.org.id} and h.id = ${of}) = ${value ?? ''}`
    const place = from === 'total' ? sql`true` : sql`${slug(sql`a.last_channel`, from)} and ${slug(sql`a.channel_id`, to)}`
    return { of: 'issue', field, where: sql`iss.id in (select a.issue_id from ${again(asked)} a where ${named} and ${place})` }
  },
})

/** Rows of the whole window, or of each of its periods, those of one together and in their order. */
async function rowsOf(asked: Asked<{ seconds_per_field: number }>, interval: PlanInterval | null) {
  const sums = sql`count(distinct issue_id)::int as asked_again, count(*)::int as times`
  const period = (day: SQL) => (interval ? periodOf(interval, day) : sql`''::text`)
  const here = sql`from once o where o.period = v.period and o.last_channel = v.last_channel and o.channel_id = v.channel_id`
  // A contact in which several fields are asked again is as long as it is, once.
  const found = await asked.tx.execute<Found>(sql`
    with v as materialized (select a.*, ${period(sql`a.first_day`)} as period from ${again(asked)} a),
    once as (select distinct period, issue_id, id, duration_s, cost, last_channel, channel_id from v),
    q as (select ${period(sql`q.first_day`)} as period, count(*)::int as issues from ${issuesInView(asked)} q group by 1),
    whole as (select p.period, coalesce(q.issues, 0) as issues from unnest(${sql.param(interval ? listPeriods(asked.window.from, asked.window.to, interval).map(({ start }) => start) : [''])}::text[]) p (period) left join q on q.period = p.period)
    select w.period, w.issues, y.* from whole w cross join lateral (
      select 'total' as field, null as from, null as to, (select count(distinct issue_id)::int from v where v.period = w.period) as asked_again, (select count(*)::int from v where v.period = w.period) as times, coalesce(sum(duration_s), 0)::float8 / 60 as contact_minutes,
        sum(cost) filter (where duration_s > 0)::float8 as cost, sum(duration_s) filter (where cost is not null)::float8 / 60 as costed_minutes from once where once.period = w.period) y
    union all select w.period, w.issues, y.field, y.from, y.to, y.asked_again, y.times, y.contact_minutes, y.cost, y.costed_minutes from whole w join (
      select period, field, null as from, null as to, ${sums}, coalesce(sum(duration_s), 0)::float8 / 60 as contact_minutes, sum(cost) filter (where duration_s > 0)::float8 as cost, sum(duration_s) filter (where cost is not null)::float8 / 60 as costed_minutes from v group by 1, 2
      union all select v.period, null, v.last_channel::text, v.channel_id::text, ${sums}, (select coalesce(sum(o.duration_s), 0)::float8 / 60 ${here}),
        (select sum(o.cost) filter (where o.duration_s > 0)::float8 ${here}), (select sum(o.duration_s) filter (where o.cost is not null)::float8 / 60 ${here}) from v group by v.period, v.last_channel, v.channel_id) y on y.period = w.period`)
  const names = new Map((await channelParts(asked.tx, asked.ctx)).map((c) => [c.id, c]))
  const rows = found.rows.map((r) => {
    const [from, to] = [names.get(r.from), names.get(r.to)]
    const rate = wilson(r.asked_again, r.issues)
    const minutes = (r.times * asked.parameters.seconds_per_field) / 60
    const perMinute = r.cost !== null && r.costed_minutes ? r.cost / r.costed_minutes : null
    return {
      period: r.period, asked_for: r.field ?? 'total', hand_over: r.field === null ? `${from?.key ?? ''}:${to?.key ?? ''}` : 'total',
      label: r.field === 'total' ? 'Total' : (r.field ?? (from?.key === to?.key ? `${from?.label ?? ''}, again` : `${from?.label ?? ''} → ${to?.label ?? ''}`)),
      issues: r.issues, asked_again: r.asked_again, rate: rate?.p ?? null, low: rate?.low ?? null, high: rate?.high ?? null, times: r.times, contact_minutes: r.contact_minutes, minutes,
      money: perMinute === null ? null : toMajor(Math.round(minutes * perMinute), asked.ctx.org.currency),
    }
  })
  const rank = (r: (typeof rows)[number]) => (r.asked_for === 'total' ? (r.hand_over === 'total' ? 0 : 2) : 1)
  return rows.toSorted((a, b) => a.period.localeCompare(b.period) || rank(a) - rank(b) || b.times - a.times || a.label.localeCompare(b.label))
}

/** Each time a field was asked for that an earlier contact of the same issue had asked for: issue_id, field, and the contact. */
const again = (asked: View): SQL => once(sql`
  select n.issue_id, q.first_day, n.id, n.field, n.duration_s, coalesce(n.cost, h.cost_per_contact) as cost, n.last_channel, n.channel_id from (
    select x.*, t.field, row_number() over (partition by x.issue_id, t.field order by x.nth) as time_asked
    from ${linkedContacts(asked)} x cross join lateral (select distinct lower(trim(u.field)) as field from unnest(x.asked_for) u(field)) t) n
  join ${issuesInView(asked)} q on q.issue_id = n.issue_id join channels h on h.organisation_id = n.organisation_id and h.id = n.channel_id where n.time_asked > 1`)
