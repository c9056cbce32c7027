import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { RESULT_ROWS, type Effect, type ResultRow } from '@/db/vocabulary'
import { wilson } from '../domain/statistics/proportion'
import { filterParameters, parameter, rowField, windowParameters } from '../schemas/report-parameters'
import { compareEverybody } from './moment-comparison'
import { COUNTS, countMoments, countMomentsBy, effect, inView, type Counts, type Question } from './moment-counts'
import { defineReport } from './report'
import { inParts, touchpointParts, type Part } from './split'

/** What became of customers after their moments; the rest is known at once. */
const FOLLOWED: ReadonlySet<string> = new Set(['pending', 'left', 'spent_less', 'stayed', 'not_measurable', 'advocated', 'closed', 'index_left', 'left_rate', 'comparable', 'index_spent_less', 'spent_less_rate'])

export const momentOutcomes = defineReport({
  name: 'moment-outcomes',
  title: 'How the moments that matter ended, and what became of the relationship',
  definition: 'Moments of the window by their result (not recorded is a row), and by their effect over the days after: left, else spent less (than in as many days before, by the organisation’s share), else stayed; pending while those days are not over, also for who left early; not measurable without prior spend. These counts and `advocated` are of all moments. How often they failed, or were met, is the share of those whose result is known; how many that are (coverage) stands beside it. Rates are over index moments: each customer’s first in the window with this touchpoint and result, once its effect’s window has closed. Associated with, never because.',
  parameters: z.object({
    ...windowParameters, compare: parameter.compare, by: z.literal('touchpoint').optional().describe('The rows are by touchpoint anyway.'), channel: filterParameters.channel, touchpoint: filterParameters.touchpoint,
    segment: filterParameters.segment.describe('Slug of a value tier, or `segmentation:segment`: customers in it on the day of the moment.'), attribute: filterParameters.attribute.describe('`<name>:<value>` of a declared dimension: the moment’s own, else its customer’s, presently.'), result: z.enum(RESULT_ROWS).optional().describe('Only rows with this result.'),
  }),
  row: z.object({
    touchpoint: z.string().describe('`total` for the whole, else the slug; `none` without a touchpoint.'), label: rowField.label, result: z.enum(RESULT_ROWS),
    moments: rowField.count, all_moments: rowField.count.describe('Moments of the touchpoint, whatever their result.'), share: rowField.share.describe('moments ÷ all_moments.'), share_low: rowField.share, share_high: rowField.share,
    known: rowField.count.describe('Moments of the touchpoint whose result is recorded or set by rule.'), share_of_known: rowField.share.describe('moments ÷ known: how often they ended so. Null for those not recorded.'), share_of_known_low: rowField.share, share_of_known_high: rowField.share,
    coverage: rowField.share.describe('Share of the touchpoint’s moments whose result is recorded or set by rule.'),
    pending: rowField.count, left: rowField.count, spent_less: rowField.count, stayed: rowField.count, not_measurable: rowField.count, advocated: rowField.count,
    index_moments: rowField.count.describe('Customers: their first moment of the row.'), closed: rowField.count.describe('Index moments whose window has closed.'),
    index_left: rowField.count, left_rate: rowField.share.describe('index_left ÷ closed.'), left_low: rowField.share, left_high: rowField.share,
    comparable: rowField.count.describe('Closed index moments of customers who stayed with prior spend.'), index_spent_less: rowField.count, spent_less_rate: rowField.share.describe('index_spent_less ÷ comparable.'),
    spent_less_low: rowField.share, spent_less_high: rowField.share,
  }),
  keys: ['touchpoint', 'result'],
  figures: {
    moments: { label: 'Moments', unit: 'count' }, all_moments: { label: 'Moments of any result', unit: 'number' }, share: { label: 'Share of all moments, their result known or not', unit: 'share', numerator: 'moments', denominator: 'all_moments', low: 'share_low', high: 'share_high' }, coverage: { label: 'Results known', unit: 'share', numerator: 'known', denominator: 'all_moments' },
    known: { label: 'Moments with a known result', unit: 'number' }, share_of_known: { label: 'Share of those with a known result', unit: 'share', numerator: 'moments', denominator: 'known', low: 'share_of_known_low', high: 'share_of_known_high' },
    pending: { label: 'Outcome still open', unit: 'count', of: 'moments' }, left: { label: 'Left', unit: 'count', of: 'moments' }, spent_less: { label: 'Spent less', unit: 'count', of: 'moments' }, stayed: { label: 'Stayed', unit: 'count', of: 'moments' },
    not_measurable: { label: 'Not measurable', unit: 'count', of: 'moments' }, advocated: { label: 'Advocated', unit: 'count', of: 'moments' },
    index_moments: { label: 'Customers (first such moment)', unit: 'count' }, closed: { label: 'With a closed window', unit: 'count' }, index_left: { label: 'Left after their first such moment', unit: 'count' },
    left_rate: { label: 'Left afterwards', unit: 'share', numerator: 'index_left', denominator: 'closed', low: 'left_low', high: 'left_high' },
    comparable: { label: 'Stayed, with prior spend', unit: 'count' }, index_spent_less: { label: 'Spent less after their first such moment', unit: 'count' },
    spent_less_rate: { label: 'Spent less afterwards', unit: 'share', numerator: 'index_spent_less', denominator: 'comparable', low: 'spent_less_low', high: 'spent_less_high' },
  },
  draw: 'stacked',
  measure: { field: 'left_rate', better: 'lower' },
  // One more: the window of a moment on the last day ends on the day after so many.
  ripens: (field, { effectWindowDays }) => (FOLLOWED.has(field) ? effectWindowDays + 1 : 0),

  async answer(asked) {
    const found = await countMoments(asked)
    const rows = rowsOf(found, await touchpointParts(asked.tx, asked.ctx), asked.parameters.result)
    await remarks(asked)
    const total = RESULT_ROWS.reduce((n, result) => n + (found.get(`total ${result}`)?.moments ?? 0), 0)
    const everybody = total > 0 && !asked.rowsOnly ? await compareEverybody(asked) : null
    return { rows, statistics: { moments: total, coverage: total > 0 ? 1 - (found.get('total not_recorded')?.moments ?? 0) / total : null, ...everybody } }
  },

  async byPeriod(asked, interval) {
    const names = await touchpointParts(asked.tx, asked.ctx)
    return [...(await countMomentsBy(asked, interval))].flatMap(([period, found]) => rowsOf(found, names, asked.parameters.result).map((row) => ({ ...row, period })))
  },

  async population(asked, { row, field }) {
    const { index, where } = CELLS[field as keyof typeof CELLS] ?? CELLS.moments
    const result = field === 'coverage' || field === 'known' ? sql`m.result is not null` : row.result === 'not_recorded' ? sql`m.result is null` : row.result === 'total' ? sql`true` : sql`m.result = ${row.result ?? ''}`
    const whole = !row.touchpoint || row.touchpoint === 'total'
    const part = whole ? null : (await touchpointParts(asked.tx, asked.ctx)).filter((p) => p.key === row.touchpoint)
    const within = sql`${inView(asked)} and ${result} and ${inParts(sql`m.touchpoint_id`, part)}`
    if (part && part.length === 0) return null
    const own = where(asked)
    if (!index) return { of: 'moment', field: field in CELLS ? field : 'moments', where: sql`${within} and ${own}` }
    return { of: 'moment', field, where: sql`${own} and (m.customer_id, m.interaction_id) in (select distinct on (m.customer_id) m.customer_id, m.interaction_id from moments m
      where m.organisation_id = ${asked.ctx.org.id} and ${within} order by m.customer_id, m.occurred_at, m.interaction_id)` }
  },
})

function rowsOf(found: ReadonlyMap<string, Counts>, names: readonly Part[], wanted: ResultRow | undefined) {
  const parts: Part[] = [{ key: 'total', label: 'Total', id: 'total' }, ...names]
  return parts.flatMap(({ key, label, id }) => {
    const of = RESULT_ROWS.map((result) => ({ result, counts: found.get(`${id} ${result}`) ?? none() }))
    const moments = of.reduce((n, { counts }) => n + counts.moments, 0)
    if (moments === 0) return []
    const unknown = of.find(({ result }) => result === 'not_recorded')?.counts.moments ?? 0
    return of.filter(({ result }) => !wanted || result === wanted).map(({ result, counts }) => {
      const [share, ofKnown, left, less] = [wilson(counts.moments, moments), result === 'not_recorded' ? null : wilson(counts.moments, moments - unknown), wilson(counts.index_left, counts.closed), wilson(counts.index_spent_less, counts.comparable)]
      return {
        touchpoint: key, label, result, ...counts, all_moments: moments, share: share?.p ?? null, share_low: share?.low ?? null, share_high: share?.high ?? null, coverage: (moments - unknown) / moments,
        known: moments - unknown, share_of_known: ofKnown?.p ?? null, share_of_known_low: ofKnown?.low ?? null, share_of_known_high: ofKnown?.high ?? null,
        left_rate: left?.p ?? null, left_low: left?.low ?? null, left_high: left?.high ?? null, spent_less_rate: less?.p ?? null, spent_less_low: less?.low ?? null, spent_less_high: less?.high ?? null,
      }
    })
  })
}

const all = () => sql`true`
const is = (...effects: Effect[]) => (asked: Pick<Question, 'window'>) => sql`${effect(asked)} in (${sql.join(effects.map((e) => sql`${e}`), sql`, `)})`
const closed = is('left', 'spent_less', 'stayed', 'not_measurable')

/** What each field counts: all moments of the row, or each customer's first. */
const CELLS: Record<(typeof COUNTS)[number], { index: boolean; where: (asked: Pick<Question, 'window'>) => SQL }> = {
  moments: { index: false, where: all }, pending: { index: false, where: is('pending') }, left: { index: false, where: is('left') }, spent_less: { index: false, where: is('spent_less') },
  stayed: { index: false, where: is('stayed') }, not_measurable: { index: false, where: is('not_measurable') }, advocated: { index: false, where: () => sql`m.advocated` },
  index_moments: { index: true, where: all }, closed: { index: true, where: closed }, index_left: { index: true, where: is('left') },
  comparable: { index: true, where: is('spent_less', 'stayed') }, index_spent_less: { index: true, where: is('spent_less') },
}

const none = (): Counts => Object.fromEntries(COUNTS.map((name) => [name, 0])) as Counts

async function remarks({ ctx: { org }, note }: Question): Promise<void> {
  note(`Effects are read over the ${org.effectWindowDays} days after each moment; spent less means at least ${Math.round(org.spentLessShare * 100)} % under the ${org.effectWindowDays} days before it.`)
  if (org.lapseDays !== null && org.lapseDays > org.effectWindowDays) note(`A window of ${org.effectWindowDays} days is shorter than the gap of ${org.lapseDays} days after which customers count as lapsed: it cannot show that somebody left by lapse after the moment.`)
  if (org.observedFrom === null && org.lapseDays === null) note('Nobody has said since when leaving is recorded (observed_from): more may have left than is counted.')
}
