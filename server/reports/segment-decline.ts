import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { wilson } from '../domain/statistics/proportion'
import { dayInWords } from '../domain/time/day-in-words'
import { addMonths } from '../domain/time/local-day'
import { filterParameters, rowField, windowParameters } from '../schemas/report-parameters'
import { defineReport, type Asked } from './report'
import { daysInWords, redefinedBetween } from './segment-redefined'
import { segmentationBySlug, VALUE_TIERS, type SegmentationRef } from './split'

export const segmentDecline = defineReport({
  name: 'segment-decline',
  title: 'Who slipped to a lower segment, or left',
  definition: 'Of the customers who were in a segment on the window’s first day: those who were in a lower one on its last day (its segments are in order, the best first), and those in none any more, because they left or lapsed. Both as the segments stood that day, judged from earlier records only. Without a first day: a year before the last, or the first day with segments. Redefining a segmentation moves customers too: its versions say when.',
  parameters: z.object({ ...windowParameters, segment: filterParameters.segment.describe('Only this segment: a value tier, or `segmentation:segment`.'), segmentation: z.string().min(1).max(200).default(VALUE_TIERS).describe('Slug of the segmentation; `segment` says it as well.') }),
  row: z.object({
    key: z.string().describe('`total` for all segments, else the slug of one.'), label: rowField.label, customers: rowField.count.describe('In it on the first day.'), lower: rowField.count, gone: rowField.count, slipped: rowField.count.describe('lower + gone.'),
    rate: rowField.share.describe('slipped ÷ customers.'), low: rowField.share, high: rowField.share,
  }),
  keys: ['key'],
  figures: {
    customers: { label: 'Customers on the first day', unit: 'count' }, lower: { label: 'In a lower segment', unit: 'count' }, gone: { label: 'In none any more', unit: 'count' }, slipped: { label: 'Slipped or left', unit: 'count' },
    rate: { label: 'Share that slipped or left', unit: 'share', numerator: 'slipped', denominator: 'customers', low: 'low', high: 'high' },
  },
  draw: 'bars',
  whole: 'customers are told apart by the segmentation itself',
  measure: { field: 'rate', better: 'lower' },

  async answer(asked) {
    const segmentation = await segmentationFor(asked)
    if (!segmentation) return { rows: [] }
    const { rows: found } = await asked.tx.execute<{ id: string; customers: number; lower: number; gone: number }>(sql`
      select a.segment_id::text as id, count(*)::int as customers, count(*) filter (where ${IS.lower})::int as lower, count(*) filter (where ${IS.gone})::int as gone from ${bothDays(asked, segmentation)} group by 1`)
    const only = asked.split.segment?.segmentId
    await noteRedefined(asked, segmentation, only)
    const each = segmentation.segments.filter(({ id }) => !only || id === only).flatMap(({ id, slug, name }) => found.filter((row) => row.id === id).map(({ customers, lower, gone }) => ({ key: slug, label: name, customers, lower, gone })))
    if (each.length === 0) return { rows: [] }
    const sum = (of: 'customers' | 'lower' | 'gone') => each.reduce((n, row) => n + row[of], 0)
    return {
      rows: [{ key: 'total', label: 'Total', customers: sum('customers'), lower: sum('lower'), gone: sum('gone') }, ...each].map((row) => {
        const slipped = row.lower + row.gone
        const rate = wilson(slipped, row.customers)
        return { ...row, slipped, rate: rate?.p ?? null, low: rate?.low ?? null, high: rate?.high ?? null }
      }),
    }
  },

  async population(asked, { row: { key }, field }) {
    const segmentation = await segmentationFor(asked)
    if (!segmentation) return null
    const one = key && key !== 'total' ? (segmentation.segments.find(({ slug }) => slug === key)?.id ?? null) : undefined
    const is = field === 'customers' ? sql`true` : field === 'lower' ? IS.lower : field === 'gone' ? IS.gone : field === 'slipped' || field === 'rate' ? sql`(${IS.lower} or ${IS.gone})` : null
    if (one === null || !is) return null
    const only = one ?? asked.split.segment?.segmentId
    return { of: 'customer', field: field === 'rate' ? 'slipped' : field, where: sql`c.id in (select a.customer_id from ${bothDays(asked, segmentation)} where ${is} and ${only ? sql`a.segment_id = ${only}::uuid` : sql`true`})` }
  },
})

const IS = { lower: sql`b.rank > a.rank`, gone: sql`b.customer_id is null` } as const

type Question = Asked<{ segmentation: string; from?: string }>

/** The segmentation that is asked about; null while there are no value tiers at all. */
async function segmentationFor(asked: Question): Promise<SegmentationRef | null> {
  const { tx, ctx, parameters, split, note } = asked
  const slug = split.segment?.segmentation.slug ?? parameters.segmentation
  if (slug === VALUE_TIERS && (await tx.execute(sql`select 1 from segmentations where organisation_id = ${ctx.org.id} and slug = ${VALUE_TIERS}`)).rows.length === 0) {
    note('There are no value tiers yet: they are cut once transactions have arrived.')
    return null
  }
  const segmentation = await segmentationBySlug(tx, ctx, slug)
  await beginWithin(asked, segmentation)
  return segmentation
}

/** A new definition lowers customers who did nothing: how many of them is said. */
async function noteRedefined(asked: Question, segmentation: SegmentationRef, only: string | undefined): Promise<void> {
  if (asked.rowsOnly) return
  const redefined = await redefinedBetween(asked, segmentation.id, asked.window)
  if (redefined.on.length === 0) return
  const { rows } = await asked.tx.execute<{ n: number }>(sql`select count(*)::int as n from ${bothDays(asked, segmentation)} join ${redefined.still} r on r.customer_id = a.customer_id where ${IS.lower} and ${only ? sql`a.segment_id = ${only}::uuid` : sql`true`}`)
  asked.note(`The definition changed on ${daysInWords(redefined.on)}: ${(rows[0]?.n ?? 0).toLocaleString('en')} of those in a lower segment are there only by that.`)
}

/** Without `from`: a year before the last day, or the first day with segments. */
async function beginWithin(asked: Question, { id }: SegmentationRef): Promise<void> {
  const { tx, ctx, parameters, window, note } = asked
  if (parameters.from) return
  const year = addMonths(window.to, -12)
  const { rows } = await tx.execute<{ day: string | null }>(sql`select min(from_day)::text as day from memberships where organisation_id = ${ctx.org.id} and segmentation_id = ${id}`)
  const begin = rows[0]?.day ?? null
  const from = begin !== null && begin > year && begin < window.to ? begin : year
  if (from !== year) note(`Segments begin on ${dayInWords(from)}.`)
  asked.window = { ...window, from }
}

/** Members on the first day (a), beside where they are on the last (b). */
function bothDays({ ctx, window }: Question, { id }: SegmentationRef): SQL {
  const on = (day: string) => sql`(select m.customer_id, m.segment_id, s.rank from memberships m join segments s on s.organisation_id = m.organisation_id and s.segmentation_id = m.segmentation_id and s.id = m.segment_id
    where m.organisation_id = ${ctx.org.id} and m.segmentation_id = ${id} and m.from_day <= ${day}::date and (m.to_day is null or m.to_day > ${day}::date))`
  return sql`${on(window.from)} a left join ${on(window.to)} b on b.customer_id = a.customer_id`
}
