import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { SURVEYS, type Survey } from '@/db/vocabulary'
import { wilson } from '../domain/statistics/proportion'
import { meanEstimate, netPromoterScore } from '../domain/statistics/survey'
import { filterParameters, parameter, rowField, windowParameters } from '../schemas/report-parameters'
import { localDay, nowSql } from './promise-state'
import { defineReport, type Asked } from './report'
import { inParts, presentlyIn, presentlyWith } from './split'
import { periodsOf } from './window'

type Found = { survey: Survey; scale: string; period: string | null; n: number; asked: number; answered: number; promoters: number; detractors: number; top: number; sum: number; squares: number }
type Question = Asked<{ interval: 'day' | 'week' | 'month'; survey?: Survey }>
const MEASURES = ['points', 'top_two_share', 'mean'] as const

export const surveyScores = defineReport({
  name: 'survey-scores',
  title: 'What customers say when asked',
  definition: 'NPS: share scoring 9–10 less share scoring 0–6, in points; interval: adjusted Wald (Rocks 2016). CSAT on a five-point scale: share in the top two of five; interval: Wilson. CES, perceived value and CSAT on any other scale: mean on the stated scale; interval: Student’s t. Scales are never mixed: each has rows of its own. n are the answers given in the period; asked are the questions sent in it, with the share of them answered by now. A question nobody dated is not among those asked.',
  parameters: z.object({ ...windowParameters, interval: parameter.interval, survey: z.enum(SURVEYS).optional().describe('Only this survey.'), touchpoint: filterParameters.touchpoint, segment: filterParameters.segment, attribute: filterParameters.attribute }),
  row: z.object({
    survey: z.enum(SURVEYS), scale: z.string().describe('`<lowest>–<highest>`; `unstated` without one.'), period: rowField.period, measure: z.enum(MEASURES).describe('What `score`, `low` and `high` are.'),
    n: rowField.count, asked: rowField.count, answered: rowField.count.describe('Of those asked in the period, answered by now.'), response_rate: rowField.share.describe('answered ÷ asked; null where nobody says whom they asked.'),
    score: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable(), partial: rowField.partial,
  }),
  keys: ['survey', 'scale', 'period'],
  figures: {
    n: { label: 'Answers', unit: 'count' }, asked: { label: 'Asked', unit: 'count' }, answered: { label: 'Answered of those asked', unit: 'count' },
    response_rate: { label: 'Response rate', unit: 'share', numerator: 'answered', denominator: 'asked' }, score: { label: 'Score', unit: 'number', low: 'low', high: 'high', n: 'n' },
  },
  draw: 'line',
  measure: { field: 'score', better: 'higher' },

  async answer(asked) {
    const { window, parameters: { interval } } = asked
    const found = await asked.tx.execute<Found>(sql`
      with v as materialized (select r.survey, r.score, r.scale_min, r.scale_max, ${SCALE} as scale, ${answeredIn(asked)} as given, ${askedIn(asked)} as sent, r.occurred_at, ${periodOf(asked, localDay(asked.ctx, sql`r.occurred_at`))} as given_period, ${periodOf(asked, localDay(asked.ctx, sql`r.asked_at`))} as sent_period
        from responses r join profiles p on p.organisation_id = r.organisation_id and p.id = r.profile_id where r.organisation_id = ${asked.ctx.org.id} and ${filtered(asked)}),
      counted as (
        select survey, scale, given_period as period, 1 as n, 0 as asked, 0 as answered, score, (score - coalesce(scale_min, 0))::float8 as above, scale_max - scale_min as span from v where given
        union all select survey, scale, sent_period, 0, 1, case when occurred_at <= ${nowSql(asked.ctx)} then 1 else 0 end, null, null, null from v where sent)
      select survey, scale, case when grouping(period) = 1 then null else period end as period, sum(n)::int as n, sum(asked)::int as asked, sum(answered)::int as answered,
        count(*) filter (where score >= 9)::int as promoters, count(*) filter (where score <= 6)::int as detractors, count(*) filter (where above >= span - 1)::int as top, coalesce(sum(score), 0)::float8 as sum, coalesce(sum(score * score), 0)::float8 as squares
      from counted group by grouping sets ((survey, scale, period), (survey, scale))`)
    const partial = new Map(periodsOf(window, interval).map((p) => [p.period, p.partial]))
    const scored = found.rows.map(({ survey, scale, period, n, asked: sent, answered, ...sums }) => ({ survey, scale, period, measure: measureOf(survey, scale), n, asked: sent, answered, response_rate: wilson(answered, sent)?.p ?? null, ...scoreOf(survey, scale, n, sums) }))
    const rank = new Map(SURVEYS.map((s, i) => [s, i]))
    const rows = scored.filter((r) => r.period !== null).map((r) => ({ ...r, period: r.period ?? '', partial: partial.get(r.period ?? '') ?? false }))
      .toSorted((a, b) => (rank.get(a.survey) ?? 0) - (rank.get(b.survey) ?? 0) || a.scale.localeCompare(b.scale) || a.period.localeCompare(b.period))
    // The whole window, per survey on the scale most answers are on.
    const wholes = SURVEYS.flatMap((survey) => scored.filter((r) => r.survey === survey && r.period === null).toSorted((a, b) => b.n - a.n).slice(0, 1))
    if (rows.length > 0 && wholes.every((w) => w.asked === 0)) asked.note('Nobody says whom they asked (asked_at), so there is no response rate.')
    return { rows, statistics: Object.fromEntries(wholes.flatMap((w) => [[w.survey, w.score], [`${w.survey}_low`, w.low], [`${w.survey}_high`, w.high], [`${w.survey}_n`, w.n], [`${w.survey}_scale`, w.scale]])) }
  },

  population(asked, { row, field }) {
    const period = (of: SQL) => sql`${periodOf(asked, localDay(asked.ctx, of))} = ${row.period ?? ''}`
    const sent = sql`${askedIn(asked)} and ${period(sql`r.asked_at`)}`
    const cell = { n: sql`${answeredIn(asked)} and ${period(sql`r.occurred_at`)}`, asked: sent, answered: sql`${sent} and r.occurred_at <= ${nowSql(asked.ctx)}` }[field === 'score' ? 'n' : field]
    if (!cell) return null
    return { of: 'response', field: field === 'score' ? 'n' : field, where: sql`r.survey = ${row.survey ?? ''} and ${SCALE} = ${row.scale ?? ''} and ${filtered(asked)} and ${cell}` }
  },
})

const SCALE = sql`case when r.scale_min is null or r.scale_max is null then 'unstated' else r.scale_min::text || '–' || r.scale_max::text end`
const filtered = ({ ctx, split, parameters }: Pick<Question, 'ctx' | 'split' | 'parameters'>): SQL => sql`${parameters.survey ? sql`r.survey = ${parameters.survey}` : sql`true`} and ${split.touchpoints ? inParts(sql`r.touchpoint_id`, split.touchpoints) : sql`true`}
  and ${presentlyIn(sql`p.customer_id`, ctx, split.segment)} and ${presentlyWith(sql`p.customer_id`, ctx, split.attribute)}`
const within = ({ ctx, window }: Pick<Question, 'ctx' | 'window'>, of: SQL): SQL => sql`(${of} <= ${nowSql(ctx)} and ${localDay(ctx, of)} >= ${window.from}::date and ${localDay(ctx, of)} < ${window.to}::date)`
const answeredIn = (asked: Pick<Question, 'ctx' | 'window'>): SQL => sql`(r.score is not null and coalesce(${within(asked, sql`r.occurred_at`)}, false))`
const askedIn = (asked: Pick<Question, 'ctx' | 'window'>): SQL => sql`coalesce(${within(asked, sql`r.asked_at`)}, false)`
const periodOf = ({ parameters: { interval } }: Pick<Question, 'parameters'>, day: SQL): SQL => sql`to_char(date_trunc(${interval}::text, ${day}::timestamp), 'YYYY-MM-DD')`

const isFive = (scale: string) => /^(\d+)–(\d+)$/u.test(scale) && Number(scale.split('–')[1]) - Number(scale.split('–')[0]) === 4
const measureOf = (survey: Survey, scale: string): (typeof MEASURES)[number] => (survey === 'nps' ? 'points' : survey === 'csat' && isFive(scale) ? 'top_two_share' : 'mean')

function scoreOf(survey: Survey, scale: string, n: number, { promoters, detractors, top, sum, squares }: Pick<Found, 'promoters' | 'detractors' | 'top' | 'sum' | 'squares'>) {
  const measure = measureOf(survey, scale)
  const share = wilson(top, n)
  const found = measure === 'points' ? netPromoterScore(promoters, detractors, n) : measure === 'top_two_share' ? (share ? { value: share.p, low: share.low, high: share.high } : null) : meanEstimate(n, sum, squares)
  return { score: found?.value ?? null, low: found?.low ?? null, high: found?.high ?? null }
}
