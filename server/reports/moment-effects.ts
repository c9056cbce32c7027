import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { EFFECT_WINDOWS, RESULT_ROWS } from '@/db/vocabulary'
import { wilson } from '../domain/statistics/proportion'
import { isValue } from '../queries/customer-value'
import { filterParameters, rowField, windowParameters } from '../schemas/report-parameters'
import { defineReport, type Asked } from './report'
import { inParts, memberAsOf } from './split'
import { once } from './once'

type View = Pick<Asked<unknown>, 'ctx' | 'window' | 'split'>
const KEYS = ['total', ...RESULT_ROWS] as const
const FIELDS = ['moments', 'pending', 'closed', 'left', 'spent_less', 'stayed', 'not_measurable', 'comparable'] as const
type Found = { result: (typeof KEYS)[number]; days: number } & Record<(typeof FIELDS)[number], number>

export const momentEffects = defineReport({
  name: 'moment-effects',
  title: 'What became of customers 30, 60 and 90 days after a moment',
  definition: 'Index moments of the window (each customer’s first with this result, for the total their first of any) and what followed within 30, 60 and 90 days, one each: left, else spent less (than in as many days before, by the organisation’s share), else stayed; not measurable without prior spend; pending while the days are not over, also for who left early. left_rate is over moments with closed days, spent_less_rate over those of customers who stayed with prior spend. Associated with, never because.',
  parameters: z.object({ ...windowParameters, channel: filterParameters.channel, touchpoint: filterParameters.touchpoint, segment: filterParameters.segment.describe('Slug of a value tier, or `segmentation:segment`: customers in it on the day of the moment.') }),
  row: z.object({
    result: z.enum(KEYS), days: rowField.count, moments: rowField.count.describe('Index moments: customers.'), pending: rowField.count, closed: rowField.count, left: rowField.count, left_rate: rowField.share, left_low: rowField.share, left_high: rowField.share,
    spent_less: rowField.count, comparable: rowField.count, spent_less_rate: rowField.share, spent_less_low: rowField.share, spent_less_high: rowField.share, stayed: rowField.count, not_measurable: rowField.count,
  }),
  keys: ['result', 'days'],
  figures: {
    moments: { label: 'Customers with such a moment', unit: 'count' }, pending: { label: 'Outcome still open', unit: 'count' }, closed: { label: 'With closed days', unit: 'count' }, left: { label: 'Left', unit: 'count' },
    left_rate: { label: 'Left afterwards', unit: 'share', numerator: 'left', denominator: 'closed', low: 'left_low', high: 'left_high' }, spent_less: { label: 'Spent less', unit: 'count' }, comparable: { label: 'Stayed, with prior spend', unit: 'count' },
    spent_less_rate: { label: 'Spent less afterwards', unit: 'share', numerator: 'spent_less', denominator: 'comparable', low: 'spent_less_low', high: 'spent_less_high' }, stayed: { label: 'Stayed', unit: 'count' }, not_measurable: { label: 'Not measurable', unit: 'count' },
  },
  draw: 'bars',
  joinsRecords: true,
  measure: { field: 'left_rate', better: 'lower' },

  async answer(asked) {
    const { org } = asked.ctx
    const columns = sql.join(FIELDS.map((name) => sql`count(*) filter (where ${CELLS[name]})::int as ${sql.raw(name)}`), sql`, `)
    const found = await asked.tx.execute<Found>(sql`
      with e as materialized (select * from ${effects(asked)} e)
      select 'total' as result, days, ${columns} from e where nth_of_all = 1 group by 2 union all select result, days, ${columns} from e where nth = 1 group by 1, 2`)
    asked.note(`Spent less means at least ${Math.round(org.spentLessShare * 100)} % under as many days before.`)
    if (org.lapseDays !== null && org.lapseDays > EFFECT_WINDOWS[0]) asked.note(`Days shorter than the gap of ${org.lapseDays} days after which customers count as lapsed cannot show that somebody left by lapse after the moment.`)
    if (org.observedFrom === null && org.lapseDays === null) asked.note('Nobody has said since when leaving is recorded (observed_from): more may have left than is counted.')
    const rows = found.rows.map((r) => {
      const [left, less] = [wilson(r.left, r.closed), wilson(r.spent_less, r.comparable)]
      return { ...r, left_rate: left?.p ?? null, left_low: left?.low ?? null, left_high: left?.high ?? null, spent_less_rate: less?.p ?? null, spent_less_low: less?.low ?? null, spent_less_high: less?.high ?? null }
    })
    return { rows: rows.toSorted((a, b) => KEYS.indexOf(a.result) - KEYS.indexOf(b.result) || a.days - b.days) }
  },

  population(asked, { row, field }) {
    const name = FIELDS.find((f) => f === field)
    const result = KEYS.find((k) => k === row.result)
    if (!name || !result) return null
    const whose = result === 'total' ? sql`e.nth_of_all = 1` : sql`e.nth = 1 and e.result = ${result}`
    return { of: 'moment', field, where: sql`(m.customer_id, m.interaction_id) in (select e.customer_id, e.interaction_id from ${effects(asked)} e where ${whose} and e.days = ${Number(row.days) || 0}::int and ${CELLS[name]})` }
  },
})

const CELLS: Record<(typeof FIELDS)[number], SQL> = {
  moments: sql`true`, pending: sql`effect = 'pending'`, closed: sql`effect <> 'pending'`, left: sql`effect = 'left'`, spent_less: sql`effect = 'spent_less'`, stayed: sql`effect = 'stayed'`,
  not_measurable: sql`effect = 'not_measurable'`, comparable: sql`effect in ('spent_less', 'stayed')`,
}

/** Moments in view × days with their effect as server/reports/moment-outcomes has it, and their rank among the customer's. */
function effects({ ctx, window, split }: View): SQL {
  return effectsOf({ ctx, window }, sql`
    select mm.* from moments mm where mm.organisation_id = ${ctx.org.id} and mm.day >= ${window.from}::date and mm.day < ${window.to}::date
      and ${inParts(sql`mm.channel_id`, split.channels)} and ${inParts(sql`mm.touchpoint_id`, split.touchpoints)} and ${memberAsOf(sql`mm.customer_id`, sql`mm.day`, ctx, split.segment)}`)
}

/** The same of the moments that are chosen (a query of rows of `moments`). */
export function effectsOf({ ctx, window }: Pick<View, 'ctx' | 'window'>, chosen: SQL): SQL {
  const { org } = ctx
  const viewed = once(sql`select mm.*, d.days, mm.day + 1 + d.days as closes from (${chosen}) mm cross join (values ${sql.join(EFFECT_WINDOWS.map((n) => sql`(${n}::int)`), sql`, `)}) d(days)`)
  return once(sql`
    select v.customer_id, v.interaction_id, coalesce(v.result, 'not_recorded') as result, v.days, v.closes,
      row_number() over (partition by v.customer_id, v.result, v.days order by v.occurred_at, v.interaction_id) as nth, row_number() over (partition by v.customer_id, v.days order by v.occurred_at, v.interaction_id) as nth_of_all,
      case when v.closes > ${window.today}::date then 'pending' when s.end_day < v.closes then 'left' when coalesce(b.before, 0) <= 0 then 'not_measurable'
        when b.before - b.after >= b.before * ${org.spentLessShare}::numeric then 'spent_less' else 'stayed' end as effect
    from ${viewed} v
    left join spells s on s.organisation_id = ${org.id} and s.customer_id = v.customer_id and s.start_day <= v.day and (s.end_day is null or s.end_day > v.day)
    left join ${once(sql`
      select v.customer_id, v.interaction_id, v.days, sum(t.amount) filter (where t.day < v.day) as before, coalesce(sum(t.amount) filter (where t.day > v.day), 0) as after
      from ${viewed} v join profiles tp on tp.organisation_id = ${org.id} and tp.customer_id = v.customer_id join transactions t on t.organisation_id = tp.organisation_id and t.profile_id = tp.id
      where ${isValue(org)} and t.day >= v.day - v.days and t.day < v.closes and t.day <= ${window.today}::date group by 1, 2, 3`)} b on b.customer_id = v.customer_id and b.interaction_id = v.interaction_id and b.days = v.days`)
}
