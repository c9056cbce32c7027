import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { growth as measureGrowth, type GrowthPoint } from '../domain/statistics/growth'
import { addMonths, firstOfMonth, type LocalDay } from '../domain/time/local-day'
import { filterParameters, windowParameters } from '../schemas/report-parameters'
import { interactionsInView } from './populations'
import { defineReport, type Asked } from './report'
import { inParts } from './split'

/** Lengths of a period in months, with how many whole ones make it worth using; the longest that fits is used. */
const LENGTHS = [{ months: 12, least: 5, name: 'year' }, { months: 3, least: 6, name: 'quarter' }, { months: 1, least: 2, name: 'month' }] as const

export const growth = defineReport({
  name: 'growth',
  title: 'How interactions grow, on human and digital channels',
  definition: 'Compound annual growth (end ÷ start)^(1/years) − 1 from the first to the last whole period of the window; years is the difference between them. `expected` is what constant growth as seen in the earlier periods predicts for the last one, with its 95 % range; `explained`: the last period lies inside it. Cut-off periods are left out.',
  parameters: z.object({ ...windowParameters, direction: z.enum(['contact', 'lookup', 'message']).optional().describe('Counts only contacts, look-ups or messages.'), ...filterParameters }),
  row: z.object({
    key: z.string().describe('total, human, digital, or a channel’s slug.'), label: z.string(), start_period: z.string(), end_period: z.string(), start: z.number(), end: z.number(), years: z.number(),
    cagr: z.number().nullable(), method: z.string(), expected: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable(), explained: z.boolean().nullable(),
  }),
  keys: ['key'],
  figures: {
    start: { label: 'At the start', unit: 'count' }, end: { label: 'At the end', unit: 'count' }, years: { label: 'Years between', unit: 'years' },
    cagr: { label: 'Growth a year', unit: 'share' }, expected: { label: 'Expected from earlier growth', unit: 'number', low: 'low', high: 'high' },
  },
  draw: 'table',
  measure: { field: 'cagr', better: 'lower' },
  sums: { rows: ['total', 'human', 'digital'], start: 'start', end: 'end', years: 'years', growth: 'cagr', first: 'start_period', last: 'end_period' },

  async answer(asked) {
    const months = await monthly(asked)
    const found = periodsOfGrowth(asked.window)
    if (!found) {
      asked.note('Growth needs at least two whole months.')
      return { rows: [] }
    }
    const { periods, length } = found
    asked.note(`Periods are ${periods.length} whole ${length.name}s; growth is stated per year.`)
    if (length.months < 12) asked.note('Less than five whole years: a season can look like growth.')
    const rows = months.keys.flatMap(({ key, label }) => {
      const points: GrowthPoint[] = periods.map((days, index) => ({ period: days[0] ?? '', year: (index * length.months) / 12, value: days.reduce((sum, day) => sum + (months.counts.get(`${key} ${day}`) ?? 0), 0) }))
      const measured = measureGrowth(points)
      return measured && measured.start + measured.end > 0 ? [{ key, label, ...measured }] : []
    })
    return { rows, statistics: { period_months: length.months } }
  },

  population(asked, { row, field }) {
    const periods = periodsOfGrowth(asked.window)?.periods
    const months = field === 'start' ? periods?.[0] : field === 'end' ? periods?.at(-1) : undefined
    const [first, last] = [months?.[0], months?.at(-1)]
    if (!first || !last) return null
    // Which channels a key stands for; alias ch is the drill-down's own.
    const channel = row.key === 'human' ? sql`ch.human_answers` : row.key === 'digital' ? sql`not ch.human_answers` : !row.key || row.key === 'total' ? sql`true` : sql`ch.slug = ${row.key}`
    const { direction } = asked.parameters
    return {
      of: 'interaction', field,
      where: sql`${interactionsInView(asked)} and i.day >= ${first}::date and i.day < ${addMonths(last, 1)}::date and ${direction ? sql`i.direction = ${direction}` : sql`true`} and ${channel}`,
    }
  },
})

/** The longest periods that fit, as their months, counted back from the newest whole month so that the newest is never cut off. */
function periodsOfGrowth(window: Asked<unknown>['window']): { periods: LocalDay[][]; length: (typeof LENGTHS)[number] } | null {
  const whole = wholeMonths(window)
  const length = LENGTHS.find((l) => Math.floor(whole.length / l.months) >= l.least)
  if (!length) return null
  const periods: LocalDay[][] = []
  for (let end = whole.length; end >= length.months; end -= length.months) periods.unshift(whole.slice(end - length.months, end))
  return { periods, length }
}

/** First days of the months that lie wholly inside the window and are over. */
function wholeMonths(window: Asked<unknown>['window']): LocalDay[] {
  const until = window.to > window.today ? window.today : window.to
  const days: LocalDay[] = []
  for (let month = window.from === firstOfMonth(window.from) ? window.from : addMonths(firstOfMonth(window.from), 1); addMonths(month, 1) <= until; month = addMonths(month, 1)) days.push(month)
  return days
}

async function monthly(asked: Asked<{ direction?: 'contact' | 'lookup' | 'message' }>) {
  const { ctx, window, split, parameters } = asked
  // No roll-up holds attributes.
  const rollup = split.attribute
    ? sql`(select i.organisation_id, i.channel_id, i.touchpoint_id, i.direction, i.day, 1 as interactions from interactions i join profiles p on p.organisation_id = i.organisation_id and p.id = i.profile_id
        left join customers c on c.organisation_id = p.organisation_id and c.id = p.customer_id where i.organisation_id = ${ctx.org.id} and ${interactionsInView(asked)})`
    : split.segment ? sql`rollup_segment_daily` : sql`rollup_daily`
  const result = await asked.tx.execute<{ month: string; slug: string; name: string; human: boolean; n: number }>(sql`
    select date_trunc('month', r.day)::date::text as month, ch.slug, ch.name, ch.human_answers as human, sum(r.interactions)::float8 as n
    from ${rollup} r join channels ch on ch.organisation_id = r.organisation_id and ch.id = r.channel_id
    where r.organisation_id = ${ctx.org.id} and r.day >= ${window.from}::date and r.day < ${window.to}::date
      ${split.segment && !split.attribute ? sql`and r.segmentation_id = ${split.segment.segmentation.id} and r.segment_id = ${split.segment.segmentId}` : sql``}
      and ${parameters.direction ? sql`r.direction = ${parameters.direction}` : sql`true`}
      and ${inParts(sql`r.channel_id`, split.channels)} and ${inParts(sql`r.touchpoint_id`, split.touchpoints)}
    group by 1, 2, 3, 4`)
  const counts = new Map<string, number>()
  const labels = new Map<string, string>()
  const add = (key: string, month: string, n: number) => counts.set(`${key} ${month}`, (counts.get(`${key} ${month}`) ?? 0) + n)
  for (const row of result.rows) {
    labels.set(row.slug, row.name)
    for (const key of ['total', row.human ? 'human' : 'digital', row.slug]) add(key, row.month, row.n)
  }
  const keys = [{ key: 'total', label: 'Total' }, { key: 'human', label: 'A human answers' }, { key: 'digital', label: 'Digital' }, ...[...labels].toSorted(([a], [b]) => a.localeCompare(b)).map(([key, label]) => ({ key, label }))]
  return { counts, keys }
}
