import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { HIT_DAYS, LISTED_AT, URGENT_AT } from '../domain/risk/weights'
import { wilson } from '../domain/statistics/proportion'
import { dayInWords } from '../domain/time/day-in-words'
import { addDays, type LocalDay } from '../domain/time/local-day'
import { filterParameters, rowField, windowParameters } from '../schemas/report-parameters'
import { defineReport, type Asked } from './report'
import { presentOn } from './risk'
import { memberAsOf, presentlyWith } from './split'

const GROUPS = [{ key: 'listed', label: 'On the list' }, { key: 'urgent', label: `Of these, ${URGENT_AT} points or more` }, { key: 'others', label: 'All others' }] as const
type Group = (typeof GROUPS)[number]['key']

export const riskHits = defineReport({
  name: 'risk-hits',
  title: 'How often the list was right',
  definition: `Of the customers who were on the list of a past day (score ${LISTED_AT} or more, from records before that day only): how many left within the ${HIT_DAYS} days that followed, beside the same share of all other customers of that day. Left: of their own will or by lapse; those whose relationship we closed, or that ended by death or merger, in these days are left out of both. Lists are at least ${HIT_DAYS} days apart, so no leaving is counted twice. The list is a warning, not a cause: who was called because of it may have stayed for that.`,
  parameters: z.object({ ...windowParameters, segment: filterParameters.segment, attribute: filterParameters.attribute }),
  row: z.object({
    day: z.string().describe('The day of the list; `total` for all lists together.'), group: z.string().describe('`listed`, `urgent` (among the listed) or `others`.'), label: rowField.label,
    customers: rowField.count, left: rowField.count.describe(`Within ${HIT_DAYS} days.`), rate: rowField.share, low: rowField.share, high: rowField.share, times_others: z.number().nullable().describe('The share among all others goes into this one so many times.'),
  }),
  keys: ['day', 'group'],
  figures: {
    customers: { label: 'Customers', unit: 'count' }, left: { label: `Left within ${HIT_DAYS} days`, unit: 'count' }, rate: { label: 'Share who left', unit: 'share', numerator: 'left', denominator: 'customers', low: 'low', high: 'high' },
    times_others: { label: 'Times the share of all others', unit: 'number' },
  },
  draw: 'table',
  whole: 'the list is checked as a whole, or for one segment or attribute (segment=, attribute=)',

  async answer(asked) {
    const { ctx, tx } = asked
    const days = await listDays(asked)
    if (days.length === 0) {
      asked.note(`No list is ${HIT_DAYS} days old yet: whether it is right cannot be said.`)
      return { rows: [] }
    }
    if (!(await leavingRecorded(asked))) {
      asked.note('Nobody is known to have left, ever: without left_at of customers, or a lapse gap in the settings, whether the list is right cannot be said.')
      return { rows: [] }
    }
    const found = await tx.execute<{ day: string; grp: Group; customers: number; left_: number }>(sql`
      select d.day::text as day, g.grp, count(*)::int as customers, count(*) filter (where x.gone)::int as left_
      from unnest(${sql.param(days)}::date[]) as d (day) cross join lateral (${customersOf(asked, sql`d.day`)}) x
      cross join lateral (select 'listed' as grp where x.score >= ${LISTED_AT} union all select 'urgent' where x.score >= ${URGENT_AT} union all select 'others' where x.score < ${LISTED_AT}) g group by 1, 2`)
    const at = (day: string, group: Group) => {
      const mine = found.rows.filter((r) => r.grp === group && (day === 'total' || r.day === day))
      return { customers: mine.reduce((n, r) => n + r.customers, 0), left: mine.reduce((n, r) => n + r.left_, 0) }
    }
    const rows = ['total', ...days].flatMap((day) => GROUPS.map(({ key, label }) => {
      const { customers, left } = at(day, key)
      const rate = wilson(left, customers)
      const others = at(day, 'others')
      return { day, group: key, label, customers, left, rate: rate?.p ?? null, low: rate?.low ?? null, high: rate?.high ?? null, times_others: rate && others.left > 0 && key !== 'others' ? rate.p / (others.left / others.customers) : null }
    }))
    if (ctx.org.lapseDays !== null) asked.note(`Who buys nothing for ${ctx.org.lapseDays} days counts as lapsed, so silence on the list is in part the same thing as what it foretells.`)
    if (days.length > 1) asked.note(`All lists together: ${days.toReversed().map((day) => dayInWords(day)).join(', ')}.`)
    return { rows, statistics: { newest_list: days[0] ?? null, lists: days.length } }
  },

  async population(asked, { row: { day, group }, field }) {
    if (day === 'total' || !day || (field !== 'customers' && field !== 'left')) return null
    const score = group === 'others' ? sql`x.score < ${LISTED_AT}` : sql`x.score >= ${group === 'urgent' ? URGENT_AT : LISTED_AT}`
    return { of: 'customer', field, where: sql`c.id in (select x.id from (${customersOf(asked, sql`${day}::date`)}) x where ${score} and ${field === 'left' ? sql`x.gone` : sql`true`})` }
  },
})

/** Whether anybody's leaving is known at all; where it is not, nobody seems to leave, which says nothing. */
async function leavingRecorded({ ctx, tx }: Pick<Asked<unknown>, 'ctx' | 'tx'>): Promise<boolean> {
  const found = await tx.execute<{ known: boolean }>(sql`select exists (select 1 from spells where organisation_id = ${ctx.org.id} and end_day is not null and coalesce(end_kind, 'voluntary') in ('voluntary', 'lapse')) as known`)
  return found.rows[0]?.known ?? false
}

/** Scored Mondays whose future is over, HIT_DAYS or more apart, the newest first. */
async function listDays({ ctx, tx, window }: Pick<Asked<unknown>, 'ctx' | 'tx' | 'window'>): Promise<LocalDay[]> {
  const found = await tx.execute<{ day: string }>(sql`
    select day::text as day from risk_days where organisation_id = ${ctx.org.id} and extract(isodow from day) = 1 and day <= ${addDays(window.to, -HIT_DAYS)}::date order by day desc`)
  const days: LocalDay[] = []
  for (const { day } of found.rows) if (days.length === 0 || day <= addDays(days.at(-1) ?? day, -HIT_DAYS)) days.push(day)
  return days
}

/** Everybody in relationship on a day (SQL): id, score, gone. Whose relationship did not end by their will or silence is not there. */
function customersOf(asked: Pick<Asked<unknown>, 'ctx' | 'split'>, day: SQL): SQL {
  const { ctx, split } = asked
  const org = ctx.org.id
  const ended = (kinds: SQL) => sql`exists (select 1 from spells e where e.organisation_id = ${org} and e.customer_id = cu.id and e.start_day < ${day} and e.end_day >= ${day} and e.end_day < ${day} + ${HIT_DAYS}::int and coalesce(e.end_kind, 'voluntary') in ${kinds})`
  return sql`select cu.id, coalesce(r.score, 0) as score, ${ended(sql`('voluntary', 'lapse')`)} as gone from customers cu
    left join risk_scores r on r.organisation_id = cu.organisation_id and r.customer_id = cu.id and r.day = ${day}
    where cu.organisation_id = ${org} and ${presentOn(asked, sql`cu.id`, day)} and not ${ended(sql`('involuntary', 'administrative')`)}
      and ${memberAsOf(sql`cu.id`, day, ctx, split.segment)} and ${presentlyWith(sql`cu.id`, ctx, split.attribute)}`
}
